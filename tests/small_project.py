"""A small project in a folder of its own, and deliveries written by the tests themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import xlsxwriter
import yaml

from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.intake import Intake, take_in

PROGRAMME = "demo"
LAST_YEAR, THIS_YEAR = 2022, 2023
ROOT = Path(__file__).resolve().parent.parent

LOCKS = "離席時に画面をロックしている"
SAW = "ログイン中の端末を見かけた"
SPOKE = "その端末の利用者に声をかけた"
REPORTED = "見かけたことを上司に報告した"
SEALS = "書類①を㈱髙野へ渡す前に封をしている"  # not in JIS X 0208, but in cp932
REMARKS = "気付いたこと（自由記述）"
HEADER = ["区分", "従事年数", LOCKS, SAW, SPOKE, REPORTED, SEALS, REMARKS]
STAFF, CHIEF = "一般職員", "係長"


def _question(question_id: str, ja: str, proper: str | None, **values: Any) -> dict[str, Any]:
    kind = {"kind": "free_text"} if proper is None else {"proper_answer": proper}
    label = {"ja": ja, "en": f"{question_id} in English"}
    return {"id": question_id, "label": label, **kind, **values}


def _follows_saw(**situation: Any) -> dict[str, Any]:
    return {"asked_if": {"question": "saw", "answer": "yes", **situation}}


def form_values(fiscal_year: int = THIS_YEAR) -> dict[str, Any]:
    """Return a sound questionnaire as YAML holds it.

    `spoke` and `reported` follow `saw`; only for `spoke` the form names a situation that need
    not have arisen.
    """
    near = {"ja": "周囲に職員がいた場合", "en": "colleagues were near"}
    staff = {1: "locks", 2: "saw", "2-1": "spoke", "2-2": "reported", 3: "seals", 4: "remarks"}
    return {
        "programme": PROGRAMME,
        "fiscal_year": fiscal_year,
        "title": {"ja": "見本の自己点検", "en": "Demonstration"},
        "short_title": {"ja": "見本", "en": "Demo"},
        "survey": {
            "opens": date(fiscal_year, 11, 1),
            "closes": date(fiscal_year, 11, 30),
            "sections": 2,
        },
        "focus_items": [{"id": 1, "label": {"ja": "離席時", "en": "Leaving"}}],
        "questions": [
            _question("locks", LOCKS, "yes", focus_item=1),
            _question("saw", SAW, "no", focus_item=1),
            _question("spoke", SPOKE, "yes", **_follows_saw(situation=near)),
            _question("reported", REPORTED, "yes", **_follows_saw()),
            _question("seals", SEALS, "yes"),
            _question("remarks", REMARKS, None),
        ],
        "roles": [
            {"id": "staff", "label": {"ja": STAFF, "en": "Staff"}, "headcount": 9, "form": staff},
            {
                "id": "chief",
                "label": {"ja": CHIEF, "en": "Chief"},
                "headcount": 3,
                "form": {1: "locks", 2: "seals"},
            },
        ],
    }


def demo_questionnaire() -> Questionnaire:
    """Return this year's forms."""
    return Questionnaire.model_validate(form_values())


def param_values() -> dict[str, Any]:
    """Return the sound settings of one run."""
    return {
        "programme": PROGRAMME,
        "fiscal_year": THIS_YEAR,
        "language": "ja",
        "last_year": "responses",
        "headline_rate": "macro",
        "alpha": 0.05,
        "disclosure_policy": "standard",
        "focus_family": ["locks", "saw"],
        "headline_family": ["staff", "chief"],
        "screening_family": "every_other_question",
        "trend_from": LAST_YEAR,
        "contradictions": "only_if_asked",
    }


def policy_values(**changed: int) -> dict[str, Any]:
    """Return a sound disclosure policy under which every role of the demo forms stands alone."""
    values = {
        "internal_only": False,
        "min_base": 10,
        "min_values": 3,
        "band_minority": 2,
        "all_alike_shown": True,
        "p_exact_min_base": 10,
    } | changed
    said = {"ja": "しきい値", "en": "threshold"}
    roles = {role["id"]: "alone" for role in form_values()["roles"]}
    return {
        **{name: {"value": value, **said} for name, value in values.items()},
        "roles": {PROGRAMME: roles},
        "groups": {},
    }


def write_yaml(path: Path, values: object) -> None:
    """Write `values` where a settings file is expected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_notebook(path: Path, source: str, tags: Sequence[str] = ("parameters",)) -> None:
    """Write a notebook of one code cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


