"""The front page of a year: what changed, every page, paper and table, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from selfcheck_analysis.commentary.policy import merged_line, policy_lines
from selfcheck_analysis.figures import fiscal_year, whole
from selfcheck_analysis.report.exporter import window_title
from selfcheck_analysis.report.manifest import Manifest, Step
from selfcheck_analysis.report.scripts import stylesheet
from selfcheck_analysis.report.security import content_security_policy
from selfcheck_analysis.tables.model import Cell, Kind, Table
from selfcheck_analysis.templating import render
from selfcheck_analysis.words import Language, Words

SUMMARY = ("changed", "unchanged", "untold", "hidden")
"""What a programme's summary says, in the order of the page."""

RECORD_FILE = "manifest.json"
"""The record of a run, in its programme's folder."""


def render_index(manifests: Sequence[Manifest], language: Language) -> str:
    """Return the page that leads to everything of one fiscal year.

    Parameters
    ----------
    manifests : sequence of Manifest
        One per programme, in the order to print, all of one fiscal year.
    language : {"ja", "en"}

    Returns
    -------
    str
        One HTML document, to be written as UTF-8 into the year's folder.

    Raises
    ------
    ValueError
        No manifest, or manifests of several fiscal years.
    """
    years = {manifest.fiscal_year for manifest in manifests}
    if len(years) != 1:
        raise ValueError(
            f"the index is of one fiscal year; found manifests of {sorted(years) or 'none'}; "
            "hand over those of one year"
        )
    words = Words(language)
    title = words("index.title", year=fiscal_year(years.pop(), language))
    internal = any(manifest.internal_only for manifest in manifests)
    return render(
        "index.html.j2",
        language=language,
        words=words,
        title=title,
        window=window_title(title, words, internal),
        stamp=words("page.internal") if internal else "",
        programmes=[_programme(manifest, words) for manifest in manifests],
        synthetic=any(manifest.synthetic for manifest in manifests),
        policy=content_security_policy(),
        style=stylesheet(),
    )


def _programme(manifest: Manifest, words: Words) -> dict[str, object]:
    people = {
        "delivered": whole(manifest.people_delivered),
        "used": whole(manifest.people_used),
        "set_aside": whole(manifest.people_set_aside),
    }
    time = manifest.made_at.isoformat(sep=" ", timespec="minutes")
    return {
        "manifest": manifest,
        "people": words("index.people", **people),
        "summary": _summary(manifest, words),
        "record": f"{manifest.programme}/{RECORD_FILE}",
        "tables": [(file, _table_name(file, words)) for file in manifest.tables],
        "papers": manifest.papers,
        "made_at": words("index.made_at", time=time),
        "policy": _policy(manifest, words),
        "protection": _protection(manifest, words),
        "sources": _sources(manifest, words),
    }


def _summary(manifest: Manifest, words: Words) -> list[tuple[str, Sequence[str]]]:
    """Return all four parts, an empty one with the word for it; nothing without a summary."""
    if not manifest.summary:
        return []
    none = (words("part.none"),)
    return [(kind, manifest.summary.get(kind) or none) for kind in SUMMARY]


def _table_name(file: str, words: Words) -> str:
    """Return the printed name of a released table's file, else the file's own."""
    path = PurePosixPath(file)
    key = f"table.{path.stem}.name"
    return words(key) if words.has(key) else path.name


def _policy(manifest: Manifest, words: Words) -> list[str]:
    """Return policy and check, which roles are shown together, and what each threshold does."""
    thresholds = manifest.plain_thresholds
    return [
        *policy_lines(words, manifest.policy, thresholds, manifest.checked),
        *(merged_line(words, merged.roles, merged.group) for merged in manifest.merged_roles),
        *(rule[words.language] for rule in thresholds.values()),
    ]


def _protection(manifest: Manifest, words: Words) -> list[str]:
    """Return what went into each step and came out, what was set aside, and what is hidden."""
    reasons = [(words(f"reason.{code}"), whole(n)) for code, n in manifest.set_aside.items()]
    states = [
        (words(f"state_short.{state}", min_base=manifest.min_base), whole(n))
        for state, n in manifest.hidden.items()
    ]
    return [
        *([_steps(words, manifest.steps)] if manifest.steps else []),
        *([_pairs(words, "set_aside", reasons, "figure")] if reasons else []),
        _pairs(words, "hidden", states, "figure"),
    ]


def _sources(manifest: Manifest, words: Words) -> list[str]:
    """Return what the pages were made from: files, parameters, versions."""
    inputs = [(source.file, source.sha256) for source in manifest.inputs]
    parameters = [(name, _in_one_line(value)) for name, value in manifest.parameters.items()]
    return [
        _pairs(words, "inputs", inputs, "code", notes=[words("index.inputs.note")]),
        _pairs(words, "parameters", parameters),
        _pairs(words, "versions", [*_code(words, manifest), *sorted(manifest.versions.items())]),
    ]


def _code(words: Words, manifest: Manifest) -> list[tuple[str, str]]:
    """Return which state of the program ran, where the record knows."""
    if manifest.code is None:
        return []
    commit = manifest.code.commit
    changed = manifest.code.clean is False
    return [
        (words("design.code"), words("design.changed_since", commit=commit) if changed else commit)
    ]


def _steps(words: Words, steps: Sequence[Step]) -> str:
    """Return a table of the steps of a run: how many were taken in, kept and left out."""
    counted = ("taken", "kept", "left_out")
    return Table(
        caption=words("design.steps.caption"),
        head=[
            [
                Cell(words("design.steps.step"), scope="col"),
                *(Cell(words(f"design.steps.{name}"), "figure", scope="col") for name in counted),
            ]
        ],
        bodies=[
            [
                [
                    Cell(words(f"design.steps.{step.what}"), scope="row"),
                    *(Cell(whole(getattr(step, name)), "figure") for name in counted),
                ]
                for step in steps
            ]
        ],
    ).html(words.language)


def _in_one_line(value: object) -> str:
    """Write a parameter; the members of a list one after the other."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pairs(
    words: Words,
    name: str,
    rows: Iterable[tuple[str, str]],
    kind: Kind = "text",
    notes: Sequence[str] = (),
) -> str:
    """Return a table of two columns."""
    return Table(
        caption=words(f"index.{name}.caption"),
        notes=list(notes),
        head=[
            [
                Cell(words(f"index.{name}.what"), scope="col"),
                Cell(words(f"index.{name}.value"), kind, scope="col"),
            ]
        ],
        bodies=[[[Cell(what, scope="row"), Cell(value, kind)] for what, value in rows]],
    ).html(words.language)
