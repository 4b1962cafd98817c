"""What `selfcheck diff-forms` does: find and read the forms, and hand lines or a page back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.form_changes.between import ChangedQuestion, FormChanges, form_changes
from selfcheck_analysis.form_changes.values import as_values
from selfcheck_analysis.form_changes.wording import Wording
from selfcheck_analysis.params import runs_named
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.questionnaire_lint import lint
from selfcheck_analysis.words import Words


@dataclass(frozen=True)
class Compared:
    """The differences of every programme, and which programmes lack forms of which year."""

    project: Project
    first: int
    last: int
    programmes: tuple[FormChanges, ...]
    skipped: tuple[tuple[str, tuple[int, ...]], ...]
    words: Words

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        for number, changes in enumerate(self.programmes):
            if number:
                yield ""
            yield from _lines(Wording(changes, self.words))
        yield from self.skipped_lines()

    def skipped_lines(self) -> Iterator[str]:
        """Name the programmes that have forms of one of the years only."""
        for programme, years in self.skipped:
            named = self.words("forms.joiner").join(map(self._year, years))
            yield self.words("forms.skipped", programme=programme, years=named)

    def as_json(self) -> Iterator[str]:
        """Yield one document for programs."""
        values = {
            "first_fiscal_year": self.first,
            "last_fiscal_year": self.last,
            "programmes": [as_values(changes) for changes in self.programmes],
            "skipped": [
                {"programme": programme, "missing_years": list(years)}
                for programme, years in self.skipped
            ],
        }
        yield json.dumps(values, ensure_ascii=False, indent=2)

    def write_page(self) -> Path:
        """Write the page.

        Raises
        ------
        ProblemsError
            The place cannot be written.
        """
        from selfcheck_analysis.form_changes.page import render_page

        path = self.project.form_changes_page(self.first, self.last)
        wordings = [Wording(changes, self.words) for changes in self.programmes]
        html = render_page(
            wordings, list(self.skipped_lines()), (self.first, self.last), self.words
        )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8", newline="\n")
        except OSError:
            place = Place(self.project.relative(path))
            raise ProblemsError([Problem("form_changes_not_written", place)]) from None
        return path

    def _year(self, fiscal_year: int) -> str:
        named = FiscalYear(fiscal_year)
        return named.japanese if self.words.language == "ja" else named.english


def compare(
    project: Project, first: int, last: int, programme: str | None, words: Words
) -> Compared:
    """Compare the forms of two fiscal years.

    Parameters
    ----------
    project : Project
    first, last : int
        The earlier and the later year; years may lie between them.
    programme : str or None
        One programme, else every one that has forms of both years.
    words : Words

    Raises
    ------
    ProblemsError
        Every fault at once: the years are turned round, forms are missing or faulty by themselves.
    """
    if first >= last:
        raise ProblemsError([Problem("form_years_order", values={"first": first, "last": last})])
    known = runs_named(project.questionnaire_file("any", 0).parent)
    names = [programme] if programme is not None else sorted({name for name, _ in known})
    lacking = {
        name: tuple(year for year in (first, last) if (name, year) not in known) for name in names
    }
    whole = [name for name, years in lacking.items() if not years]
    if not whole:
        refuse(_missing(project, first, last, programme, known))
    forms = [_read(project, name, first, last, known) for name in whole]
    refuse(_faults(project, forms))
    programmes = tuple(form_changes(of_programme) for of_programme in forms)
    skipped = tuple((name, years) for name, years in lacking.items() if len(years) == 1)
    return Compared(project, first, last, programmes, skipped, words)


def _missing(
    project: Project, first: int, last: int, programme: str | None, known: Sequence[tuple[str, int]]
) -> Iterator[Problem]:
    there = ", ".join(f"{name} {year}" for name, year in known) or "-"
    if programme is None:
        yield Problem("form_no_pair", values={"first": first, "last": last, "known": there})
        return
    for year in (first, last):
        if (programme, year) not in known:
            place = Place(project.relative(project.questionnaire_file(programme, year)))
            yield Problem("form_year_missing", place, {"year": year, "known": there})


def _read(
    project: Project, programme: str, first: int, last: int, known: Sequence[tuple[str, int]]
) -> dict[int, Questionnaire]:
    """Read the forms of both years and of all there are between them."""
    years = [year for year in range(first, last + 1) if (programme, year) in known]
    return {year: read_questionnaire(project, programme, year) for year in years}


def _faults(project: Project, forms: Sequence[dict[int, Questionnaire]]) -> Iterator[Problem]:
    """Find what is wrong with each year's forms by themselves; declarations may be open."""
    for of_programme in forms:
        for year, form in of_programme.items():
            file = project.relative(project.questionnaire_file(form.programme, year))
            yield from lint(form, file=file)


def _lines(said: Wording) -> Iterator[str]:
    words = said.words
    yield said.heading()
    yield from filter(None, [*said.summary(), said.missing()])
    for role in said.changes.roles:
        yield words(
            "forms.line.role",
            kind=words(f"forms.role_kind.{role.kind}"),
            before=said.name(role.before),
            after=said.name(role.after),
            note=words("forms.lines_joiner").join(said.notes_of(role)),
        ).rstrip()
    for question in said.changes.questions:
        yield from _of_question(said, question)


def _of_question(said: Wording, question: ChangedQuestion) -> Iterator[str]:
    """Say how a question differs, both texts where they do, and its numbers on these forms."""
    words = said.words
    comparison = said.comparison(question)
    values = {"kinds": said.kinds(question), "question": said.question(question)}
    yield words("forms.line.question", **values, comparison=comparison)
    sides = (said.before(question), said.after(question))
    for year, side in zip(said.years, sides, strict=True):
        if sides[0] != sides[1]:
            text = words("forms.lines_joiner").join(side)
            yield words("forms.line.side", year=year, text=text)
    for it in filter(question.kinds_on, question.numbers):
        numbers = {"before": said.number(it.before), "after": said.number(it.after)}
        yield words("forms.line.number", role=said.role(it.role), **numbers)
    yield from (words("forms.line.note", note=note) for note in said.notes_of(question))
