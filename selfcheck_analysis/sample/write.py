"""Regenerate the sample."""

from __future__ import annotations

from pathlib import Path

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.deliver import deliver
from selfcheck_analysis.sample.impossible import as_csv, impossible_cells
from selfcheck_analysis.sample.people import make_people
from selfcheck_analysis.sample.solve import solve


def write_sample(
    project: Project, programmes: list[str] | None = None, years: list[int] | None = None
) -> list[Path]:
    """Write the synthetic deliveries and the list of impossible cells.

    The same questionnaires and published tables give the same bytes on every platform.

    Parameters
    ----------
    project : Project
        Its `params/questionnaires` and `data/published` are read, `sample_*` files under
        `data/raw` replaced.
    programmes : list of str, optional
    years : list of int, optional
        Fiscal years whose deliveries are written; without them all that the sample has. The
        list of impossible cells always covers all.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    RuntimeError
        No counts fit the assumptions of `plan`.
    """
    chosen = plan.runs(programmes, years)
    cells, written = [], []
    for run in plan.runs():
        solution = solve(project, read_questionnaire(project, *run))
        cells.extend(impossible_cells(solution))
        if run in chosen:
            people = make_people(solution)
            written.extend(deliver(project, solution.questionnaire, people))
    project.impossible_cells.parent.mkdir(parents=True, exist_ok=True)
    project.impossible_cells.write_bytes(as_csv(cells))
    return [*written, project.impossible_cells]
