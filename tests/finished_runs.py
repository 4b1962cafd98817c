"""Finished reports of a programme made by hand, for tests of how two runs differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from selfcheck_analysis.provenance import steps
from selfcheck_analysis.released import Release
from selfcheck_analysis.report.manifest import (
    Code,
    InputFile,
    Manifest,
    Output,
    Page,
    write_manifest,
)
from selfcheck_analysis.report.masked_time import content_digest
from tests.factories import fake_publication

MADE_AT = datetime(2024, 1, 10, 0, 30, 5, tzinfo=UTC)
LATER = MADE_AT + timedelta(days=1, hours=2, seconds=7)
DELIVERY, FORM = "data/raw/fake_net/2023/a.csv", "params/questionnaires/fake_net_2023.yaml"


def page(file: str, programme: str = "fake_net") -> Page:
    """Return a page or paper of a programme."""
    return Page(name="rates", title="適正実施率", file=f"{programme}/{file}")


def source(file: str, digit: str = "a") -> InputFile:
    """Return an input whose digest is made of one digit."""
    return InputFile(file=file, sha256=digit * 64, keyed=file.startswith("data/raw"))


def fake_manifest(release: Release, **changes: Any) -> Manifest:
    """Return the record of a run of the release made by hand; `changes` replace its fields."""
    programme = changes.get("programme", "fake_net")
    values: dict[str, Any] = {
        "programme": programme,
        "title": "見本",
        "fiscal_year": 2023,
        "language": "ja",
        "made_at": MADE_AT,
        "synthetic": True,
        "policy": "standard",
        "thresholds": release.thresholds,
        "checked": True,
        "pages": (page("02_rates.html", programme),),
        "tables": tuple(f"{programme}/tables/{name}.csv" for name in release.written_tables),
        "inputs": (source(DELIVERY), source(FORM)),
        "key_id": "0" * 16,
        "parameters": {"alpha": 0.05, "focus_family": ["a", "b"]},
        "versions": {"pandas": "3.1.1"},
        "code": Code(commit="c" * 40, clean=True, sha256="d" * 64),
        "people_delivered": 136,
        "people_used": 134,
        "people_set_aside": 2,
        "set_aside": {"tenure_missing": 2},
        "steps": steps(release),
        "hidden": {"shown": 40, "hidden_small_base": 12},
    }
    return Manifest(**(values | changes))


def finished_run(year: Path, tables: dict[str, Any] | None = None, **changes: Any) -> Path:
    """Write the files of a run below a year's folder, and return the programme's folder.

    `tables` replaces released tables (frames), `changes` fields of the record.
    """
    release = fake_publication(**(tables or {})).release
    manifest = fake_manifest(release, **changes)
    folder = year / manifest.programme
    (folder / "tables").mkdir(parents=True)
    for file in manifest.tables:
        name = Path(file).stem
        release.frame(name).to_csv(year / file, index=False, encoding="utf-8-sig")
    for written in (*manifest.pages, *manifest.papers):
        text = f"<!doctype html><p>{manifest.made_at:%Y-%m-%d %H:%M}</p>"
        (year / written.file).write_text(text, encoding="utf-8")
    outputs = tuple(
        Output(file=file, sha256=content_digest(year / file, manifest.made_at))
        for file in (*(page.file for page in manifest.pages), *manifest.tables)
    )
    record = manifest.model_copy(update={"outputs": outputs})
    write_manifest(folder / "manifest.json", record)
    return folder
