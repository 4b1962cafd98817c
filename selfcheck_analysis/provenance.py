"""From what a programme's pages were made: inputs, settings, versions, and what came of them."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from selfcheck_analysis.analysis import delivery_files, settings_files
from selfcheck_analysis.checkout import checkout, lock_file
from selfcheck_analysis.commentary import summary
from selfcheck_analysis.disclosure.digest import key_id, keyed_digest, plain_digest
from selfcheck_analysis.finished import Finished
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.publication import FIGURES
from selfcheck_analysis.released import Release
from selfcheck_analysis.report.manifest import (
    Code,
    InputFile,
    Manifest,
    MergedRoles,
    Output,
    Page,
    Step,
    Threshold,
)
from selfcheck_analysis.report.masked_time import content_digest
from selfcheck_analysis.terms import State

DISTRIBUTION = "selfcheck-analysis"


def manifest_of(
    part: Finished, folder: Path, made_at: datetime, papers: Sequence[Page] = ()
) -> Manifest:
    """Return the record of one programme's part of a run.

    Parameters
    ----------
    part : Finished
    folder : Path
        The programme's finished files, all of them but this record.
    made_at : datetime
        The time that the files say.
    papers : sequence of Page
        What stands in `folder` beside the pages of notebooks and the tables.
    """
    params, release, pub = part.params, part.outcome.release, part.publication
    return Manifest(
        programme=params.programme,
        title=pub.questionnaire.title.text(params.language),
        fiscal_year=params.fiscal_year,
        language=params.language,
        made_at=made_at,
        synthetic=release.synthetic,
        policy=release.policy_name,
        thresholds={name: Threshold(**values) for name, values in release.thresholds.items()},
        checked=release.checked,
        merged_roles=_merged_roles(part),
        pages=_pages(part),
        papers=tuple(papers),
        tables=tuple(f"{params.programme}/tables/{name}.csv" for name in release.written_tables),
        outputs=tuple(_outputs(folder, made_at)),
        summary=asdict(summary(pub)),
        inputs=tuple(_inputs(part)),
        key_id=key_id(part.project),
        parameters=params.model_dump(),
        versions=versions(),
        code=Code(**asdict(checkout())),
        **_counts(release),
    )


def _merged_roles(part: Finished) -> tuple[MergedRoles, ...]:
    language, pub = part.params.language, part.publication
    return tuple(
        MergedRoles(group=pub.role(group), roles=tuple(names[language] for names in roles))
        for group, roles in part.outcome.release.merged_roles.items()
    )


def _pages(part: Finished) -> tuple[Page, ...]:
    words, programme = part.publication.words, part.params.programme
    return tuple(
        Page(name=page, title=words(f"page.{page}.title"), file=f"{programme}/{name}.html")
        for name, page in PAGES.items()
    )


def _outputs(folder: Path, made_at: datetime) -> Iterator[Output]:
    """Yield every file of a programme's folder, named below the year's."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        file = path.relative_to(folder.parent).as_posix()
        yield Output(file=file, sha256=content_digest(path, made_at))


def _inputs(part: Finished) -> Iterator[InputFile]:
    """Yield deliveries, then settings, texts and prints, then notebooks, then the lock."""
    project, params = part.project, part.params
    for path in delivery_files(project, params):
        digest = keyed_digest(project, path)
        yield InputFile(file=project.relative(path), sha256=digest, keyed=True)
    texts = [project.measures, project.handout_file(params.programme, params.fiscal_year)]
    notebooks = [project.notebooks / f"{name}.ipynb" for name in PAGES]
    present = [path for path in texts if path.is_file()]
    for path in [*settings_files(project, params), *present, *notebooks]:
        yield InputFile(file=project.relative(path), sha256=plain_digest(path), keyed=False)
    if lock := lock_file(project.root):
        yield InputFile(file=lock.name, sha256=plain_digest(lock), keyed=False)


def _counts(release: Release) -> dict[str, Any]:
    """Return how many were taken in, used, set aside and hidden."""
    deliveries, set_aside = release.frame("deliveries"), release.frame("set_aside")
    states = release.frame("cell_states")
    by_state = states.groupby("state")["count"].sum()
    by_table = {table: rows.set_index("state")["count"] for table, rows in states.groupby("table")}
    return {
        "people_delivered": int(deliveries["delivered"].sum()),
        "people_used": int(deliveries["used"].sum()),
        "people_set_aside": int(deliveries["set_aside"].sum()),
        "set_aside": dict(zip(set_aside["code"], set_aside["count"].astype(int), strict=True)),
        "answers_set_aside": int(deliveries["answers_set_aside"].sum()),
        "steps": steps(release),
        "hidden": {str(state): int(by_state[state]) for state in State if state in by_state},
        "hidden_by_table": {
            str(table): {str(state): int(of[state]) for state in State if state in of}
            for table, of in sorted(by_table.items())
        },
    }


def steps(release: Release) -> tuple[Step, ...]:
    """Return the steps of a run in order, each with counts that add up."""
    deliveries = release.frame("deliveries")
    states = release.frame("cell_states")
    cells, shown = states["count"].sum(), states[states["state"].isin(FIGURES)]["count"].sum()
    unread = int(deliveries["delivered"].isna().sum())
    people = [int(deliveries[name].sum()) for name in ("delivered", "used", "set_aside")]
    return (
        Step(what="files", taken=len(deliveries), kept=len(deliveries) - unread, left_out=unread),
        Step(what="people", taken=people[0], kept=people[1], left_out=people[2]),
        Step(what="cells", taken=int(cells), kept=int(shown), left_out=int(cells - shown)),
    )


def versions() -> dict[str, str]:
    """Return the versions of Python, of the package and of all that it asks for, by name.

    The kind of system is among them, by its family alone: no name of a machine or a user.
    """
    asked = importlib.metadata.requires(DISTRIBUTION) or []
    needed = [re.split(r"[^\w.-]", line)[0] for line in asked if "extra ==" not in line]
    found = {"python": platform.python_version(), "platform": platform.system() or "-"}
    for name in [DISTRIBUTION, *sorted(needed)]:
        with suppress(importlib.metadata.PackageNotFoundError):  # then nothing used it
            found[name] = importlib.metadata.version(name)
    return found
