"""Whatever a questionnaire or a file name says, a page runs nothing of it and fetches nothing."""

from itertools import cycle
from pathlib import Path

import pytest

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.report.exporter import export_blocks
from tests.executed import NAV
from tests.factories import fake_publication, fake_tables

HOSTILE = (
    '</script><img src=x onerror="window.hit=1">',
    '"><svg onload="window.hit=2"></svg>',
    "javascript:window.hit=3",
    "{{7*7}}{%raw%}${7*7}",
    "</style><style>body{background:url(http://evil.invalid/a)}</style>",
    "'); window.hit=4; ('",
    '<a href="javascript:window.hit=5">x</a>',
    "]]><!-- <script>window.hit=6</script>",
    "&#60;script&#62;window.hit=7&#60;/script&#62;",
    "datum.constructor.constructor('window.hit=8')()",
    "http://evil.invalid/x.png",
    "\\u003cscript>window.hit=9</script>",
)


def poisoned(values, texts):
    """Return a questionnaire's values with every Japanese and English text a hostile one."""
    if isinstance(values, dict):
        return {
            key: next(texts) if key in ("ja", "en") else poisoned(value, texts)
            for key, value in values.items()
        }
    if isinstance(values, list | tuple):
        return [poisoned(value, texts) for value in values]
    return values


def hostile_publication() -> Publication:
    """Return the release made by hand with hostile names of everything that people name."""
    numbered = (f"{text} {number}" for number, text in enumerate(cycle(HOSTILE)))
    deliveries = fake_tables()["deliveries"].assign(file=[f"{HOSTILE[0]}.csv", f"{HOSTILE[4]}.csv"])
    pub = fake_publication("en", deliveries=deliveries)
    values = poisoned(pub.questionnaire.model_dump(), numbered)
    return Publication(pub.release, Questionnaire.model_validate(values), pub.words)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    pub = hostile_publication()
    blocks = [
        commentary.title(pub, "rates"),
        commentary.lead(pub, "year_over_year"),
        *(draw(pub) for draw in (charts.rates_by_role, charts.changes, charts.contrasts)),
        *(draw(pub) for draw in (charts.rates_by_question, charts.trend)),
        charts.focus_answers(pub, 1),
        *(make(pub) for make in (tables.deliveries, tables.rates_by_role, tables.changes)),
        *(make(pub) for make in (tables.contrasts, tables.trend, tables.rates_by_question)),
        commentary.focus_heading(pub, 1),
        tables.focus_answers(pub, 1),
        commentary.focus_sentences(pub, 1),
    ]
    nav = [(HOSTILE[0], "../index.html"), *NAV]
    blocks = [single for block in blocks for single in getattr(block, "blocks", [block])]
    html = export_blocks(blocks, HOSTILE[0], "en", nav, HOSTILE[1], internal_only=False)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


UNTOUCHED = """() => [window.hit === undefined, document.images.length,
  document.querySelectorAll('[href^="javascript:"], [onload], [onerror], iframe, object').length]"""


def test_page__with_hostile_labels_runs_and_fetches_nothing(offline_page, path):
    offline_page.open(path)
    page = offline_page.page
    charts_in_page = page.locator("figure.chart").count()
    assert charts_in_page >= 6
    page.wait_for_selector(f"figure.drawn >> nth={charts_in_page - 1}")
    for mark in page.locator(".live .mark-symbol path, .live .mark-rect path").all()[:20]:
        mark.hover(force=True)  # a tooltip is made of labels as well
    assert page.evaluate(UNTOUCHED) == [True, 0, 0]
    assert (offline_page.console, offline_page.errors, offline_page.requests) == ([], [], [])


def test_page__with_hostile_labels_is_harmless_without_javascript(
    offline_page_without_javascript, path
):
    watched = offline_page_without_javascript
    watched.open(path)
    assert watched.page.locator("img, iframe, object, [onload], [onerror]").count() == 0
    assert watched.requests == []


def test_page__prints_hostile_labels_as_they_are(offline_page, path):
    offline_page.open(path)
    text = offline_page.page.locator("main").inner_text()
    assert "{{7*7}}{%raw%}${7*7}" in text
    assert "window.hit=1" in text
    assert offline_page.page.title() == HOSTILE[0]
