"""A notebook becomes a page of released outputs and nothing else."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_output

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.display import CHART_MIME, MARK, ChartBlock
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report import export_page
from tests.executed import NAV, notebook, shown
from tests.factories import fake_publication

SECRET = "respondent 4711"


def page(*outputs, **options):
    """Return the page of these outputs."""
    arguments = {
        "title": "題",
        "language": "ja",
        "nav": NAV,
        "foot": None,
        "internal_only": False,
    } | options
    return export_page(notebook(*outputs), **arguments)


@pytest.fixture(scope="module")
def table_page():
    pub = fake_publication()
    return page(shown(commentary.title(pub, "rates")), shown(tables.rates_by_role(pub)))


@pytest.fixture(scope="module")
def chart_page():
    pub = fake_publication()
    return page(shown(charts.rates_by_role(pub)), shown(charts.changes(pub)))


class Reader(HTMLParser):
    """Collects tags, attributes and the text of scripts as a browser finds them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self.open_script = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open_script = dict(attrs) if tag == "script" else None

    def handle_data(self, data):
        if self.open_script is not None:
            self.scripts.append((self.open_script.get("type"), data))
            self.open_script = None

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def problem_of(*outputs):
    with pytest.raises(ProblemsError) as caught:
        page(*outputs)
    return caught.value.problems


UNRELEASED = {
    "stdout": new_output("stream", name="stdout", text=SECRET),
    "text/plain": new_output("display_data", data={"text/plain": SECRET}),
    "text/html, text/plain": new_output(
        "execute_result", data={"text/html": SECRET, "text/plain": SECRET}
    ),
    CHART_MIME: new_output("display_data", data={CHART_MIME: {"datasets": {"a": [SECRET]}}}),
}


@pytest.mark.parametrize("kind", UNRELEASED)
def test_page__refuses_an_output_without_the_mark(kind):
    (problem,) = problem_of(UNRELEASED[kind])
    assert problem.code == "page_unreleased_output"
    # The note for analysts is the first cell, the output stands in the second.
    assert problem.values == {"cell": 2, "kind": kind}


def test_page__refuses_a_mark_that_says_something_else():
    data = {"text/html": SECRET}
    marked = new_output("display_data", data=data, metadata={"selfcheck": {"released": False}})
    assert [p.code for p in problem_of(marked)] == ["page_unreleased_output"]


def test_page__refuses_a_stream_whatever_its_metadata():
    stream = new_output("stream", name="stderr", text=SECRET)
    executed = notebook(stream)
    executed.cells[1].outputs[0]["metadata"] = MARK
    with pytest.raises(ProblemsError, match="page_unreleased_output"):
        export_page(executed, "題", "ja", NAV, internal_only=False)


def test_page__refuses_a_failed_cell_without_repeating_its_message():
    error = new_output("error", ename="KeyError", evalue=SECRET, traceback=[SECRET])
    (problem,) = problem_of(error)
    assert (problem.code, problem.values["kind"]) == ("page_error_output", "KeyError")


def test_page__names_every_refused_output_and_none_of_their_content():
    with pytest.raises(ProblemsError) as caught:
        page(*UNRELEASED.values())
    assert [p.values["cell"] for p in caught.value.problems] == [2, 3, 4, 5]
    assert SECRET not in str(caught.value)


def test_page__shows_released_outputs_in_order_and_neither_code_nor_notes(table_page):
    assert table_page.index("<h1>") < table_page.index("<table>")
    assert "secret_code" not in table_page
    assert "note for analysts" not in table_page


def test_page__is_a_complete_document(table_page):
    reader = Reader(table_page)
    assert table_page.startswith("<!doctype html>\n")
    assert [attributes["lang"] for attributes in reader.all("html")] == ["ja"]
    assert {"charset": "utf-8"} in reader.all("meta")
    assert len(reader.all("main")) == 1
    assert len(reader.all("h1")) == 1
    assert "<title>題</title>" in table_page


def test_page__follows_its_language():
    (html,) = Reader(page(language="en")).all("html")
    assert html["lang"] == "en"


def test_page__links_to_index_and_siblings_and_marks_itself(table_page):
    links = Reader(table_page).all("a")
    assert [a["href"] for a in links if "href" in a] == [
        "#main",
        "../index.html",
        "01_responses.html",
    ]
    assert {"aria-current": "page"} in links


def test_page__prints_its_foot_escaped():
    assert "<p>a &lt; b</p>" in page(foot="a < b").partition("<footer")[2]
    assert "<footer" not in page()


def test_page__leads_to_the_record_of_its_run_from_its_foot():
    foot = page(manifest="manifest.json").partition("<footer")[2]
    assert '<a href="manifest.json">作成の記録' in foot
    assert "manifest" not in page(foot="a").partition("<footer")[2]


def test_page__hands_its_title_to_the_head_of_every_sheet():
    (html,) = Reader(page(title='区分 "A" \\ <B>')).all("html")
    # A CSS string: quotation marks and backslashes escaped.
    assert html["style"] == r'--running: "区分 \"A\" \\ <B>"'


