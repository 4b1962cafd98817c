"""A last look at finished files: no path of this machine may be in them."""

from __future__ import annotations

import os
from pathlib import Path

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, refuse


def refuse_machine_paths(project: Project, folder: Path) -> None:
    """Raise ProblemsError when a file below `folder` names the project's or the home folder."""
    paths = {"project folder": project.root.resolve(), "home folder": Path.home()}
    # With the separator behind it, so that a short home such as /root is not found in words.
    traces = {what: f"{path}{os.sep}".encode() for what, path in paths.items() if path.name}
    refuse(
        Problem("page_names_machine", Place(path.relative_to(folder).as_posix()), {"what": what})
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for what, trace in traces.items()
        if trace in path.read_bytes()
    )
