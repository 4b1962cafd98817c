"""What the scan knows: the releases, and everything confidential that it looks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfcheck_analysis.disclosure.scan.answers import AnswerRows
from selfcheck_analysis.disclosure.scan.columns import ConfidentialColumns, stored_columns
from selfcheck_analysis.disclosure.scan.deliveries import (
    DeliveredTexts,
    answers_of,
    delivered_sheets,
    texts_of,
)
from selfcheck_analysis.disclosure.scan.figures import Figures
from selfcheck_analysis.disclosure.scan.machine import Machine
from selfcheck_analysis.disclosure.scan.manifest import leaves
from selfcheck_analysis.disclosure.scan.numbers import ReleasedNumbers
from selfcheck_analysis.disclosure.scan.phrases import Phrases, Subject, fixed_texts, names_of
from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.disclosure.scan.prose import without_results
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Problem
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.released import COLUMNS, Release
from selfcheck_analysis.responses.intake import reading_of
from selfcheck_analysis.words import catalogue


@dataclass(frozen=True)
class Source:
    """What the files of one programme are made from.

    Parameters
    ----------
    release : Release
    questionnaires : sequence of Questionnaire
        The forms of every fiscal year that the run reads, its own first.
    written : sequence of str
        What people wrote for the papers. What respondents wrote is looked for in it as everywhere;
        only the numbers of texts that state no result stand for themselves (`prose`).
    """

    release: Release
    questionnaires: Sequence[Questionnaire]
    written: Sequence[str] = ()


class Confidential:
    """Everything confidential that no finished file may hold."""

    def __init__(
        self,
        machine: Machine,
        columns: ConfidentialColumns,
        answers: AnswerRows,
        delivered: DeliveredTexts,
    ) -> None:
        self._machine = machine
        self._others = (columns, answers, delivered)

    @classmethod
    def of(cls, project: Project, sources: Sequence[Source]) -> Confidential:
        """Read what the confidential side of a project holds about the sources."""
        texts: list[str] = []
        answers: list[str] = []
        forms = [form for source in sources for form in source.questionnaires]
        for form in forms:
            reading = reading_of(project, form)
            for sheet, layout in delivered_sheets(project, reading):
                texts += texts_of(sheet, layout, reading)
                answers += answers_of(layout, reading) if layout else []
        published = [text for entry in catalogue().values() for text in entry.values()]
        published += [text for form in forms for text in _labels(form)]
        published += [text for source in sources for text in _released_texts(source.release)]
        folders = {project.processed(form.programme, form.fiscal_year) for form in forms}
        ids = {question.id for form in forms for question in form.questions}
        return cls(
            Machine.of(project, _words(published)),
            ConfidentialColumns(stored_columns(sorted(folders)), ids | set(Params.model_fields)),
            AnswerRows(answers),
            DeliveredTexts(texts, published),
        )

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Yield one problem for each place of a piece that holds something confidential."""
        if piece.form is Form.WHOLE:
            yield from self._machine.problems(piece.texts[0], piece.place)
        for kind in self._others:
            yield from kind.problems(piece)


class ReleasedSide:
    """What the figures of finished files are held against.

    Parameters
    ----------
    sources : sequence of Source
    manifests : iterable of Path
        The records of runs, whose counts and texts the index of the year repeats.
    """

    def __init__(self, sources: Sequence[Source], manifests: Iterable[Path]) -> None:
        figures = {s.release.programme: Figures.of_release(s.release) for s in sources}
        self._of = {
            source.release.programme: _numbers([source], figures[source.release.programme], ())
            for source in sources
        }
        said = [leaf for path in manifests for leaf in _said(path)]
        counts = [float(leaf) for leaf in said if not isinstance(leaf, str)]
        together = Figures.together(list(figures.values()), counts)
        self._index = _numbers(sources, together, [leaf for leaf in said if isinstance(leaf, str)])

    def of(self, programme: str) -> ReleasedNumbers:
        """Return what files of a programme are held against, else the index of the year."""
        return self._of.get(programme, self._index)


def _numbers(sources: Sequence[Source], figures: Figures, said: Iterable[str]) -> ReleasedNumbers:
    forms = [form for source in sources for form in source.questionnaires]
    written = {text for source in sources for text in without_results(source.written)}
    phrases = Phrases(_named(sources), fixed_texts(forms) | written | set(said))
    return ReleasedNumbers(figures, phrases, _question_numbers(forms))


def _named(sources: Sequence[Source]) -> dict[str, Subject]:
    """Return the texts that name something; deliveries are named by their files."""
    named: dict[str, Subject] = {}
    for source in sources:
        years = {form.fiscal_year for form in source.questionnaires} | _years(source.release)
        texts = names_of(source.questionnaires[0], years)
        if "deliveries" in source.release.tables:
            files = source.release.frame("deliveries")["file"]
            texts |= {str(file): frozenset({("file", str(file))}) for file in files}
        for text, subject in texts.items():
            named[text] = named.get(text, frozenset()) | subject
    return named


def _said(manifest: Path) -> list[Any]:
    """Return every text and number of a record; one that cannot be read is a fault of its own."""
    try:
        return [leaf for _, leaf in leaves(json.loads(manifest.read_text(encoding="utf-8")))]
    except ValueError:
        return []


def _years(release: Release) -> set[int]:
    """Return every fiscal year that a release is about."""
    columns = [
        release.frame(name)[column]
        for name in release.tables
        for column in COLUMNS[name]
        if column.endswith("fiscal_year")
    ]
    years = {int(year) for column in columns for year in column.dropna().unique()}
    return years | {release.fiscal_year} | ({release.last_year} if release.last_year else set())


def _question_numbers(forms: Iterable[Questionnaire]) -> set[float]:
    numbers = {str(number) for form in forms for role in form.roles for number in role.form}
    return {float(part) for number in numbers for part in number.split("-") if part.isdecimal()}


def _labels(form: Questionnaire) -> Iterator[str]:
    labels = [form.title, form.short_title, *(role.label for role in form.roles)]
    labels += [item.label for item in form.focus_items]
    labels += [question.label for question in form.questions]
    labels += [section.label for section in form.sections]
    yield from (text for label in labels for text in (label.ja, label.en))


def _released_texts(release: Release) -> Iterator[str]:
    for name in release.tables:
        frame = release.frame(name)
        for column in frame.select_dtypes(include=["object", "str"]):
            yield from map(str, frame[column].dropna().unique())


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of the product, lower case."""
    names = {name for columns in COLUMNS.values() for name in columns} | set(COLUMNS)
    return {word for text in (*texts, *names) for word in text.lower().split()} | names
