"""Looks at the committed files; that they are what the code writes is shown in test_write."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.responses.files.readers import read_sheets
from selfcheck_analysis.responses.intake import Intake, take_in
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.plan import Run
from selfcheck_analysis.sample.remarks import REMARKS

PROJECT = Project(Path(__file__).resolve().parents[3])
FILES = sorted(PROJECT.root.glob("data/raw/*/*/sample_*"))


def texts(path: Path) -> list[str]:
    return [cell for sheet in read_sheets(path, path.name) for _, row in sheet.rows for cell in row]


def intake(run: Run) -> Intake:
    return take_in(PROJECT, read_questionnaire(PROJECT, *run))


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_delivered_file__says_on_every_sheet_that_it_is_synthetic(path: Path) -> None:
    # The sentence is repeated here: readers in other offices look for it.
    assert SYNTHETIC_NOTICE == (
        "合成データ（実在の職員の回答ではありません） / Synthetic data, not answers of real staff"
    )
    for sheet in read_sheets(path, path.name):
        assert sheet.rows[0][1][0] == SYNTHETIC_NOTICE
        assert {"区分", "従事年数"} <= set(sheet.rows[1][1])


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_delivered_file__names_no_municipality(path: Path) -> None:
    assert not [text for text in texts(path) if "杉並" in text]


@pytest.mark.parametrize(
    ("run", "files", "people"),
    [
        # The handout: 11 and 17 sections, 258 and 185 persons. 2022 is not printed; the sums of the
        # questionnaires' headcounts: 2 + 8 + 23 + 138 + 95, 168 + 13.
        (Run("juki_net", 2023), 11, 258),
        (Run("info_nws", 2023), 17, 185),
        (Run("juki_net", 2022), 11, 266),
        (Run("info_nws", 2022), 17, 181),
    ],
)
def test_deliveries__are_complete_and_faultless(run: Run, files: int, people: int) -> None:
    found = intake(run)
    assert found.problems == ()
    assert len(found.deliveries) == files
    assert found.deliveries["used"].sum() == people
    assert set(found.answers["status"]) <= {"answered", "not_asked"}


@pytest.mark.parametrize("run", plan.runs(), ids=lambda run: f"{run.programme}_{run.fiscal_year}")
def test_deliveries__come_in_every_format(run: Run) -> None:
    kinds: Counter[str] = Counter()
    for path in sorted(PROJECT.raw(*run).glob("sample_*")):
        content = path.read_bytes()
        if content.startswith(b"PK"):
            kinds["xlsx"] += 1
        elif content.startswith(b"\xef\xbb\xbf"):
            kinds["utf-8 with mark"] += 1
        else:
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                kinds["cp932"] += b"\r\n" in content
            else:
                kinds["utf-8"] += 1
    assert set(kinds) == {"xlsx", "utf-8 with mark", "utf-8", "cp932"}
    assert min(kinds.values()) >= 1


@pytest.mark.parametrize("run", plan.runs(), ids=lambda run: f"{run.programme}_{run.fiscal_year}")
def test_deliveries__come_from_every_form_tool(run: Run) -> None:
    exports = intake(run).sheets["export"]
    assert {"microsoft_forms", "google_forms", "kintone", ""} <= set(exports)


@pytest.mark.parametrize("run", plan.runs(), ids=lambda run: f"{run.programme}_{run.fiscal_year}")
def test_deliveries__are_sent_while_the_form_is_open(run: Run) -> None:
    survey = read_questionnaire(PROJECT, *run).survey
    for path in sorted(PROJECT.raw(*run).glob("sample_*")):
        moments = re.findall(r"20\d\d/\d\d/\d\d", " ".join(texts(path)))
        days = [date(*map(int, moment.split("/"))) for moment in moments]
        assert all(survey.opens <= day <= survey.closes for day in days)
        assert all(day.weekday() < 5 for day in days)


def test_deliveries__remarks_are_few_and_only_where_the_form_asks() -> None:
    remarks = {remark for of_question in REMARKS.values() for remark in of_question}
    written = [text for path in FILES for text in texts(path) if text in remarks]
    in_juki_net = [p for p in FILES if "juki_net" in p.parts and remarks & set(texts(p))]
    # 181 + 185 persons, two open questions, one in 12 writes: 61 expected, and the 6 who saw a
    # terminal in use by nobody (3 in each year, by the counts); 100 is five deviations away.
    assert 6 < len(written) < 100
    assert not in_juki_net
