"""Run the committed notebooks with papermill, and check that they take exactly our parameters."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from traitlets.config import Config

from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import ROOT_VARIABLE, Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError

PAGES = {
    "01_responses": "responses",
    "02_rates": "rates",
    "03_year_over_year": "year_over_year",
    "04_focus_questions": "focus",
    "05_handout": "handout",
    "06_feedback": "feedback",
}
"""Every notebook that becomes a page, in order, and the page's name in the catalogue."""

KERNEL_ATTEMPTS = 3
"""How often a kernel may fail to start before the run stops."""

OUR_ERRORS = ("ProblemsError", "ReleaseRefusedError")
"""Errors whose messages are ours; any other message might repeat data and is not shown."""


@dataclass(frozen=True)
class Job:
    """One notebook for one run, and where its executed copy goes (confidential)."""

    notebook: Path
    params: Params
    output: Path


@dataclass(frozen=True)
class Failure:
    """Why a notebook stopped: the cause, and the cell's execution number and first line."""

    cause: str
    cell: int | None = None
    code: str = ""


def parameter_faults(project: Project) -> list[Problem]:
    """Compare every notebook's parameters cell with `Params`, both ways.

    papermill itself only logs a parameter that it does not know and carries on.
    """
    paths = [project.notebooks / f"{name}.ipynb" for name in PAGES]
    faults = [_parameter_fault(path, Place(project.relative(path))) for path in paths]
    return [fault for fault in faults if fault is not None]


def _parameter_fault(path: Path, place: Place) -> Problem | None:
    expected = set(Params.model_fields)
    try:
        found = _parameter_names(path)
    except FileNotFoundError:
        return Problem("notebook_missing", place)
    except Exception as error:  # not JSON, not a notebook, not Python: many types
        return Problem("notebook_unreadable", place, {"cause": type(error).__name__})
    if found is None:
        return Problem("notebook_lacks_parameters", place)
    if found == expected:
        return None
    values = {
        "only_notebook": ", ".join(sorted(found - expected)) or "-",
        "only_params": ", ".join(sorted(expected - found)) or "-",
    }
    return Problem("notebook_parameters_differ", place, values)


def execute(project: Project, jobs: list[Job]) -> Iterator[Job]:
    """Run the notebooks, as many at a time as there are processors; yield each when done.

    Raises
    ------
    ProblemsError
        A cell failed: names the notebook, the cell and the cause, and where the half-run
        copy was put. Nothing else was changed.
    """
    os.environ[ROOT_VARIABLE] = str(project.root)
    # Each notebook has a kernel process of its own; a thread only waits for it. (papermill is
    # not safe in threads when it is told a working folder; it is not told one here.)
    with ThreadPoolExecutor(min(len(jobs), os.cpu_count() or 1)) as pool:
        running = {pool.submit(_execute, job): job for job in jobs}
        try:
            for done in as_completed(running):
                failure = done.result()
                if failure is not None:
                    raise ProblemsError([_problem(project, running[done], failure)])
                yield running[done]
        finally:
            pool.shutdown(cancel_futures=True)


def _execute(job: Job) -> Failure | None:
    """Run one notebook beside its place and move it there when complete."""
    import papermill

    job.output.parent.mkdir(parents=True, exist_ok=True)
    half_run = _half_run(job)
    for attempt in range(1, KERNEL_ATTEMPTS + 1):
        try:
            with TemporaryDirectory(prefix="selfcheck-") as sockets:
                papermill.execute_notebook(
                    str(job.notebook),
                    str(half_run),
                    parameters=job.params.model_dump(),
                    kernel_name="python3",
                    progress_bar=False,
                    config=_kernel_config(sockets),
                    extra_arguments=["--log-level=CRITICAL"],
                )
            break
        except papermill.PapermillExecutionError as error:
            cause = f"{error.ename}: {error.evalue}" if error.ename in OUR_ERRORS else error.ename
            return Failure(cause, error.exec_count, _first_line(error.source))
        except RuntimeError as error:  # the kernel did not start, or died
            if attempt == KERNEL_ATTEMPTS:
                return Failure(type(error).__name__)
    half_run.replace(job.output)
    return None


def _kernel_config(sockets: str) -> Config:
    """Let the kernel be reached through socket files in a folder of this user's alone.

    Through ports two kernels that start together can be given the same one. Windows has ports
    only; there a kernel that did not start is started again.
    """
    if os.name == "nt":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": os.path.join(sockets, "k")}})


def _half_run(job: Job) -> Path:
    return job.output.with_suffix(".half_run.ipynb")


def _first_line(source: str) -> str:
    """Return the code by which a reader finds the cell; it is ours and holds no data."""
    return next((line.strip() for line in source.splitlines() if line.strip()), "")


def _problem(project: Project, job: Job, failure: Failure) -> Problem:
    place = Place(project.relative(job.notebook))
    if failure.cell is None:
        return Problem("notebook_kernel_failed", place, {"cause": failure.cause})
    kept = project.relative(_half_run(job))
    values = {
        "cell": failure.cell,
        "code": failure.code,
        "cause": failure.cause,
        "kept": kept,
    }
    return Problem("notebook_failed", place, values)


def _parameter_names(path: Path) -> set[str] | None:
    """Return the names that the cell tagged "parameters" assigns; None without such a cell."""
    import ast

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            targets = [
                node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                for node in ast.parse(cell.source).body
                if isinstance(node, ast.AnnAssign | ast.Assign)
            ]
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return None
