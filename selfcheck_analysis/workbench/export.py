"""The current view as a file: made of released tables, and scanned like every finished file.

What may not leave the room is not in it: it is made from a release alone. Table and picture lie in
`data/processed/workbench/exports/` until somebody takes them on. So an export is a release: what it
tells is kept, as a run keeps it, so that no later release gives the difference away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from selfcheck_analysis.analysis import Outcome, analyse, years_read
from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.finished import keep_what_was_said, kept_at
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.report.pictures import png_picture, static_picture
from selfcheck_analysis.spreadsheets import as_text
from selfcheck_analysis.workbench import charts, records, tables
from selfcheck_analysis.workbench.opened_release import OpenedRelease
from selfcheck_analysis.workbench.views import View

KINDS = ("csv", "xlsx", "svg", "png")
"""What a view can be written as."""


@dataclass(frozen=True)
class Chosen:
    """A part of a released view: one role and tenure, in some order.

    Attributes
    ----------
    view : View
        As released; its `publication` is what is printed.
    role, question, tenure : str
    frame : DataFrame
        Its rows of `view.questions`, in order.
    """

    view: View
    role: str
    question: str
    tenure: str
    frame: pd.DataFrame | None = None
    sort: str = "form"

    def ordered(self, sort: str, questions: Sequence[str]) -> Chosen:
        """Return the rows of these questions in the order of `sort`."""
        frame = self.view.questions
        kept = frame[(frame["role"] == self.role) & (frame["tenure"] == self.tenure)]
        kept = kept[kept["question"].isin(list(questions))]
        return replace(self, frame=records.in_order(kept, sort), sort=sort)

    @property
    def publication(self) -> OpenedRelease:
        """The release; ValueError for a view that is none."""
        if not self.view.released or self.view.publication is None:
            raise ValueError("only a view as released can be exported")
        return self.view.publication

    @property
    def name(self) -> str:
        """How its files are called."""
        release = self.publication.release
        return f"{release.programme}_{release.fiscal_year}_{self.role}_{self.tenure}"

    def spec(self) -> dict[str, Any]:
        """Return the picture of the rows."""
        questions = [] if self.frame is None else list(self.frame["question"])
        rows = records.question_records(self.view, self.tenure, self.sort, questions)
        own = [record for record in rows if record["role"] == self.role]
        sheet = tables.sheet_of(self)
        title, *notes = [*sheet.above, *sheet.notes]
        return charts.questions_alone(self.view, own, title, notes)


def exports_folder(project: Project) -> Path:
    """Return the folder of exports."""
    return project.root / "data" / "processed" / "workbench" / "exports"


def refusal(view: View) -> list[str]:
    """Say in words why a view cannot be exported; nothing where it can."""
    if view.released:
        return []
    if view.publication is None:
        return [view.words("workbench.export.refused")]
    return [_internal(view.publication).text(view.words)]


def write(project: Project, params: Params, chosen: Chosen, kind: str) -> Path:
    """Write a part of a released view, after it has passed the scan of finished files.

    Parameters
    ----------
    project : Project
    params : Params
        Of the run whose release it is.
    chosen : Chosen
    kind : {"csv", "xlsx", "svg", "png"}
        A CSV holds the cells of the workbook, and a PNG is drawn from what the SVG is: what is
        scanned is the workbook, and the SVG.

    Returns
    -------
    Path
        The file; one of another content is kept, and one of the same is written once.

    Raises
    ------
    ProblemsError
        The policy is for the office alone, the release is not the one that would be made of
        today's files, or the scan found something that is not of the release. Nothing is then
        written, nor kept as released.
    ValueError
        The view is not a released one, or the kind is unknown.
    """
    if chosen.view.publication is not None and not chosen.view.released:
        raise ProblemsError([_internal(chosen.view.publication)])
    outcome = _outcome(project, params, chosen.publication)
    folder = private_folder(exports_folder(project))
    scanned = _SCANNED_AS[kind]
    looked_at = _CONTENTS[scanned](chosen)
    if _written(folder, scanned, looked_at) is None:
        _scan(project, params, chosen, scanned, looked_at)
    content = looked_at if kind == scanned else _CONTENTS[kind](chosen)
    place = _written(folder, kind, content) or _free(folder / f"{chosen.name}.{kind}")
    keep_what_was_said(project, params, outcome)
    place.write_bytes(content)
    return place


def _internal(pub: OpenedRelease) -> Problem:
    place = Place(column="disclosure_policy")
    return Problem("workbench_internal_only", place, {"policy": pub.release.policy_name})


def _outcome(project: Project, params: Params, pub: OpenedRelease) -> Outcome:
    """Return the analysis of which a release is, and refuse one of files that have changed since.

    What it tells would no longer be there to be kept.
    """
    outcome = analyse(project, params)
    said = outcome.said
    if said is None or pub.kept_at != kept_at(project, params, said):
        raise ProblemsError([Problem("workbench_release_outdated", Place(params.programme))])
    return outcome


def _written(folder: Path, kind: str, content: bytes) -> Path | None:
    """Return the file of an earlier export with the same content, which passed the scan then.

    The scan would take it for a copy of something confidential, because of where it lies.
    """
    same = (path for path in folder.glob(f"*.{kind}") if path.read_bytes() == content)
    return next(same, None)


def _scan(project: Project, params: Params, chosen: Chosen, kind: str, content: bytes) -> None:
    """Hold one file against the release and everything confidential, in a folder of its own."""
    with TemporaryDirectory(prefix="selfcheck-") as temporary:
        staged = Path(temporary) / params.programme
        staged.mkdir()
        (staged / f"{chosen.name}.{kind}").write_bytes(content)
        scan_finished(project, Path(temporary), [_source(project, params, chosen.publication)])


def _source(project: Project, params: Params, pub: OpenedRelease) -> Source:
    years = years_read(project, params)
    forms = [read_questionnaire(project, params.programme, year) for year in years]
    return Source(pub.release, [pub.questionnaire, *forms])


def _free(path: Path) -> Path:
    """Return the path, with a number where there is such a file already."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}_{number}")
    return free


def _csv(chosen: Chosen) -> bytes:
    text = io.StringIO(newline="")
    sheet = tables.sheet_of(chosen)
    lines = [*([line] for line in sheet.above), sheet.heads, *sheet.rows]
    rows = [*lines, *([note] for note in sheet.notes)]
    csv.writer(text).writerows([[_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: Any) -> Any:
    """Return a cell as a spreadsheet reads it: a text is no formula, nothing is empty."""
    return as_text(cell) if isinstance(cell, str) else "" if cell is None else cell


def _xlsx(chosen: Chosen) -> bytes:
    return tables.workbook(tables.sheet_of(chosen))


def _svg(chosen: Chosen) -> bytes:
    return static_picture(charts.titled(chosen.spec())).encode("utf-8")


def _png(chosen: Chosen) -> bytes:
    return png_picture(charts.titled(chosen.spec()))


_CONTENTS: dict[str, Callable[[Chosen], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "svg": _svg,
    "png": _png,
}
_SCANNED_AS = {"csv": "xlsx", "xlsx": "xlsx", "svg": "svg", "png": "svg"}
"""The kind of file that is taken apart in the place of another one of the same content."""
