"""The outputs of a notebook that may appear on a page: those that carry the mark of release."""

from __future__ import annotations

from nbformat import NotebookNode

from selfcheck_analysis.display import MARK
from selfcheck_analysis.problems import Problem, refuse

_SHOWN = ("display_data", "execute_result")


def released_outputs(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the outputs to show, in order.

    Raises
    ------
    ProblemsError
        One problem per output without the mark: a printed line, a failed cell, the display of a
        frame. The cell is counted from the top of the notebook, from 1; the content of the
        output is not repeated.
    """
    found = [
        (number, output)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    refuse(_problem(number, output) for number, output in found if not _released(output))
    return [output for _, output in found]


def _released(output: NotebookNode) -> bool:
    marked = output.get("metadata", {}).items() >= MARK.items()
    return output.output_type in _SHOWN and marked


def _problem(number: int, output: NotebookNode) -> Problem:
    if output.output_type == "error":
        return Problem("page_error_output", values={"cell": number, "kind": output.ename})
    kinds = output.get("data", {}) or [output.get("name", output.output_type)]
    values = {"cell": number, "kind": ", ".join(sorted(kinds))}
    return Problem("page_unreleased_output", values=values)
