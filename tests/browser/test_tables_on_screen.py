"""Tables on a screen: sorted by their heads, copied by a button, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selfcheck_analysis.report.exporter import export_blocks
from selfcheck_analysis.tables.model import Cell, Row, Table
from tests.executed import NAV

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SMALL = "回答者が10人未満のため表示しない"


def row(name: str, rate: str, p: str = "0.5") -> Row:
    """Return a name, a rate or a mark, and a p text."""
    mark = Cell("＊", "mark", reason=SMALL)
    figure = mark if rate == "＊" else Cell(rate, "figure")
    return [Cell(name, "prose", scope="row"), figure, Cell(p, "figure")]


HEAD = [
    [
        Cell("区分", scope="col", rowspan=2),
        Cell("令和５年度", scope="colgroup", colspan=2),
    ],
    [Cell("率", "figure", scope="col", detail="（％）"), Cell("p", "figure", scope="col")],
]
ROWS = [
    row("い係", "9", "<0.01"),
    row("あ課", "＊", "0.5"),
    row("う係", "100", "≥0.05"),
    row("え室", "−3", "0.05"),
    row("お室", "1,200", "0.01"),
]
AS_MADE = ["い係", "あ課", "う係", "え室", "お室"]

FOLDED = [Cell("２問：該当する回答がない", "prose", scope="row", colspan=3)]
GROUPS = [
    [
        [Cell("重点項目", scope="rowgroup", colspan=3)],
        *(row(n, r) for n, r in zip("abc", "312", strict=True)),
        FOLDED,
    ],
    [
        [Cell("その他", scope="rowgroup", colspan=3)],
        *(row(n, r) for n, r in zip("de", "98", strict=True)),
    ],
]


def question(name: str, *rates: str) -> list[Row]:
    """Return rows of one question that its name spans; the first is of all tenures."""
    first, *rest = [[Cell(r, "figure"), Cell("", "text")] for r in rates]
    label = Cell(name, "prose", scope="row", rowspan=len(rates))
    return [[label, *first], *rest]


SPANNED = [[*question("q1", "50", "1"), *question("q2", "20", "99"), *question("q3", "30", "0")]]
ONE_GROUP_EACH = [question("r1", "5", "9"), question("r2", "4", "8"), question("r3", "6", "7")]

TABLES = {
    "plain": Table("率の表", HEAD, [ROWS], notes=["注 <b>"], foot=[row("計", "77")]),
    "groups": Table("まとまりの表", HEAD, GROUPS),
    "spanned": Table("設問の表", HEAD, SPANNED),
    "bodies": Table("区分の表", HEAD, ONE_GROUP_EACH),
    "few": Table("二行の表", HEAD, [ROWS[:2]]),
    "hostile": Table(
        "書式の表",
        HEAD,
        [
            [
                [Cell("=1+1", scope="row"), Cell("2-1", "figure"), Cell("<img src=x>")],
                [Cell("+３", scope="row"), Cell("+3", "figure"), Cell("−3～+8", "figure")],
            ]
        ],
    ),
}
ORDER = list(TABLES)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    blocks = [table.block("ja") for table in TABLES.values()]
    html = export_blocks(blocks, "表", "ja", NAV, internal_only=False)
    path = tmp_path_factory.mktemp("tables") / "表 の頁.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def page(offline_page, path) -> Page:
    """The page of all tables, opened as a file."""
    offline_page.open(path)
    yield offline_page.page
    assert (offline_page.console, offline_page.errors, offline_page.requests) == ([], [], [])


def table(page: Page, name: str) -> Locator:
    return page.locator(".table").nth(ORDER.index(name))


def names(page: Page, name: str) -> list[str]:
    """Return the first cell of every row of a table's bodies that has a name of its own."""
    return table(page, name).locator("tbody th").all_inner_texts()


def head(page: Page, name: str, text: str) -> Locator:
    return table(page, name).locator("button.sort").filter(has_text=text)


def test_sort__goes_up_then_down_then_back_with_marks_last(page):
    rate = head(page, "plain", "率")
    rate.click()
    assert names(page, "plain") == ["え室", "い係", "う係", "お室", "あ課"]  # −3 9 100 1,200 ＊
    rate.click()
    assert names(page, "plain") == ["お室", "う係", "い係", "え室", "あ課"]
    rate.click()
    assert names(page, "plain") == AS_MADE


def test_sort__puts_a_bound_just_beside_its_number(page):
    head(page, "plain", "p").click()
    # <0.01  0.01  0.05  ≥0.05  0.5
    assert names(page, "plain") == ["い係", "お室", "え室", "う係", "あ課"]


def test_sort__of_words_follows_the_language(page):
    head(page, "plain", "区分").click()
    assert names(page, "plain") == ["あ課", "い係", "う係", "え室", "お室"]


def test_sort__says_which_way_to_those_who_cannot_see(page):
    sorted_heads = table(page, "plain").locator("th[aria-sort]")
    rate = head(page, "plain", "率")
    ways = []
    for _ in range(3):
        rate.click()
        ways.append(sorted_heads.evaluate_all("heads => heads.map(h => h.ariaSort)"))
    assert ways == [["ascending"], ["descending"], []]
    head(page, "plain", "区分").click()
    assert sorted_heads.inner_text() == "区分"


def test_sort__works_by_keyboard(page):
    rate = head(page, "plain", "率")
    rate.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert names(page, "plain")[0] == "お室"
    assert rate.evaluate("element => element === document.activeElement")


def test_sort__keeps_to_its_group_and_leaves_lines_over_the_whole_table(page):
    head(page, "groups", "率").click()
    order = ["重点項目", "b", "c", "a", "２問：該当する回答がない", "その他", "e", "d"]
    assert names(page, "groups") == order


