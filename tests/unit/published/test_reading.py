"""Files of printed tables: what they mean, and every fault of them at once, with its place."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.published.blocks import Opening, Span
from selfcheck_analysis.published.lines import FOR_READERS, OPTIONAL, REQUIRED
from selfcheck_analysis.published.reading import Print, read_print
from selfcheck_analysis.published.rounding_windows import Precision, PrintedRow, Rounding
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import HEADLINE, Tenure
from selfcheck_analysis.words import Words
from tests.project_copy import SHIPPED

EN = Words("en")
TENURES = ("first_year", "second_year_plus", "all")
CONTACT = {"programme": "juki_net", "fiscal_year": "2023", "role": "staff", "question": "contact"}


def block(figures=((76, 24), (95, 5), (90, 10)), **more):
    """Return the three rows of one question, of the contact sheet without further words."""
    return [
        {**CONTACT, "tenure": tenure, "yes_percent": yes, "no_percent": no, **more}
        for tenure, (yes, no) in zip(TENURES, figures, strict=True)
    ]


def written(folder: Path, rows, name="print.csv", encoding="utf-8", columns=None) -> Path:
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(*paths: Path) -> Print:
    return read_print((path, path.name) for path in paths)


def faults(*paths: Path):
    """Return (code, row, column) of every fault."""
    with pytest.raises(ProblemsError) as caught:
        read(*paths)
    return [(p.code, p.place.row, p.place.column) for p in caught.value.problems]


def test_read_print__makes_a_block_of_three_rows(tmp_path):
    found = read(written(tmp_path, block(headcount=126, decimals=0, rounding="half_up")))
    [read_block] = found.blocks
    assert read_block.key == ("juki_net", 2023, "staff", "contact")
    assert read_block.rows == (PrintedRow(76, 24), PrintedRow(95, 5), PrintedRow(90, 10))
    assert read_block.precision == Precision(0, Rounding.HALF_UP)
    assert [source.row for source in read_block.sources] == [2, 3, 4]
    assert found.headcounts == {("juki_net", 2023, "staff"): Span(126, 126)}


def test_read_print__a_blank_rule_is_unknown_and_decimals_are_as_printed(tmp_path):
    figures = (("75.9", "24.1"), ("94.8", "5.2"), ("90.5", "9.5"))
    [read_block] = read(written(tmp_path, block(figures))).blocks
    assert read_block.precision == Precision(1, Rounding.UNKNOWN)
    assert read_block.rows[0] == PrintedRow(759, 241)


def test_read_print__declared_decimals_give_back_a_zero_that_excel_dropped(tmp_path):
    figures = (("75.9", "24.1"), ("95", "5"), ("90.5", "9.5"))
    [read_block] = read(written(tmp_path, block(figures, decimals=1))).blocks
    assert read_block.rows[1] == PrintedRow(950, 50)


def test_read_print__a_blank_question_is_a_headline_rate_and_a_blank_row_nobody(tmp_path):
    rows = [
        {"programme": "p", "fiscal_year": 2023, "role": "leads", "headcount": 2, "questions": 43}
        | {"tenure": tenure, "rate_percent": rate}
        for tenure, rate in zip(TENURES, ("", 100, 100), strict=True)
    ]
    [read_block] = read(written(tmp_path, rows)).blocks
    assert (read_block.key.question, read_block.questions) == (HEADLINE, 43)
    assert read_block.rows == (None, PrintedRow(100), PrintedRow(100))


def test_read_print__conditions_proper_answers_and_numbers_of_answers(tmp_path):
    rows = block(proper_answer="no", headcount="101-151")
    rows += block(question="told", asked_if="contact", asked_if_answer="no", n_answers=12)
    for row in rows[3:]:
        row["question"] = "told"
    found = read(written(tmp_path, rows))
    parent, child = found.blocks
    assert parent.proper_answer is Answer.NO
    assert child.asked_if == Opening("contact", Answer.NO)
    assert child.sizes == (Span(12, 12),) * 3
    assert found.headcounts[("juki_net", 2023, "staff")] == Span(101, 151)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_read_print__takes_the_encodings_of_excel(tmp_path, encoding):
    path = written(tmp_path, block(note="別表３①"), encoding=encoding)
    assert len(read(path).blocks) == 1


def test_read_print__takes_once_what_two_files_print_alike(tmp_path):
    one, other = (written(tmp_path, block(), name) for name in ("a.csv", "b.csv"))
    assert len(read(one, other).blocks) == 1


def test_read_print__refuses_what_two_files_print_differently(tmp_path):
    one = written(tmp_path, block(), "a.csv")
    other = written(tmp_path, block(((76, 24), (96, 4), (90, 10))), "b.csv")
    with pytest.raises(ProblemsError) as caught:
        read(one, other)
    [problem] = caught.value.problems
    assert (problem.code, problem.place.file, problem.place.row) == ("print_row_twice", "b.csv", 3)
    assert "a.csv, row 3" in problem.found(EN)


def test_read_print__reads_the_shipped_print():
    found = read(*sorted(SHIPPED.published.glob("*.csv")))
    # Seven roles and eight focus questions, two years each.
    assert len(found.blocks) == 2 * (7 + 8)
    # 2 + 8 + 24 + 126 + 98 and 172 + 13, printed for 2023 alone.
    assert sum(span.low for (p, y, _), span in found.headcounts.items() if p == "juki_net") == 258
    assert sum(span.low for (p, y, _), span in found.headcounts.items() if p == "info_nws") == 185
    assert {year for _, year, _ in found.headcounts} == {2023}


@pytest.mark.parametrize(
    ("column", "found", "code"),
    [
        ("yes_percent", "101", "print_percent_range"),
        ("yes_percent", "100.5", "print_percent_range"),
        ("yes_percent", "-3", "print_not_percent"),
        ("yes_percent", "９０", "print_not_percent"),
        ("yes_percent", "90%", "print_not_percent"),
        ("yes_percent", "90％", "print_not_percent"),
        ("yes_percent", "ninety", "print_not_percent"),
        ("no_percent", "1e1", "print_not_percent"),
        ("rounding", "bankers", "print_not_word"),
        ("tenure", "１年目", "print_not_word"),
        ("proper_answer", "はい", "print_not_word"),
        ("fiscal_year", "令和５年度", "print_not_whole"),
        ("fiscal_year", "20230", "print_year_range"),
        ("fiscal_year", "1988", "print_year_range"),
        ("questions", "20", "print_questions_misplaced"),
        ("asked_if_answer", "no", "print_condition_half"),
        ("fiscal_year", "２０２３", "print_not_whole"),
        ("headcount", "about 126", "print_not_headcount"),
        ("headcount", "0", "print_not_headcount"),
        ("headcount", "151-101", "print_not_headcount"),
        ("n_answers", "１２", "print_not_headcount"),
        ("decimals", "1.5", "print_not_whole"),
        ("decimals", "9", "print_decimals_many"),
        ("role", "区民課", "print_not_id"),
        ("questions", "0", "print_not_whole"),
        ("rate_percent", "90", "print_figure_misplaced"),
    ],
)
def test_read_print__names_row_and_column_of_a_faulty_cell(tmp_path, column, found, code):
    rows = block(headcount=126, rounding="half_up")
    rows[1] |= {column: found}
    where = {(p, row, at) for p, row, at in faults(written(tmp_path, rows))}
    assert (code, 3, column) in where


def test_read_print__says_all_faults_at_once(tmp_path):
    rows = block(headcount=126)
    rows[0]["yes_percent"] = "７６"
    rows[1]["no_percent"] = "５％"
    rows[2] |= {"yes_percent": "190", "rounding": "by eye", "headcount": "many"}
    other = written(tmp_path, [{"programme": "p"}], "other.csv")
    found = faults(written(tmp_path, rows), other)
    assert {code for code, _, _ in found} >= {
        "print_not_percent",
        "print_percent_range",
        "print_not_word",
        "print_not_headcount",
        "print_column_missing",
    }
    assert ("print_not_percent", 2, "yes_percent") in found
    assert ("print_not_percent", 3, "no_percent") in found


def test_read_print__a_figure_that_is_not_printed_is_not_nobody(tmp_path):
    figures = (("x", "x"), ("", ""), (90, 10))
    [read_block] = read(written(tmp_path, block(figures))).blocks
    assert read_block.rows == (PrintedRow(None), None, PrintedRow(90, 10))
    assert read_block.withheld == (True, False, False)


def test_read_print__a_mean_bounds_counts_only_where_its_questions_have_one_base(tmp_path):
    rows = [
        {"programme": "p", "fiscal_year": 2023, "role": role, "questions": 7, "tenure": tenure}
        | {"rate_percent": 98, "same_base": said}
        for role, said in (("a", "yes"), ("b", "no"), ("c", ""))
        for tenure in TENURES
    ]
    found = read(written(tmp_path, rows))
    assert [each.same_base for each in found.blocks] == [True, False, False]
    assert [len(group.means) for group in found.groups()] == [0, 1, 1]


def test_read_print__what_stands_in_no_column_is_refused(tmp_path):
    path = written(tmp_path, block())
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",stray", *lines[2:]]), encoding="utf-8")
    assert faults(path) == [("print_surplus", 2, "")]


def test_read_print__a_faulty_cell_is_not_taken_for_a_missing_row(tmp_path):
    rows = block()
    rows[0]["tenure"] = "first"
    assert faults(written(tmp_path, rows)) == [("print_not_word", 2, "tenure")]


def test_read_print__mixed_decimals_are_refused(tmp_path):
    figures = (("75.9", "24.1"), ("95", "5"), ("90.5", "9.5"))
    assert faults(written(tmp_path, block(figures))) == [("print_decimals_mixed", 2, "decimals")]


def test_read_print__more_decimals_than_declared_are_refused(tmp_path):
    figures = (("75.9", "24"), ("95", "5"), ("90", "10"))
    path = written(tmp_path, block(figures, decimals=0))
    assert faults(path) == [("print_more_decimals", 2, "yes_percent")]


@pytest.mark.parametrize("left_out", range(3))
def test_read_print__missing_tenure_rows_are_named(tmp_path, left_out):
    rows = block()
    del rows[left_out]
    with pytest.raises(ProblemsError) as caught:
        read(written(tmp_path, rows))
    [problem] = caught.value.problems
    assert problem.code == "print_tenure_missing"
    assert TENURES[left_out] in problem.found(EN)


def test_read_print__rows_of_one_question_must_agree(tmp_path):
    rows = block(headcount=126, proper_answer="yes")
    rows[2] |= {"proper_answer": "no", "headcount": 128}
    assert faults(written(tmp_path, rows)) == [
        ("print_rows_differ", 4, "proper_answer"),
        ("print_headcount_differs", 4, "headcount"),
    ]


def test_read_print__a_tenure_without_all_is_refused(tmp_path):
    rows = block(((76, 24), (95, 5), ("", "")))
    assert faults(written(tmp_path, rows)) == [("print_all_blank", 4, "yes_percent")]


def test_read_print__blank_tenures_of_a_group_with_people_are_refused(tmp_path):
    rows = block((("", ""), ("", ""), (90, 10)))
    assert faults(written(tmp_path, rows)) == [("print_tenures_blank", 2, "yes_percent")]


def test_read_print__a_condition_needs_its_question(tmp_path):
    rows = block(asked_if="other", asked_if_answer="yes")
    assert faults(written(tmp_path, rows)) == [("print_parent_missing", 2, "asked_if")]


def test_read_print__conditions_must_not_go_round(tmp_path):
    rows = block(asked_if="told", asked_if_answer="yes")
    told = block(asked_if="contact", asked_if_answer="yes")
    rows += [row | {"question": "told"} for row in told]
    codes = {code for code, _, _ in faults(written(tmp_path, rows))}
    assert codes == {"print_parent_loop"}


def test_read_print__an_unknown_column_is_refused_with_its_nearest(tmp_path):
    with pytest.raises(ProblemsError) as caught:
        read(written(tmp_path, block(headcont=126)))
    [problem] = caught.value.problems
    assert (problem.code, problem.place.column) == ("print_column_unknown", "headcont")
    assert "headcount" in problem.mend(EN)


@pytest.mark.parametrize("column", REQUIRED)
def test_read_print__required_columns(tmp_path, column):
    rows = [{k: v for k, v in row.items() if k != column} for row in block()]
    assert faults(written(tmp_path, rows)) == [("print_column_missing", 1, "")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "print_empty"),
        (b"programme,fiscal_year,tenure,yes_percent\n", "print_empty"),
        (b"\x00\x01", "print_unreadable"),
        (b'programme,"fiscal_year\n', "file_quotes"),
    ],
)
def test_read_print__what_is_no_table_of_print_is_refused(tmp_path, content, code):
    path = tmp_path / "print.csv"
    path.write_bytes(content)
    assert faults(path)[0][0] == code


def test_read_print__a_file_without_figures_is_no_print(tmp_path):
    path = written(tmp_path, block((("", ""), ("", ""), ("", ""))))
    assert [code for code, _, _ in faults(path)] == ["print_without_figures"]


def test_read_print__a_missing_file_is_named(tmp_path):
    assert faults(tmp_path / "nowhere.csv")[0][0] == "file_not_opened"


def test_read_print__a_workbook_is_refused(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "print.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["programme", "fiscal_year", "tenure"])
    assert faults(path)[0][0] == "print_not_csv"


def test_columns__are_described_in_the_readme():
    text = (SHIPPED.published / "README.md").read_text(encoding="utf-8")
    for column in (*REQUIRED, *OPTIONAL, *FOR_READERS):
        assert f"`{column}`" in text
    for tenure in Tenure:
        assert f"`{tenure}`" in text
    for rule in Rounding:
        assert f"`{rule}`" in text