def small_project(root: Path) -> Project:
    """Write a sound project with deliveries of two sections in each of two years."""
    project = Project(root)
    write_yaml(project.params_file(PROGRAMME, THIS_YEAR), param_values())
    write_yaml(project.disclosure_policy, {"standard": policy_values()})
    for year in (LAST_YEAR, THIS_YEAR):
        write_yaml(project.questionnaire_file(PROGRAMME, year), form_values(year))
        deliver(project, "a.csv", csv_bytes([HEADER, person(STAFF), person(CHIEF)]), year)
        deliver(project, "b.xlsx", xlsx_bytes({"回答": [HEADER, person(STAFF, SAW="はい")]}), year)
    source = "\n".join(f"{name}: object = None  # filled in" for name in Params.model_fields)
    for name in PAGES:
        write_notebook(project.notebooks / f"{name}.ipynb", source)
    return project


def person(role: str = STAFF, tenure: str = "２年目以上", **answers: str) -> list[str]:
    """Return one delivered row under `HEADER`; answers by the name of their constant."""
    given = {"LOCKS": "はい", "SAW": "いいえ" if role == STAFF else "", "SEALS": "はい", **answers}
    names = ("LOCKS", "SAW", "SPOKE", "REPORTED", "SEALS", "REMARKS")
    return [role, tenure, *(given.get(name, "") for name in names)]


def csv_bytes(
    rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    """Write rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(
    sheets: Mapping[str, Sequence[Sequence[object]]], first_row: int = 0, first_column: int = 0
) -> bytes:
    """Write rows as a workbook; text stays text whatever it looks like."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows, start=first_row):
            for column, cell in enumerate(row, start=first_column):
                write = sheet.write_string if isinstance(cell, str) else sheet.write
                write(number, column, cell)
    book.close()
    return content.getvalue()


def deliver(project: Project, name: str, content: bytes, fiscal_year: int = THIS_YEAR) -> Path:
    """Put a file into the year's delivery folder."""
    path = project.raw(PROGRAMME, fiscal_year) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def intake_of(folder: Path, **files: bytes) -> Intake:
    """Take in the given files alone; `a_csv` is delivered as a.csv."""
    project = Project(folder)
    project.raw(PROGRAMME, THIS_YEAR).mkdir(parents=True, exist_ok=True)
    for earlier in project.raw(PROGRAMME, THIS_YEAR).iterdir():
        earlier.unlink()
    for name, content in files.items():
        deliver(project, ".".join(name.rsplit("_", 1)), content)
    return take_in(project, demo_questionnaire())


def codes(problems: Sequence[Any]) -> list[str]:
    """Return the codes of problems, in order."""
    return [problem.code for problem in problems]


def counts(intake: Intake, file: str = "a.csv") -> list[int | None]:
    """Return rows delivered, used and set aside, and answers set aside, of one file."""
    row = intake.deliveries.set_index("file").loc[file]
    names = ["delivered", "used", "set_aside", "answers_set_aside"]
    return [None if pd.isna(row[name]) else int(row[name]) for name in names]


def table(*people: Sequence[str]) -> bytes:
    """Write a CSV of the demo form with these people."""
    return csv_bytes([HEADER, *people])


def places(intake: Intake) -> list[tuple[str, str, int, str]]:
    """Return code and place of every problem, in order."""
    return [(p.code, p.place.file, p.place.row, p.place.column) for p in intake.problems]


PRINT_HEADER = [
    *("programme", "fiscal_year", "role", "headcount", "question", "questions", "proper_answer"),
    *("tenure", "rate_percent", "yes_percent", "no_percent"),
]


def printed_rows(
    question: str, percents: Sequence[object], year: int = LAST_YEAR, **cells: str
) -> list[list[str]]:
    """Return the three rows of one printed block: shares of yes, or rates without a question."""
    column = "yes_percent" if question else "rate_percent"
    fixed = {"programme": PROGRAMME, "fiscal_year": str(year), "question": question, **cells}
    tenures = ("first_year", "second_year_plus", "all")
    rows = [
        fixed | {"tenure": tenure, column: "" if percent is None else str(percent)}
        for tenure, percent in zip(tenures, percents, strict=True)
    ]
    return [[row.get(column, "") for column in PRINT_HEADER] for row in rows]


def deliver_print(project: Project, *rows: Sequence[str], name: str = "demo.csv") -> Path:
    """Put a printed table where printed tables are."""
    path = project.published / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes([PRINT_HEADER, *rows]))
    return path
