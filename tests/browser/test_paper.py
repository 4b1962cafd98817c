"""Pages on paper: A4, head and numbers on every sheet, table heads again, no sheet nearly empty."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.report.exporter import export_blocks
from selfcheck_analysis.tables.model import Cell, Table
from tests.executed import NAV
from tests.factories import fake_publication, fake_tables, printed_last_year
from tests.paper import Sheet, sheets

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE = '見本の頁「"A" \\ B」｜見本ネット｜令和５年度'
FOOT = "作成日時　2024-01-10 09:30"
FOOTNOTE = "脚注は表の最後の行と同じ紙にある。"
N_ROWS = 90  # more than two sheets of either orientation hold


@pytest.fixture
def page(offline_page, tmp_path) -> Page:
    """A browser's page; `written` opens blocks in it."""
    offline_page.path = tmp_path / "page.html"
    return offline_page


def printed(page, blocks: Sequence[HtmlBlock | ChartBlock], **options: bool) -> list[Sheet]:
    """Return the sheets of a page of these blocks."""
    path: Path = page.path
    internal_only = options.get("internal_only", False)
    html = export_blocks(blocks, TITLE, "ja", NAV, FOOT, internal_only=internal_only)
    path.write_text(html, encoding="utf-8", newline="\n")
    page.open(path)
    return sheets(page.page)


def heading(text: str) -> HtmlBlock:
    return HtmlBlock(f"<h2>{text}</h2>", text)


def long_table(*, wide: bool, n_rows: int = N_ROWS, name: str = "設問") -> HtmlBlock:
    heads = [Cell("設問の頭", scope="col"), Cell("率の頭", "figure", scope="col")]
    rows = [
        [Cell(f"{name}その{n}", "prose", scope="row"), Cell("50", "figure")] for n in range(n_rows)
    ]
    return Table("長い表", [heads], [rows], footnotes=[FOOTNOTE], wide=wide).block("ja")


@pytest.mark.parametrize("wide", [False, True])
def test_paper__has_title_foot_and_number_on_every_sheet(page, wide):
    found = printed(page, [heading("一"), long_table(wide=wide)])
    assert len(found) >= 3
    for number, sheet in enumerate(found, start=1):
        assert sheet.says(TITLE)
        assert sheet.says(f"{number} / {len(found)}")
        assert sheet.says(FOOT)


@pytest.mark.parametrize(("wide", "size"), [(False, (595, 842)), (True, (842, 595))])
def test_paper__lies_one_way_for_a_whole_page(page, wide, size):
    found = printed(page, [heading("一"), long_table(wide=wide), heading("二"), heading("三")])
    assert {sheet.size for sheet in found} == {size}


@pytest.mark.parametrize("wide", [False, True])
def test_paper__repeats_the_head_of_a_table_wherever_it_goes_on(page, wide):
    found = printed(page, [heading("一"), long_table(wide=wide)])
    with_rows = [sheet for sheet in found if sheet.says("設問その")]
    assert len(with_rows) >= 3
    assert all(sheet.says("設問の頭") and sheet.says("率の頭") for sheet in with_rows)
    assert all(any(sheet.says(f"設問その{n}50") for sheet in found) for n in range(N_ROWS))


def rows_of_a_sheet(page) -> int:
    """Return how many rows the second sheet of a wide table holds."""
    _, second, *_ = printed(page, [long_table(wide=True)])
    return sum(second.says(f"設問その{n}50") for n in range(N_ROWS))


def test_paper__leaves_neither_footnotes_nor_a_last_row_alone(page):
    # Whatever the length: tables that end just before and just behind the end of a sheet.
    per_sheet = rows_of_a_sheet(page)
    for n_rows in range(per_sheet - 3, per_sheet + 1):
        found = printed(page, [long_table(wide=True, n_rows=n_rows)])
        (last,) = [sheet for sheet in found if sheet.says(FOOTNOTE)]
        assert last.says(f"設問その{n_rows - 1}50"), n_rows
        assert last.says(f"設問その{n_rows - 2}50"), n_rows


def test_paper__keeps_a_heading_with_the_first_rows_of_its_table(page):
    per_sheet = rows_of_a_sheet(page)
    below = [heading("次の見出し"), long_table(wide=True, n_rows=20, name="次")]
    for n_rows in range(per_sheet - 8, per_sheet - 4):
        found = printed(page, [long_table(wide=True, n_rows=n_rows), *below])
        (sheet,) = [sheet for sheet in found if sheet.says("次の見出し")]
        assert sheet.says("次その050"), n_rows


def whole_page(pub: Publication) -> list[HtmlBlock | ChartBlock]:
    """Return the page of changes as its notebook lays it out."""
    return [
        commentary.title(pub, "year_over_year"),
        commentary.lead(pub, "year_over_year"),
        commentary.heading(pub, "changes_found"),
        tables.changes_found(pub),
        commentary.heading(pub, "not_told"),
        tables.families(pub),
        tables.detectable_changes(pub),
        commentary.heading(pub, "headline_changes"),
        tables.headline_changes(pub),
        commentary.heading(pub, "changes_chart"),
        charts.changes(pub),
        commentary.heading(pub, "changes_table"),
        tables.changes(pub),
        commentary.heading(pub, "contrasts"),
        tables.contrasts(pub),
        commentary.method_box(pub),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("last_year", [{}, printed_last_year()], ids=["answers", "printed"])
def test_paper__has_no_sheet_that_is_nearly_empty(page, language, last_year):
    found = printed(page, whole_page(fake_publication(language, **last_year)))
    # Charts move to the next sheet as a whole; even then a quarter is filled.
    assert [n for n, sheet in enumerate(found[:-1], start=1) if sheet.filled < 0.25] == []


def test_paper__cuts_no_chart(page):
    printed(page, whole_page(fake_publication()))
    page.page.emulate_media(media="print")
    heights = page.page.eval_on_selector_all(
        ".still svg", "pictures => pictures.map(p => p.getBoundingClientRect().height)"
    )
    inside = page.page.eval_on_selector_all(
        "figure.chart", "figures => figures.map(f => getComputedStyle(f).breakInside)"
    )
    assert len(heights) == 1
    # A sheet on its side leaves 210 - 20 - 15 mm; a millimetre is 96 / 25.4 px.
    assert all(0 < height < 175 * 96 / 25.4 for height in heights)
    assert inside == ["avoid"]


def test_paper__is_stamped_on_every_sheet_of_what_stays_in_the_room(page):
    found = printed(page, [heading("一"), long_table(wide=False)], internal_only=True)
    for sheet in found:
        # in the running title, and across the sheet
        assert sheet.text.count("公表しない") == 2


def six_years():
    """Return the table of a trend over six years, with every series known in each."""
    trend = fake_tables()["trend"]
    last = trend[trend["fiscal_year"] == trend["fiscal_year"].max()]
    earlier = [last.assign(fiscal_year=year) for year in range(2018, 2023)]
    return tables.trend(fake_publication(trend=pd.concat([*earlier, last])))


def test_trend__of_six_years_fits_a_screen_of_1280_pixels(page):
    page.page.set_viewport_size({"width": 1280, "height": 800})
    printed(page, [heading("一"), heading("二"), six_years()])
    heads = page.page.locator("thead tr >> nth=1").locator("th").all_inner_texts()
    assert [text.replace("\n", "")[:5] for text in heads[:2]] == ["平成30年", "令和元年度"]
    assert page.page.locator(".contents ol").is_visible()  # beside the list of contents
    assert page.page.locator(".scroll.fits").count() == 1