def test_page__lists_its_headings_with_links_to_them():
    pub = fake_publication()
    html = page(
        shown(commentary.heading(pub, "rates_table")),
        shown(commentary.heading(pub, "hidden")),
    )
    assert '<h2 id="適正実施率の一覧">適正実施率の一覧</h2>' in html
    contents = html.partition('<nav class="contents"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents)
    assert links == [("適正実施率の一覧", "適正実施率の一覧"), ("表示しない数値", "表示しない数値")]


def test_page__of_one_section_has_no_list_of_contents(table_page):
    assert 'class="contents"' not in table_page


def test_page__names_nothing_remote(table_page, chart_page):
    for html in (table_page, chart_page):
        reader = Reader(html)
        assert not [tag for tag, attributes in reader.tags if "src" in attributes]
        assert not reader.all("link")
        assert "@import" not in html
        assert "url(" not in html.split("<script>")[0]
    before_bundle = chart_page.split("<script>")[0]
    # What remains are the names of SVG's vocabulary, which nobody fetches.
    addresses = set(re.findall(r"https?://[^\"' <]+", before_bundle))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def policy_of(html):
    metas = Reader(html).all("meta")
    return next(m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy")


def test_page__without_charts_and_tables_carries_and_allows_no_script():
    html = page(shown(commentary.heading(fake_publication(), "method")))
    assert "<script" not in html
    assert "script-src" not in policy_of(html)
    assert policy_of(html).startswith("default-src 'none'")


def test_page__with_tables_carries_one_small_script(table_page):
    ((kind, script),) = Reader(table_page).scripts
    assert kind is None
    assert "aria-sort" in script
    assert len(script) < 12_000  # characters; the drawing library has 0.9 million


def test_page__without_live_charts_is_small(table_page):
    assert len(table_page.encode("utf-8")) < 300_000  # bytes; the goal of `tests.benchmark.pages`


def test_page__hands_the_script_its_words_as_data(table_page):
    (main,) = Reader(table_page).all("main")
    assert main["data-copy"] == "表をコピー"
    assert {"data-copied", "data-selected", "data-sort"} < main.keys()


def test_page__allows_exactly_its_own_scripts(chart_page):
    scripts = [text for kind, text in Reader(chart_page).scripts if kind is None]
    digests = [hashlib.sha256(text.encode("utf-8")).digest() for text in scripts]
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    assert f"script-src {sources};" in policy_of(chart_page)
    assert "unsafe-eval" not in policy_of(chart_page)


def test_page__carries_the_library_once_for_all_charts(chart_page):
    reader = Reader(chart_page)
    kinds = [attributes.get("type") for attributes in reader.all("script")]
    assert kinds == ["application/json", "application/json", None, None]


def test_page__draws_every_chart_as_a_described_picture(chart_page):
    blocks = [charts.rates_by_role(fake_publication()), charts.changes(fake_publication())]
    described = [a["aria-label"] for a in Reader(chart_page).all("div") if "still" in a.values()]
    assert described == [block.description for block in blocks]
    assert chart_page.split("<script>")[0].count("<svg ") == 2


def test_page__prints_a_charts_title_and_notes_as_text(chart_page):
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", chart_page, flags=re.DOTALL)
    assert "<strong>区分別・従事年数別の適正実施率</strong>" in captions[0]
    assert "<p>率の軸は90％から始まる。</p>" in captions[0]


def test_page__takes_vegas_english_descriptions_out(chart_page):
    body = chart_page.split("<script>")[0]
    assert "aria-roledescription" not in body
    assert "axis titled" not in body


def chart(label):
    """Return a minimal chart with one hostile value."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"a": label}]},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "nominal"}},
        "usermeta": {"notes": [label]},
        "description": label,
    }
    return ChartBlock(spec, title=label, description=label)


def test_page__lets_no_value_of_a_chart_close_its_script():
    hostile = '</script><img src=x onerror="alert(1)">'
    html = page(shown(chart(hostile)))
    reader = Reader(html)
    assert reader.all("img") == []
    (source,) = [text for kind, text in reader.scripts if kind == "application/json"]
    assert json.loads(source)["data"]["values"] == [{"a": hostile}]


def test_page__keeps_no_address_of_a_schema():
    assert "vega.github.io/schema/vega-lite" not in page(shown(chart("a"))).split("<script>")[0]


def test_page__is_the_same_every_time():
    pub = fake_publication()
    assert page(shown(charts.changes(pub))) == page(shown(charts.changes(pub)))


def test_page__that_may_not_leave_the_room_is_stamped_in_window_and_body():
    html = page(shown(commentary.heading(fake_publication(), "method")), internal_only=True)
    assert "<title>【庁内限り・公表しない】題</title>" in html
    assert '<aside class="stamp" aria-label="取扱い">庁内限り・公表しない</aside>' in html
    english = page(internal_only=True, language="en", title="Rates")
    assert "<title>[Internal, not for release] Rates</title>" in english


def test_page__is_stamped_on_every_printed_sheet():
    style = page(internal_only=True).partition("@media print")[2]
    stamp = style.partition(".stamp {")[2].partition("}")[0]
    assert "position: fixed" in stamp  # which browsers repeat on every sheet


def test_page__for_release_has_no_stamp(table_page):
    assert 'class="stamp"' not in table_page
    assert "庁内限り" not in table_page
