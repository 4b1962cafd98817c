"""From what a programme's pages were made: inputs, settings, versions, and what came of them."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable
from datetime import datetime

from selfcheck_analysis.analysis import delivery_files, settings_files
from selfcheck_analysis.disclosure.digest import keyed_digest, plain_digest
from selfcheck_analysis.finished import Finished
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.report.manifest import InputFile, Manifest, MergedRoles, Page, Threshold
from selfcheck_analysis.terms import State

NAMED_VERSIONS = (
    "selfcheck-analysis",
    "altair",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "statsmodels",
    "vl-convert-python",
)


def manifest_of(part: Finished, made_at: datetime) -> Manifest:
    """Return the record of one programme's part of a run."""
    params, release, pub = part.params, part.outcome.release, part.publication
    deliveries = release.frame("deliveries")
    set_aside = release.frame("set_aside")
    states = release.frame("cell_states").groupby("state")["count"].sum()
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
        merged_roles=tuple(
            MergedRoles(
                group=pub.role(group), roles=tuple(names[params.language] for names in roles)
            )
            for group, roles in release.merged_roles.items()
        ),
        pages=tuple(
            Page(
                name=page,
                title=pub.words(f"page.{page}.title"),
                file=f"{params.programme}/{name}.html",
            )
            for name, page in PAGES.items()
        ),
        tables=tuple(f"{params.programme}/tables/{name}.csv" for name in release.written_tables),
        inputs=tuple(_inputs(part)),
        parameters=params.model_dump(),
        versions=_versions(),
        people_delivered=int(deliveries["delivered"].sum()),
        people_used=int(deliveries["used"].sum()),
        people_set_aside=int(deliveries["set_aside"].sum()),
        set_aside=dict(zip(set_aside["code"], set_aside["count"].astype(int), strict=True)),
        hidden={str(state): int(states[state]) for state in State if state in states},
    )


def _inputs(part: Finished) -> Iterable[InputFile]:
    project, params = part.project, part.params
    for path in delivery_files(project, params):
        digest = keyed_digest(project, path)
        yield InputFile(file=project.relative(path), sha256=digest, keyed=True)
    notebooks = [project.notebooks / f"{name}.ipynb" for name in PAGES]
    for path in [*settings_files(project, params), *notebooks]:
        yield InputFile(file=project.relative(path), sha256=plain_digest(path), keyed=False)


def _versions() -> dict[str, str]:
    found = {name: importlib.metadata.version(name) for name in NAMED_VERSIONS}
    return {"python": platform.python_version()} | found
