"""Finished files of a release made by hand, and the confidential files beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Problem, ProblemsError
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.report.exporter import export_page
from selfcheck_analysis.report.scripts import shipped
from selfcheck_analysis.words import Words
from tests.banded import printed_with_bands, with_bands
from tests.executed import NAV, notebook, shown
from tests.factories import QUESTIONS, fake_publication, first_year
from tests.small_project import csv_bytes

SHIPPED = shipped()
REMARK = "上司の指示で操作者カードを借りました"
STAFF_NUMBER = "1045237"


@dataclass
class Finished:
    """A folder of finished files; `plant` puts something into one of them."""

    project: Project
    folder: Path
    source: Source
    secrets: list[str] = field(default_factory=list)

    def path(self, file: str) -> Path:
        return self.folder / "fake_net" / file

    def plant(self, file: str, leak: str, before: str = "</main>", times: int = 1) -> int:
        """Write a leak before the last of some text; return its line."""
        text = self.path(file).read_text(encoding="utf-8")
        head, found, tail = text.rpartition(before)
        assert found
        self.path(file).write_text(head + leak * times + found + tail, encoding="utf-8")
        self.secrets.append(leak)
        return head.count("\n") + 1

    def replace(self, file: str, old: str, new: str) -> None:
        text = self.path(file).read_text(encoding="utf-8")
        assert old in text
        self.path(file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, file: str, content: bytes) -> None:
        self.path(file).parent.mkdir(parents=True, exist_ok=True)
        self.path(file).write_bytes(content)

    def scan(self) -> list[Problem]:
        """Scan, and see that no message repeats what was planted."""
        try:
            scan_finished(self.project, self.folder, [self.source], SHIPPED)
        except ProblemsError as error:
            said = "".join(
                problem.text(Words(lang)) for problem in error.problems for lang in ("ja", "en")
            )
            assert not [secret for secret in self.secrets if secret in said]
            return list(error.problems)
        return []

    def codes(self) -> set[str]:
        return {problem.code for problem in self.scan()}


@pytest.fixture(params=["ja"])
def finished(tmp_path, tmp_path_factory, request) -> Finished:
    """Pages, tables, record and index of the release made by hand, to plant something in."""
    pub = KINDS[request.param]()
    shutil.copytree(made(request.param, tmp_path_factory), tmp_path, dirs_exist_ok=True)
    source = Source(pub.release, [pub.questionnaire])
    return Finished(Project(tmp_path / "project"), tmp_path / "staging", source)


KINDS: dict[str, Callable[[], Publication]] = {
    "ja": lambda: fake_publication("ja"),
    "en": lambda: fake_publication("en"),
    "bands": lambda: fake_publication("ja", **with_bands()),
    "bands in English": lambda: fake_publication("en", **with_bands()),
    "last year printed": lambda: fake_publication("ja", **printed_with_bands()),
    "first year": lambda: fake_publication("ja", **first_year()),
}
_MADE: dict[str, Path] = {}


def made(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files once for all tests; charts take their time."""
    if kind not in _MADE:
        _MADE[kind] = tmp_path_factory.mktemp("made")
        make(_MADE[kind], KINDS[kind]())
    return _MADE[kind]


def make(root: Path, pub: Publication) -> None:
    """Write the confidential side to `project`, the finished files to `staging`."""
    folder, language = root / "staging", pub.words.language
    confidential_side(Project(root / "project"), pub)
    (folder / "fake_net" / "tables").mkdir(parents=True)
    for name, blocks in pages(pub).items():
        html = export_page(notebook(*map(shown, blocks)), name, language, NAV, internal_only=False)
        (folder / "fake_net" / f"{name}.html").write_text(html, encoding="utf-8")
    for name in pub.release.written_tables:
        path = folder / "fake_net" / "tables" / f"{name}.csv"
        pub.release.frame(name).to_csv(path, index=False, encoding="utf-8-sig")
    record(pub, folder / "fake_net" / "manifest.json")
    people = Words(language)("index.people", delivered=136, used=134, set_aside=2)
    (folder / "index.html").write_text(f"<!doctype html><p>{people}</p>", encoding="utf-8")


def pages(pub: Publication) -> dict[str, list]:
    return {
        "rates": [
            commentary.lead(pub, "rates"),
            tables.rates_by_role(pub),
            charts.rates_by_role(pub),
            tables.cell_states(pub),
        ],
        "changes": [
            commentary.lead(pub, "year_over_year"),
            tables.headline_changes(pub),
            tables.families(pub),
            charts.changes(pub),
            charts.trend(pub),
        ],
    }


def confidential_side(project: Project, pub: Publication) -> None:
    """Write one delivery with a remark and a staff number, and one confidential table."""
    role = pub.questionnaire.roles[0].label.ja
    header = [
        "区分",
        "従事年数",
        *(q["label"]["ja"] for q in QUESTIONS),
        "気付いたこと",
        "職員番号",
    ]
    person = [role, "１年目", "いいえ", "", "はい", "いいえ", "はい", REMARK, STAFF_NUMBER]
    raw = project.raw("fake_net", 2023)
    raw.mkdir(parents=True)
    (raw / "kaisha_ka.csv").write_bytes(csv_bytes([header, person]))
    folder = project.processed("fake_net", 2023)
    folder.mkdir(parents=True)
    counts = {"person": [0], "question": ["told_password"], "n_proper": [7], "n_answers": [8]}
    pd.DataFrame(counts).to_parquet(folder / "counts_by_question.parquet")


def record(pub: Publication, path: Path) -> None:
    """Write the counts of a record."""
    frames = {name: pub.release.frame(name) for name in ("deliveries", "set_aside", "cell_states")}
    reasons = frames["set_aside"]
    states = frames["cell_states"].groupby("state")["count"].sum()
    counts = {
        "programme": "fake_net",
        "made_at": "2023-12-01T10:00:00+09:00",
        "inputs": [{"file": "params/fake_net_2023.yaml", "sha256": "0" * 64}],
        "versions": {"pandas": "3.0.5"},
        **{f"people_{n}": int(frames["deliveries"][n].sum()) for n in ("delivered", "used")},
        "set_aside": dict(zip(reasons["code"], map(int, reasons["count"]), strict=True)),
        "hidden": {state: int(count) for state, count in states.items()},
    }
    path.write_text(json.dumps(counts, indent=2), encoding="utf-8")
