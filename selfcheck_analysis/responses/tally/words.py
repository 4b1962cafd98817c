"""What the cells of a sheet of counts mean: its headings, and the numbers below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.vocabulary import comparable, known_signs, known_words

ABOUT = ("section", "role", "tenure")
UP = (*ABOUT, "question")
"""What a column may say of a row's counts."""

TOTAL = "total"
"""A heading of sums; also stands for the tenure of a column that only adds others up."""

_COUNT = re.compile(r"([0-9]{1,6})[人名件]?")
_OF_PERSONS = re.compile(r"(の人数|人数|\(人\)|数)$")
_BETWEEN = re.compile(r"^[:・/_(-]+|\)$")


class Count(NamedTuple):
    """What a column counts, of one tenure or of any: "yes", "no", "no_answer", "people".

    "unknown" is a count that is not understood.
    """

    what: str
    tenure: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.tenure, self.what)))

    @property
    def of_answers(self) -> bool:
        """True for counts of はい and いいえ, and of what is not understood."""
        return self.what not in ("people", "no_answer")


def number_in(cell: str) -> int | None:
    """Return the count that a cell holds; None for anything else.

    Examples
    --------
    >>> number_in("１２人"), number_in("12.5"), number_in("")
    (12, None, None)
    """
    found = _COUNT.fullmatch(comparable(cell))
    return int(found[1]) if found else None


def plain_row(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a row as words are compared, without blanks at its end."""
    words = [comparable(cell) for cell in cells]
    return tuple(words[: max((i for i, word in enumerate(words, start=1) if word), default=0)])


def means(text: str, reading: Reading) -> str | Count | None:
    """Return what a heading of counts means: a word of `UP`, `TOTAL`, or what is counted.

    None where it is not understood, also where it belongs to a column that nothing is read of.
    """
    plain = comparable(text)
    if not plain:
        return None
    if plain in known_signs("total"):
        return TOTAL
    return column_of(plain) or _count(plain, reading)


def column_of(plain: str) -> str:
    """Return which of `UP` a heading names, given as words are compared; "" for any other."""
    column = known_words("tally").get(plain) or known_words("heading").get(plain, "")
    return column if column in UP else ""


def names_counts(cells: Iterable[str], reading: Reading) -> bool:
    """Tell whether cells name the column of the questions, and both counts of answers."""
    read = {means(cell, reading) for cell in cells}
    counted = {meaning.what for meaning in read if isinstance(meaning, Count)}
    return "question" in read and {"yes", "no"} <= counted


def is_heading(text: str, reading: Reading) -> bool:
    """Tell whether a text may stand in a header of counts, or in one line of it."""
    known = (known_words("heading"), known_words("tally"), reading.words["tenure"])
    return means(text, reading) is not None or any(comparable(text) in words for words in known)


def covers_a_person(upper: Sequence[str], lower: Sequence[str], reading: Reading) -> bool:
    """Tell whether the lower row is no line of a header: what stands below a heading is none.

    はい and いいえ stand below a tenure, or below one cell that reaches over both.
    """
    for heading, cell, beside in zip_longest(upper, lower, upper[1:], fillvalue=""):
        if not comparable(heading) or not comparable(cell):
            continue
        if means(heading, reading) and not is_heading(cell, reading):
            return True
        of_none = isinstance(means(cell, reading), Count) and not means(heading + cell, reading)
        if of_none and not means(heading, reading) and comparable(beside):
            return True
    return False


def names_question(text: str, reading: Reading) -> bool:
    """Tell whether a text is the heading of a question of the form, in any kind of delivery."""
    read = (reading.meaning(text, export) for export in (None, *reading.mapping.exports))
    questions = {question.id for question in reading.questionnaire.questions}
    return any(meaning is not None and meaning.name in questions for meaning in read)


def role_of(stated: str, sheet_name: str, reading: Reading) -> str:
    """Return the role that is stated; "" if it is unknown or the sheet is named after another."""
    roles = reading.words["role"]
    said, named = roles.get(comparable(stated), ""), roles.get(normal(sheet_name), "")
    return said if named in ("", said) else ""


def names_an_answer(heading: str) -> bool:
    """Tell whether a heading that is not understood speaks of はい or いいえ.

    Examples
    --------
    >>> names_an_answer("２年目 はい"), names_an_answer("備考")
    (True, False)
    """
    plain = comparable(heading)
    words = [word for word in known_words("answer") if not word.isdecimal() and word != "no"]
    return any(plain.endswith(word) or (len(word) > 1 and word in plain) for word in words)


def _count(plain: str, reading: Reading) -> Count | None:
    """Read the heading of a column of counts: はい, はいの人数, 1年目・はい, はい(1年目)."""
    whats = _counted()
    if not any(word in plain for word in whats):
        return None
    tenures = {**reading.words["tenure"], **dict.fromkeys(known_signs("total"), TOTAL)}
    for heading in (plain, _OF_PERSONS.sub("", plain)):
        if heading in whats:
            return Count(whats[heading])
        for tenure, ours in tenures.items():
            for end in (f"({tenure})", tenure):
                for rest in (heading.removeprefix(tenure), heading.removesuffix(end)):
                    what = whats.get(_BETWEEN.sub("", rest), "") if rest != heading else ""
                    if what:
                        return Count(what, ours)
    return None


@cache
def _counted() -> dict[str, str]:
    answers = {word: a for word, a in known_words("answer").items() if not word.isdecimal()}
    return answers | {w: m for w, m in known_words("tally").items() if m != "question"}
