"""What the commands on printed tables do: read, check or compare, and hand lines back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck_analysis.disclosure.policy import read_policy
from selfcheck_analysis.params import runs_named
from selfcheck_analysis.paths import Project
from selfcheck_analysis.printed_tables.names import Names
from selfcheck_analysis.printed_tables.sentences import Sentences
from selfcheck_analysis.printed_tables.template import template
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.published.audit import Audit, Severity, audit
from selfcheck_analysis.published.blocks import Reach
from selfcheck_analysis.published.lines import YEARS
from selfcheck_analysis.published.reading import Print, printed_files, read_print
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from selfcheck_analysis.printed_tables.comparisons import Comparisons

POLICY = "standard"
"""Whose smallest base says which groups are small."""

MOST_WITHIN = 100


@dataclass(frozen=True)
class Checked:
    """An audit with the words to say it in."""

    project: Project
    audit: Audit
    sentences: Sentences
    words: Words
    min_base: int

    @property
    def tells_of_persons(self) -> bool:
        """True where the lines say how to read persons' answers off the print."""
        return any(found.severity is Severity.DISCLOSES for found in self.audit.findings)

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        yield from self.sentences.lines(self.audit, self.min_base)

    def as_json(self) -> Iterator[str]:
        """Yield one document for programs."""
        values = {
            "blocks": self.audit.n_blocks,
            "cells": self.audit.n_cells,
            "assumed": vars(self.audit.reach) | {"min_base": self.min_base},
            "findings": [self.sentences.as_data(finding) for finding in self.audit.findings],
            "unanimous": [
                {**block.key._asdict(), "tenure": str(tenure)}
                for block, tenure in self.audit.unanimous
            ],
        }
        yield json.dumps(values, ensure_ascii=False, indent=2)

    def write_page(self) -> Path:
        """Write the internal page, readable by its owner only where the system can say so.

        Raises
        ------
        ProblemsError
            The place cannot be written.
        """
        from selfcheck_analysis.printed_tables.page import render_page

        path = self.project.print_audit_page
        html = render_page(self.audit, self.sentences, self.words, self.min_base)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.chmod(0o600)
            path.write_text(html, encoding="utf-8", newline="\n")
        except OSError:
            place = Place(self.project.relative(path))
            raise ProblemsError([Problem("print_audit_not_written", place)]) from None
        return path


def check(project: Project, files: Sequence[Path], within: int, words: Words) -> Checked:
    """Check printed tables.

    Parameters
    ----------
    project : Project
        Its forms give the names, its policy the size of a small group; without `files` all of its
        printed tables are checked.
    files : sequence of Path
    within : int
        In percent: how far a headcount that is not printed may lie from the nearest printed one.
    words : Words

    Raises
    ------
    ProblemsError
        Every fault of the files and options at once.
    """
    found = _read(project, files, within)
    min_base = read_policy(project, POLICY).min_base.value
    sentences = Sentences(found, Names(project, words), words)
    return Checked(
        project, audit(found, min_base, Reach(percent=within)), sentences, words, min_base
    )


def compare(
    project: Project, files: Sequence[Path], within: int, alpha: float, words: Words
) -> Comparisons:
    """Compare every printed year with the one before, and its tenures with each other.

    Parameters as `check`; `alpha` is the threshold of each comparison by itself.

    Raises
    ------
    ProblemsError
        Every fault of the files and options at once.
    """
    from selfcheck_analysis.printed_tables.comparisons import Comparisons

    if not 0 < alpha < 0.5:
        place = Place(column="--alpha")
        raise ProblemsError([Problem("compare_alpha", place, {"alpha": alpha})])
    found = _read(project, files, within)
    return Comparisons.of(found, Reach(percent=within), alpha, Names(project, words), words)


def write_template(
    project: Project, programme: str, fiscal_year: int, file: Path | None
) -> tuple[Path, int]:
    """Write an empty file of printed tables.

    The forms are those of the year itself, else of the nearest year that has some.

    Returns
    -------
    tuple of (Path, int)
        What was written, and how many rows there are to fill in.

    Raises
    ------
    ProblemsError
        There are no forms, the file is there already, or it cannot be written.
    """
    if fiscal_year not in YEARS:
        place = Place(column="--fiscal-year")
        values: dict[str, object] = {"found": fiscal_year, "lowest": YEARS[0], "highest": YEARS[-1]}
        raise ProblemsError([Problem("print_year_range", place, values)])
    forms = runs_named(project.questionnaire_file(programme, fiscal_year).parent)
    years = [year for name, year in forms if name == programme]
    if not years:
        known = ", ".join(f"{name} {year}" for name, year in forms) or "-"
        values = {"programme": programme, "year": fiscal_year, "known": known}
        raise ProblemsError([Problem("print_no_forms", values=values)])
    nearest = min(years, key=lambda year: (abs(year - fiscal_year), -year))
    content, rows = template(read_questionnaire(project, programme, nearest), fiscal_year)
    path = file or project.published / f"{programme}_{fiscal_year}.csv"
    try:
        with path.open("xb") as target:
            target.write(content)
    except FileExistsError:
        raise ProblemsError([Problem("print_exists", Place(project.relative(path)))]) from None
    except OSError:
        raise ProblemsError([Problem("print_no_folder", Place(project.relative(path)))]) from None
    return path, rows


def _read(project: Project, files: Sequence[Path], within: int) -> Print:
    chosen = list(files) or printed_files(project)
    problems = []
    if not 0 <= within <= MOST_WITHIN:
        place, values = Place(column="--within"), {"found": within, "most": MOST_WITHIN}
        problems.append(Problem("print_within", place, values))
    if not chosen:
        problems.append(Problem("print_no_files", Place(project.relative(project.published))))
    refuse(problems)
    return read_print((path, project.relative(path)) for path in chosen)