def test_sort__keeps_the_rows_of_a_question_together(page):
    head(page, "spanned", "率").click()
    figures = table(page, "spanned").locator("tbody td.figure").all_inner_texts()
    assert names(page, "spanned") == ["q2", "q3", "q1"]
    assert figures == ["20", "99", "30", "0", "50", "1"]


def test_sort__takes_bodies_of_one_group_as_wholes(page):
    head(page, "bodies", "率").click()
    assert names(page, "bodies") == ["r2", "r1", "r3"]


def test_sort__leaves_totals_below(page):
    head(page, "plain", "率").click()
    assert table(page, "plain").locator("tr").last.inner_text().startswith("計")


def test_sort__is_not_offered_where_there_is_nothing_to_order(page):
    assert table(page, "few").locator("button.sort").count() == 0
    assert table(page, "plain").locator("button.sort").count() == 3  # not over the spanner


def test_print__shows_the_order_as_made_and_the_screen_keeps_its_own(page):
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
            const heads = document.querySelectorAll(".table")[0].querySelectorAll("tbody th");
            window.printed = [...heads].map(head => head.textContent);
        })"""
    )
    head(page, "plain", "率").click()
    page.pdf()
    assert page.evaluate("printed") == AS_MADE
    assert names(page, "plain")[0] == "え室"


def pasted(page: Page, name: str) -> tuple[str, str]:
    """Press a table's button and return what is pasted as text and as markup."""
    table(page, name).get_by_role("button", name="表をコピー").click()
    page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
            "<textarea id=paste></textarea><div id=rich contenteditable></div>")"""
    )
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    page.evaluate(
        """() => document.querySelector("#rich").addEventListener("paste", event => {
            window.markup = event.clipboardData.getData("text/html");
            event.preventDefault();
        })"""
    )
    page.locator("#rich").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value(), page.evaluate("markup")


def test_copy__gives_tabs_with_the_marks_and_what_they_mean(page):
    text, _ = pasted(page, "plain")
    assert text.split("\n") == [
        *("率の表", "注 <b>", f"＊：{SMALL}"),
        "区分\t令和５年度\t",
        "\t率（％）\tp",
        "い係\t9\t<0.01",
        "あ課\t＊\t0.5",
        "う係\t100\t≥0.05",
        "え室\t-3\t0.05",  # a minus sign that spreadsheets count with
        "お室\t1,200\t0.01",
        "計\t77\t0.5",
    ]


def test_copy__repeats_the_name_of_a_question_on_each_of_its_rows(page):
    text, markup = pasted(page, "spanned")
    assert [line.split("\t")[:2] for line in text.split("\n")[3:]] == [
        *(["q1", "50"], ["q1", "1"], ["q2", "20"], ["q2", "99"], ["q3", "30"], ["q3", "0"])
    ]
    body = markup.split("</thead>")[1]
    assert body.count(">q1<") == 2
    assert "rowspan" not in body


def test_copy__says_which_table_it_copies(page):
    names = page.locator("button.copy").evaluate_all(
        "buttons => buttons.map(button => button.getAttribute('aria-label'))"
    )
    assert names == [f"表をコピー {made.caption}" for made in TABLES.values()]


def test_copy__follows_the_order_on_the_screen(page):
    head(page, "plain", "率").click()
    text, _ = pasted(page, "plain")
    assert [line.split("\t")[0] for line in text.split("\n")[5:7]] == ["え室", "い係"]


def test_copy__lets_no_text_become_a_formula_a_date_or_markup(page):
    text, markup = pasted(page, "hostile")
    assert text.split("\n")[3:] == ["'=1+1\t2-1\t<img src=x>", "'+３\t+3\t−3～+8"]
    # Excel takes the markup, in which whatever is no number is declared to be text.
    for said in ("=1+1", "2-1", "&lt;img src=x&gt;", "−3～+8"):
        assert f"""style="mso-number-format:'\\@'">{said}</t""" in markup
    assert '<td class="figure">+3</td>' in markup
    assert "<button" not in markup


def test_copy__says_that_it_is_done_and_leaves_nothing_selected(page):
    pasted(page, "few")
    assert table(page, "few").get_by_role("status").inner_text().startswith("コピーした")
    assert page.evaluate("getSelection().isCollapsed")


def test_copy__leaves_the_table_selected_where_the_browser_refuses(page):
    page.evaluate("document.execCommand = () => false")
    table(page, "few").get_by_role("button", name="表をコピー").click()
    assert "Ctrl＋C" in table(page, "few").get_by_role("status").inner_text()
    assert "い係" in page.evaluate("getSelection().toString()")


def test_page__without_javascript_has_the_tables_and_no_dead_buttons(
    offline_page_without_javascript, path
):
    offline_page_without_javascript.open(path)
    bare = offline_page_without_javascript.page
    assert bare.locator("table").count() == len(TABLES)
    assert bare.locator("button").count() == 0
    assert names(bare, "plain") == AS_MADE


def test_table__that_fits_keeps_its_head_in_sight_and_needs_no_scrolling(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    scroll = table(page, "plain").locator(".scroll.fits")
    scroll.wait_for()
    assert scroll.get_attribute("tabindex") == "-1"
    assert scroll.locator("thead").evaluate("e => getComputedStyle(e).position") == "sticky"
    page.set_viewport_size({"width": 250, "height": 800})
    narrow = table(page, "plain").locator(".scroll:not(.fits)")
    narrow.wait_for()
    assert narrow.get_attribute("tabindex") == "0"  # reached by keyboard, to be scrolled
