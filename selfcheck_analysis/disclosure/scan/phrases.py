"""Which role, question, tenure, year or file a text names, and which figures are left in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from selfcheck_analysis.disclosure.scan.spellings import one_line
from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.form_words import texts_of_forms
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Tenure
from selfcheck_analysis.words import LANGUAGES, catalogue

Subject = frozenset[tuple[str, str]]
"""What a text names: pairs of a key column of released tables and a value of it."""

_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+")
_DIGITS = re.compile(r"[\d\s]+")
_NO_FIGURE = re.compile(
    r"#[0-9a-fA-F]{6}\b|(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)?(?!\d)"
)
"""Colours, and the day and time at which a page was made."""

_PERSONS = re.compile(r"\s*(?:%|人|ポイント|percent|point|people|person|staff|respondent)")
_SENTENCE = re.compile(r"。|(?<=[.;])\s")
_FIRST_SIGN = 0xE000  # of the area for private use: one sign stands for one phrase
_LAST_SIGN = 0xF8FF


@dataclass(frozen=True)
class Figure:
    """A number in a text; `of_persons` where its unit is people, percent or points."""

    value: float
    of_persons: bool = False


@dataclass(frozen=True)
class Sentence:
    """One sentence: what it names, and its figures beside that."""

    subject: Subject
    figures: tuple[Figure, ...]


class Phrases:
    """The texts that pages are made of and that are no figures, whatever digits they hold.

    Parameters
    ----------
    named : mapping of str to Subject
        Texts that name something.
    fixed : iterable of str
        Texts that name nothing: sentences of the catalogue, file names, versions.
    """

    def __init__(self, named: Mapping[str, Subject], fixed: Iterable[str] = ()) -> None:
        nothing: Subject = frozenset()
        phrases = {one_line(text): nothing for text in fixed if _holds_digit(one_line(text))}
        for text, subject in named.items():
            phrases[one_line(text)] = phrases.get(one_line(text), nothing) | subject
        self._phrases = {text: subject for text, subject in phrases.items() if text}
        longest_first = sorted(self._phrases, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_whole, longest_first)) or "(?!)")
        self.sentences = lru_cache(maxsize=65536)(self._sentences)

    def _sentences(self, text: str) -> tuple[Sentence, ...]:
        """Take a text apart into sentences."""
        signs: dict[str, Subject] = {}

        def sign(found: re.Match[str]) -> str:
            mark = chr(min(_FIRST_SIGN + len(signs), _LAST_SIGN))
            signs[mark] = self._phrases[found[0]]
            return mark

        masked = _NO_FIGURE.sub(" ", self._pattern.sub(sign, one_line(text)))
        return tuple(
            Sentence(frozenset().union(*(signs.get(mark, ()) for mark in part)), figures_in(part))
            for part in _SENTENCE.split(masked)
            if part
        )


def figures_in(text: str) -> tuple[Figure, ...]:
    """Return the numbers of a text on one line, without sign.

    Examples
    --------
    >>> [figure.value for figure in figures_in("−3～+8, 1,234 and .05")]
    [3.0, 8.0, 1234.0, 0.05]
    """
    return tuple(
        Figure(float(found[0].replace(",", "")), bool(_PERSONS.match(text, found.end())))
        for found in _NUMBER.finditer(text)
    )


def names_of(questionnaire: Questionnaire, years: Iterable[int]) -> dict[str, Subject]:
    """Return the printed names of roles, questions, sections, tenures and years, both languages."""
    named: list[tuple[str, str, str]] = []
    for role in questionnaire.roles:
        named += [(label, "role", role.id) for label in (role.label.ja, role.label.en, role.id)]
    for question in questionnaire.questions:
        labels = (question.label.ja, question.label.en, question.id)
        named += [(label, "question", question.id) for label in labels]
    named += [(text, "question", id_) for text, id_ in _numbered(questionnaire)]
    for section in questionnaire.sections:
        labels = (section.label.ja, section.label.en, section.id)
        named += [(label, "section", section.id) for label in labels]
    for language in LANGUAGES:
        named += [(catalogue()["role.all"][language], "role", ALL_ROLES)]
        named += [(catalogue()["headline.name"][language], "question", HEADLINE)]
        named += [(catalogue()[f"tenure.{t}"][language], "tenure", str(t)) for t in Tenure]
    for year in years:
        texts = (FiscalYear(year).japanese, FiscalYear(year).english)
        named += [(text, "fiscal_year", str(year)) for text in texts]
    subjects: dict[str, Subject] = {}
    for text, column, value in named:
        subjects[text] = subjects.get(text, frozenset()) | {(column, value)}
    return subjects


def fixed_texts(questionnaires: Iterable[Questionnaire]) -> set[str]:
    """Return what the catalogue and the forms say around figures."""
    texts = {
        literal
        for key, entry in catalogue().items()
        if not key.startswith("problem.")
        for text in entry.values()
        for literal, *_ in Formatter().parse(text)
        if len(_DIGITS.sub("", one_line(literal))) > 1
    }
    tens = [catalogue()["chart.axis_from"][language] for language in LANGUAGES]
    texts |= {text.format(low=low) for text in tens for low in range(0, 100, 10)}
    for form in questionnaires:
        labels = [form.title, form.short_title, *(item.label for item in form.focus_items)]
        labels += [change.note for change in form.changes]
        conditions = [question.asked_if for question in form.questions if question.asked_if]
        labels += [condition.situation for condition in conditions if condition.situation]
        texts |= {text for label in labels for text in (label.ja, label.en)}
        texts |= set(texts_of_forms(form))
    return texts


def _numbered(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every label with its printed number before it, as charts write it."""
    for role in questionnaire.roles:
        for number, question in questionnaire.form(role):
            for language in LANGUAGES:
                text = catalogue()["chart.changes.numbered"][language]
                label = question.label.text(language)
                yield text.format(number=number, question=label), question.id


def _holds_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _whole(text: str) -> str:
    """Match a phrase, but none of its digits may be a part of a longer number."""
    before = r"(?<![\d.])" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return f"{before}{re.escape(text)}{after}"
