"""A text read in blocks is what the csv module reads, whatever its quoting and its size."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.files import text_tables
from selfcheck_analysis.responses.files.text_tables import DelimitedText, TextSheet

modest = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

WORDS = ["", "はい", "いいえ", "a b", '"', "a,b", "一\n二", "二\r\n三", ";", "'", "1"]
CELL = st.sampled_from(WORDS)
ROW = st.lists(CELL, min_size=3, max_size=3)
QUOTINGS = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])


def sheet(text, delimiter=","):
    return TextSheet("", DelimitedText(text.encode(), delimiter, "a.csv"))


def read_in_blocks(of_sheet, after=1, width=3):
    """Return (number, cells) of every row below the header, put together from the columns."""
    rows = []
    for block in of_sheet.blocks(after, width):
        columns = [block.column(i) for i in range(width)]
        cells = zip(*([c.words[i] for i in c.index] for c in columns), strict=True)
        rows += list(zip(block.numbers.tolist(), cells, strict=True))
    return rows


def written(rows, quoting, line_end="\r\n"):
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=line_end).writerows(rows)
    return text.getvalue()


@modest
@given(st.lists(ROW, max_size=12), QUOTINGS, st.sampled_from(["\n", "\r\n"]), st.integers(8, 90))
def test_blocks__are_the_rows_of_the_csv_module(monkeypatch, rows, quoting, line_end, size):
    monkeypatch.setattr(text_tables, "BLOCK_BYTES", size)  # so that blocks end everywhere
    text = written([["a", "b", "c"], *rows], quoting, line_end)
    expected = list(enumerate(csv.reader(io.StringIO(text, newline="")), start=1))[1:]
    found = read_in_blocks(sheet(text))
    # A row of nothing but blanks may be written as an empty line, which has no cells.
    assert [(n, [c for c in cells if c]) for n, cells in found] == [
        (n, [c for c in cells if c]) for n, cells in expected
    ]


@modest
@given(st.text('a",\r\n', max_size=30), st.integers(4, 40))
def test_blocks__a_mark_out_of_place_is_refused_wherever_blocks_end(monkeypatch, text, size):
    monkeypatch.setattr(text_tables, "BLOCK_BYTES", size)
    content = f"a,b\r\n{text}"
    try:
        expected = list(csv.reader(io.StringIO(content, newline=""), strict=True))[1:]
    except csv.Error:
        expected = None
    if expected is None:
        with pytest.raises(ProblemsError) as caught:
            read_in_blocks(sheet(content), width=2)
        assert [problem.code for problem in caught.value.problems] == ["file_quotes"]
        return
    found = read_in_blocks(sheet(content), width=2)
    assert [n for n, _ in found] == list(range(2, len(expected) + 2))
    assert [[*cells] for _, cells in found] == [[*row, "", ""][:2] for row in expected]


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("x,y\n", True),
        ("x,y\r\n", True),
        ('"x","y"\n"z",""\n', True),
        ('"x","y"', True),
        ("x,y\rz,w\n", True),
        ('x,"y"\n', False),  # not every cell
        ('"x","y"\n"z\n","w"\n', False),  # a line break in a cell
        ('"x",","\n"y","z"\n', False),
        ('"x","\n"y"z"\n', False),  # one mark at two borders, and one too many
    ],
)
def test_blocks__only_plain_lines_go_the_quick_way(body, plain):
    assert text_tables._is_plain(body.encode(), b",") is plain


def test_blocks__a_longer_row_sends_the_rest_the_slow_way_and_is_marked(monkeypatch):
    monkeypatch.setattr(text_tables, "BLOCK_BYTES", 8)
    blocks = list(sheet("a,b\n1,2\n3,4\n5,6,7\n8,9\n").blocks(1, 2))
    assert [n for block in blocks for n in block.numbers.tolist()] == [2, 3, 4, 5]
    assert [long for block in blocks for long in block.too_long.tolist()] == [0, 0, 1, 0]


@pytest.mark.parametrize("length", [999_999, 1_000_001])
def test_rows__a_cell_beyond_a_million_characters_is_refused(length):
    rows = sheet(f"a,b\n{'長' * length},x\n").source
    if length <= text_tables.LONGEST_CELL:
        assert len(list(rows)) == 2
        return
    with pytest.raises(ProblemsError) as caught:
        list(rows)
    [problem] = caught.value.problems
    assert (problem.code, problem.place.row) == ("cell_too_long", 2)
