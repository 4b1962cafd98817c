"""What each section is told, and how grave it is."""

import pytest

from selfcheck_analysis.delivery_check.findings import Findings, Grade
from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.paths import Project
from selfcheck_analysis.responses.intake import examine
from selfcheck_analysis.words import LANGUAGES, Words
from tests.small_project import (
    CHIEF,
    HEADER,
    codes,
    csv_bytes,
    deliver,
    demo_questionnaire,
    person,
    table,
    xlsx_bytes,
)

BROKEN = b"PK\x03\x04 no archive"
PEOPLE = [person(), person(tenure="1年目"), person(CHIEF)]


@pytest.mark.parametrize(
    ("files", "grade"),
    [
        ({"a.csv": table(*PEOPLE)}, Grade.CLEAN),
        ({"a.csv": table(*PEOPLE, ["合計", "", "2"])}, Grade.CLEAN),  # a note alone
        ({"a.csv": table(*PEOPLE, person(LOCKS="?"))}, Grade.SET_ASIDE),
        ({"a.csv": csv_bytes([["名前", *HEADER], ["某", *person()]])}, Grade.SET_ASIDE),
        ({"a.csv": table(*PEOPLE), "b.xlsx": BROKEN}, Grade.CANNOT_READ),
        ({"a.csv": table(*PEOPLE), "b.csv": table(*PEOPLE[::-1])}, Grade.CANNOT_READ),
        ({"a.csv": table(*PEOPLE), "b.csv": table(*PEOPLE)}, Grade.CANNOT_READ),
    ],
    ids=["clean", "totals", "answer", "names", "unreadable", "same persons", "same bytes"],
)
def test_grade__is_that_of_the_gravest(findings_of, files, grade):
    assert findings_of(files).grade is grade


def test_refusals__are_told_with_all_other_faults_and_once(findings_of):
    faulty = table(*PEOPLE, person(LOCKS="?"))
    findings = findings_of({"a.csv": faulty, "b.csv": faulty, "c.xlsx": BROKEN})
    assert codes(findings.refusals) == ["delivered_twice"]
    assert codes(findings.intake.problems) == ["answer_unknown"] * 2 + ["file_unreadable"]
    assert findings.n_problems == 4


def test_sections__are_named_by_deliveries_else_by_file_and_sheet(findings_of):
    named = csv_bytes([["課名：西課"], HEADER, *PEOPLE])
    column = csv_bytes([["所属", *HEADER], *(["南課", *p] for p in PEOPLE[:2])])
    sheets = {"東": [HEADER, *PEOPLE[:2]], "北": [["課名", "北課"], HEADER, PEOPLE[2]]}
    findings = findings_of(
        {"a.csv": named, "b.csv": column, "c.xlsx": xlsx_bytes(sheets), "d.csv": table(*PEOPLE)}
    )
    names = [section.name for section in findings.sections]
    assert names == ["西課", "南課", "c.xlsx 東", "北課", "d.csv"]


def test_sections__are_told_their_own_faults_only(findings_of):
    sheets = {"東": [HEADER, person(LOCKS="?")], "西": [HEADER, person(tenure="3年目"), person()]}
    findings = findings_of({"a.xlsx": xlsx_bytes(sheets), "b.xlsx": BROKEN})
    told = {section.name: codes(section.problems) for section in findings.sections}
    assert told == {
        "a.xlsx 東": ["answer_unknown"],
        "a.xlsx 西": ["tenure_unknown"],
        "b.xlsx": ["file_unreadable"],
    }
    assert [section.readable for section in findings.sections] == [True, True, False]


def test_sections__together_deliver_what_the_files_deliver(findings_of):
    findings = findings_of(
        {"a.csv": table(*PEOPLE, person("課長")), "b.csv": table(person(), ["x"])}
    )
    for name in ("delivered", "used", "set_aside", "answers_set_aside"):
        assert sum(s.count(name) for s in findings.sections) == findings.total(name)


def test_internal__holds_the_faults_of_no_single_file(findings_of):
    synthetic = csv_bytes([[SYNTHETIC_NOTICE], HEADER, *PEOPLE])
    findings = findings_of({"a.csv": synthetic, "b.csv": table(person(CHIEF))})
    assert codes(findings.internal.problems) == ["deliveries_mixed"]


STAMPED = ["ID", "開始時刻", "完了時刻", "メール", "名前", *HEADER]
TIMES = ["1", "2023/11/20 9:00", "2023/11/20 9:05", "anonymous", ""]
TWICE = "rows_perhaps_twice"
ALIKE = table(person(), person())
REPEATED = csv_bytes([STAMPED, *[[*TIMES, *person()]] * 2])
SILENT = table(person(SAW="はい", SPOKE="はい", REPORTED=""))
ANSWERED = table(person(SAW="いいえ", SPOKE="はい"))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": ALIKE}, "rows_alike"),
        ({"a.csv": REPEATED}, "rows_repeated"),
        ({"a.csv": table(person()), "b.xlsx": xlsx_bytes({"x": [HEADER, person()]})}, TWICE),
        ({"a.csv": SILENT}, "answer_expected"),
    ],
    ids=["alike", "repeated", "perhaps twice", "expected"],
)
def test_notes_that_compare_persons_or_sections__are_told_to_none(findings_of, files, code):
    findings = findings_of(files)
    assert codes(findings.internal.notes) == [code]
    assert [note for section in findings.sections for note in section.notes] == []


def test_answers_kept_against_a_condition__are_told_to_no_section(tmp_path):
    project = Project(tmp_path)
    deliver(project, "a.csv", ANSWERED)
    form = demo_questionnaire()
    intake, refusals = examine(project, form, contradictions="keep")
    findings = Findings(form, intake, tuple(refusals))
    assert codes(findings.internal.notes) == ["answer_kept"]
    assert [section.notes for section in findings.sections] == [()]


@pytest.mark.parametrize(
    ("second", "code"),
    [(table(*PEOPLE), "delivered_twice"), (table(*PEOPLE[::-1]), "rows_delivered_twice")],
)
def test_who_delivered_what_another_did__is_told_to_no_section(findings_of, second, code):
    findings = findings_of({"a.csv": table(*PEOPLE), "b.csv": second})
    assert codes(findings.internal.problems) == [code]
    assert [section.problems for section in findings.sections] == [(), ()]


def test_how_many_more_notes_there_are__is_told_where_the_notes_are(findings_of, monkeypatch):
    monkeypatch.setattr("selfcheck_analysis.responses.faults.MOST_OF_A_KIND", 1)
    silent = [person(SAW="はい", SPOKE="はい", REPORTED="", LOCKS=said) for said in ("はい", "")]
    totals = [["合計", "", "2"], ["小計", "", "2"]]
    findings = findings_of({"a.csv": table(*silent, *totals)})
    [section] = findings.sections
    more = [note.values["code"] for note in section.notes if note.code == "fault_more"]
    assert more == ["row_of_totals"]
    kept = [note.values["code"] for note in findings.internal.notes if note.code == "fault_more"]
    assert kept == ["answer_expected"]


def test_notes_that_concern_nobody_else__are_told_to_the_section(findings_of):
    [section] = findings_of({"a.csv": table(*PEOPLE, ["合計", "", "2"])}).sections
    assert codes(section.notes) == ["row_of_totals"]


def test_every_fault_and_note__is_told_to_a_section_or_stands_among_the_internal(findings_of):
    hidden = {"東": [HEADER, person(LOCKS="?"), person(SPOKE="はい")], "選択肢": [["はい"]]}
    synthetic = csv_bytes([[SYNTHETIC_NOTICE], HEADER, *PEOPLE, ["合計", "", "3"]])
    findings = findings_of(
        {
            "a.csv": table(*PEOPLE, *PEOPLE, person("課長")),
            "b.xlsx": xlsx_bytes(hidden),
            "c.csv": synthetic,
            "d.csv": synthetic,
            "e.xlsx": BROKEN,
        }
    )
    parts = [*findings.sections, findings.internal]
    problems = [problem for part in parts for problem in part.problems]
    notes = [note for part in parts for note in part.notes]
    assert len(findings.refusals) > 0
    assert {*findings.refusals, *findings.intake.problems} == set(problems)
    assert set(findings.intake.notes) == set(notes)
    assert len(notes) == len(findings.intake.notes)


def test_people__stand_beside_those_who_were_to_answer(findings_of):
    # The demonstration form asks two sections, nine of the staff and three chiefs.
    findings = findings_of({"a.csv": table(*PEOPLE)})
    assert findings.people() == {"staff": 2, "chief": 1}
    assert list(findings.expected(Words("en"))) == [
        "1 files were delivered; 2 sections were asked.",
        "Staff: 2 people used, headcount 9",
        "Chief: 1 people used, headcount 3",
    ]


def test_lines__say_where_a_run_would_not_start(findings_of):
    twice = findings_of({"a.csv": table(*PEOPLE), "b.csv": table(*PEOPLE[::-1])})
    assert Words("ja")("check.no_run") in list(twice.lines(Words("ja")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines__say_the_sums_and_every_fault(findings_of, language):
    findings = findings_of({"a.csv": table(*PEOPLE, person(LOCKS="秘密"), person("課長"))})
    summary, *faults = findings.lines(Words(language))
    assert [number for number in ("5", "4", "1") if number not in summary] == []
    assert len([line for line in faults if "a.csv" in line]) == 2
    assert "秘密" not in "\n".join(faults)
    assert "課長" not in "\n".join(faults)
