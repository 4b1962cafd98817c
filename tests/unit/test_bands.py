"""What is printed where a rate is a band; the bands are those of tests/banded.py."""

import re

import pytest

from selfcheck_analysis import charts, commentary, sections, tables
from selfcheck_analysis.charts.style import FONT_SIZE, text_width
from selfcheck_analysis.commentary.contrasts import contrasts_found
from selfcheck_analysis.figures import Band, band_of, rate_text
from selfcheck_analysis.report.pictures import png_picture, static_picture
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure
from selfcheck_analysis.words import Words
from tests.banded import KNOWS, SAW, ends, merged, printed_with_bands, with_bands
from tests.factories import fake_publication, fake_tables
from tests.markup import parsed, parts_of_lead, printed, text_of

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
EXPLAINED = "「以上」「以下」「未満」：率そのものではなく、率が入る幅を示す。"
TABLES = {
    "changes_found": tables.changes_found,
    "changes": tables.changes,
    "contrasts": tables.contrasts,
    "trend": tables.trend,
    "focus_1": lambda pub: tables.focus_answers(pub, 1),
    "focus_2": lambda pub: tables.focus_answers(pub, 2),
}
CHARTS = {
    "changes": charts.changes,
    "trend": charts.trend,
    "focus_1": lambda pub: charts.focus_answers(pub, 1),
    "focus_2": lambda pub: charts.focus_answers(pub, 2),
}
SENTENCES = {
    "lead_rates": lambda pub: commentary.lead(pub, "rates"),
    "lead_year": lambda pub: commentary.lead(pub, "year_over_year"),
    "lead_focus": lambda pub: commentary.lead(pub, "focus"),
    "sentences_1": lambda pub: commentary.focus_sentences(pub, 1),
    "sentences_2": lambda pub: commentary.focus_sentences(pub, 2),
    "composition": tables.composition,
    "cell_states": tables.cell_states,
    "families": tables.families,
}
OF_A_PRINT = {
    name: make
    for name, make in {**TABLES, **SENTENCES}.items()
    if name not in ("contrasts", "trend", "composition", "changes_found")
}


def publication(language="ja", **changes):
    return fake_publication(language, **{**with_bands(), **changes})


def of_print(language="ja"):
    return fake_publication(language, **printed_with_bands())


@pytest.fixture
def pub():
    return publication()


# ---- the words of a band


@pytest.mark.parametrize(
    ("band", "figure", "text", "english"),
    [
        (Band(95, 100), "95以上", "95％以上", "95% or more"),
        (Band(0, 10), "10以下", "10％以下", "10% or less"),
        (Band(80, 85), "80以上85未満", "80％以上85％未満", "80% to under 85%"),
        # what 80 to under 85 leaves to 100: 15 does not belong to it, 20 does
        (Band(80, 85).mirror(), "15を超え20以下", "15％を超え20％以下", "over 15% to 20%"),
        (Band(95, 100).mirror(), "5以下", "5％以下", "5% or less"),
        (Band(0, 10).mirror(), "90以上", "90％以上", "90% or more"),
    ],
)
def test_band__has_one_wording_with_a_unit_and_one_without(band, figure, text, english):
    assert band.figure(Words("ja")) == figure
    assert band.text(Words("ja")) == text
    assert band.text(Words("en")) == english


def test_band_of__finds_the_ends_that_belong_to_a_percent():
    row = {"last_percent": None, **ends("last_", 95, 100), "this_percent": 90}
    assert band_of(row, "last_percent") == Band(95, 100)
    assert band_of(row, "this_percent") is None
    assert band_of({"rate_percent": None, **ends("", 80, 85)}, "rate_percent") == Band(80, 85)
    no = band_of({"no_percent": None, **ends("yes_", 0, 10)}, "no_percent")
    assert no == Band(90, 100, mirrored=True)


def test_rate_text__writes_a_percent_or_a_band_and_nothing_without_either():
    row = {"last_percent": None, **ends("last_", 95, 100), "this_percent": 90}
    assert [rate_text(row, f"{year}_percent", Words("ja")) for year in ("last", "this")] == [
        "95％以上",
        "90％",
    ]
    assert rate_text({"last_percent": None}, "last_percent", Words("ja")) == ""


# ---- tables


@pytest.mark.parametrize("name", {**TABLES, **SENTENCES})
def test_block__is_in_the_language_of_the_page(name):
    make = {**TABLES, **SENTENCES}[name]
    japanese, english = (make(publication(it)).plain for it in ("ja", "en"))
    assert JAPANESE.search(japanese)
    assert not JAPANESE.search(english)
    assert not re.search(r"nan|None(?! of the)|<NA>", japanese + english)


@pytest.mark.parametrize("name", OF_A_PRINT)
def test_block__beside_a_print_is_in_the_language_of_the_page(name):
    japanese, english = (OF_A_PRINT[name](of_print(it)).plain for it in ("ja", "en"))
    assert JAPANESE.search(japanese)
    assert not JAPANESE.search(english)
    assert not re.search(r"nan|None(?! of the)|<NA>", japanese + english)


@pytest.mark.parametrize("name", TABLES)
def test_table__with_a_band_explains_it_once_and_fills_its_grid(name, pub):
    block = TABLES[name](pub)
    assert len({len(row) for row in printed(block.html)}) == 1
    caption = text_of(parsed(block.html).find(".//caption"))
    assert caption.count(EXPLAINED) == 1
    assert "≥, ≤, <: a band" in TABLES[name](publication("en")).plain


@pytest.mark.parametrize("name", TABLES)
def test_table__without_a_band_does_not_explain_any(name):
    assert EXPLAINED not in TABLES[name](fake_publication()).plain


def rows_of(block, question):
    return [row for row in printed(block.html) if question in row[1]]


def test_changes__print_a_band_with_its_verdict_and_nothing_of_the_difference(pub):
    knows = rows_of(tables.changes(pub), "緊急時")[0]
    assert knows[3:] == ["95以上", "90", *["□"] * 5, "低下した", "120→126"]
    assert "□：率を幅で示すため、差、p値などは示さない" in tables.changes(pub).plain


def test_changes__say_where_no_verdict_is_given_and_why(pub):
    saw = rows_of(tables.changes(pub), "この１年間に")[0]
    assert saw[3:5] == ["80以上85未満", "90以上"]
    assert saw[10] == "判定を示さない"
    assert (
        "判定を示さない：率を幅で示しており、幅の中のどの値であるかによって判定が変わるため示さない"
        in tables.changes(pub).plain
    )


def test_changes__beside_a_band_that_is_not_comparable_nothing_was_computed(pub):
    locks = rows_of(tables.changes(pub), "印刷物")[0]
    assert locks[3:] == ["95以上", "92", *["／"] * 5, "前年度と比較できない", "120→126"]


def test_changes__stand_a_band_right_as_the_figures_and_explain_it_on_hover(pub):
    cells = parsed(tables.changes(pub).html).iter("td")
    (band, *_) = [cell for cell in cells if text_of(cell) == "95以上"]
    assert band.get("class") == "figure"
    assert band.find("abbr").get("title").startswith("率そのものではなく")


def test_changes__give_no_row_to_a_tenure_that_is_merged_into_all(pub):
    saw = [row[2] for row in rows_of(tables.changes(pub), "この１年間に")]
    assert saw == ["全体"] * 2  # over everyone asked, and of the staff


def test_changes_found__print_what_moved_beside_a_band(pub):
    rows = printed(tables.changes_found(pub).html)
    knows = [row for row in rows if "緊急時" in row[1]]
    assert [row[3] for row in knows] == ["95以上"] * 2


def test_focus_answers__print_the_band_of_both_answers(pub):
    saw = printed(tables.focus_answers(pub, 1).html)[4]
    # yes is 10 or less, and 15 to under 20 last year
    this, last = ["126", "10以下", "90以上"], ["120", "15以上20未満", "80を超え85以下"]
    assert saw[1:] == ["全体", *this, *last, "□", "判定を示さない"]


def test_focus_answers__mark_tenures_that_are_merged_into_all(pub):
    block = tables.focus_answers(pub, 1)
    assert printed(block.html)[2][1:] == ["１年目", *["＋"] * 8]
    reason = "従事年数別に示すと少ない人数の回答が分かるおそれがあるため、全体だけを示す"
    assert f"＋：{reason}" in block.plain


def test_contrasts__print_a_band_with_its_verdict_or_none(pub):
    rows = printed(tables.contrasts(pub).html)
    knows = next(row for row in rows if "緊急時" in row[1])
    assert knows[2:] == ["76", "95以上", *["□"] * 5, "１年目の方が低い", "34", "92"]
    locks = next(row for row in rows if "印刷物" in row[1])
    assert locks[2:4] == ["85以上", "90以上"]
    assert locks[9] == "判定を示さない"


def test_composition__does_not_split_a_change_beside_a_band(pub):
    text = tables.composition(pub).plain
    assert "1問：率を幅で示すため、差、p値などは示さない" in text


def test_trend__prints_a_band_even_after_a_break_and_no_p_beside_it(pub):
    rows = printed(tables.trend(pub).html)
    saw, knows = (next(row for row in rows if name in row[0]) for name in ("１年間に", "緊急時"))
    assert saw[1:4] == ["83", "80以上85未満", "88"]
    assert saw[5:] == ["□", "□", "判定を示さない"]
    assert knows[2] == "95以上◇"


def test_printed_changes__print_the_band_beside_the_print():
    rows = printed(tables.changes(of_print()).html)[2:]
    knows = next(row for row in rows if "緊急時" in row[0])
    assert knows[2:] == ["99", "85以上90未満", *["□"] * 5, "どの組合せでも低下した"]
    spoke = next(row for row in rows if "声をかけた" in row[0])
    assert spoke[2:] == ["公表なし", "80以上", *["／"] * 5, "前年度の公表値がない"]


def test_cell_states__count_bands_apart_from_what_is_hidden(pub):
    above, below, *rows = printed(tables.cell_states(pub).html)
    assert (below[2], above[2]) == ("幅で示す", "幅で示す")
    assert rows[-1][2] == "10"  # 4 of the focus answers and 6 of the changes
    assert above[5] == "匿名性を守るため表示しない"
    assert (below[5], rows[-1][5]) == ("全体と同じ扱い", "8")


def test_families__count_bands_with_what_is_hidden(pub):
    block = tables.families(pub)
    assert printed(block.html)[0][3] == "表示しない又は幅で示す"
    assert "表示しないもの又は率を幅で示すもの" in block.plain


# ---- sentences


def test_sentence__names_the_band_and_the_verdict_and_no_figure_of_the_difference(pub):
    lines = commentary.focus_sentences(pub, 2).plain.split("\n")
    assert lines[1] == (
        "全体：適正な回答の割合は、令和４年度の95％以上から令和５年度の90％へ低下した"
        "（回答者120人→126人）。"
    )


def test_sentence__without_a_verdict_says_so(pub):
    lines = commentary.focus_sentences(pub, 1).plain.split("\n")
    assert lines[1] == (
        "全体：適正な回答の割合は令和４年度が80％以上85％未満、令和５年度が90％以上である"
        "（率を幅で示すため、差と判定は示さない）。"
    )
    english = commentary.focus_sentences(publication("en"), 1).plain.split("\n")[1]
    assert "was 80% to under 85% in FY2022 and 90% or more in FY2023" in english


def test_sentence__beside_a_print_names_the_band():
    lines = commentary.focus_sentences(of_print(), 2).plain.split("\n")
    assert lines[1] == (
        "全体：適正な回答の割合は、令和４年度（公表値）の99％から令和５年度の85％以上90％未満へ、"
        "公表値どおりになるどの人数の組合せでも低下した（回答者は令和５年度126人）。"
    )
    untold = commentary.focus_sentences(of_print(), 1).plain.split("\n")[1]
    assert "令和４年度（公表値）が85.7％、令和５年度が85％以上である" in untold


def test_lead__of_changes_names_what_moved_and_accounts_for_every_comparison(pub):
    lead = parts_of_lead(commentary.lead(pub, "year_over_year").html)
    # questions: 26 rows, 8 hidden and 4 more merged, 2 with a band and no verdict
    assert lead["opening"][0].endswith("設問（区分×設問×従事年数）が2件である。")
    assert lead["evidence"][1].endswith(
        "令和４年度の95％以上から令和５年度の90％へ低下した（回答者120人→126人）。"
    )
    assert "率を幅で示し、判定を示さないもの：設問2件" in lead["untold"]
    told = "".join([*lead["unchanged"], *lead["untold"]])
    # what rose or fell (3), what did not or was not told, and what is hidden (2 + 12)
    assert 3 + sum(map(int, re.findall(r"(\d+)件", told))) + 14 == 26 + 6


def test_lead__of_changes_claims_nothing_of_questions_with_a_band(pub):
    headline = parts_of_lead(commentary.lead(pub, "year_over_year").html)["evidence"][0]
    assert (
        "結果を示せるもの（率を幅で示すものを除く。）の中に、単独で変化が目立つものはない"
        in headline
    )


def test_lead__of_changes_beside_a_print_counts_what_has_no_verdict():
    lines = commentary.lead(of_print(), "year_over_year").plain.split("\n")
    assert "比較（設問×従事年数）は6件である" in lines[0]  # nine, two hidden, one without verdict
    assert "率を幅で示し、判定を示さないもの：重点項目の設問1件" in lines


def test_lead__of_focus_names_bands_with_their_verdicts(pub):
    lead = parts_of_lead(commentary.lead(pub, "focus").html)
    assert lead["changed"][0].endswith("：低下した（95％以上→90％）")
    assert lead["untold"][0].endswith("：判定を示さない（80％以上85％未満→90％以上）")
    of_a_print = parts_of_lead(commentary.lead(of_print(), "focus").html)
    assert of_a_print["changed"][0].endswith("：どの組合せでも低下した（99％→85％以上90％未満）")


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "ほかに4欄は率を幅で示す。"), ("en", "Cells that show a rate as a band besides: 4.")],
)
def test_lead__counts_bands_beside_what_is_hidden(language, said):
    assert commentary.lead(publication(language), "focus").plain.endswith(said)


def test_lead__counts_bands_where_nothing_is_hidden():
    states = with_bands()["cell_states"]
    open_ones = states[states["state"].isin([State.SHOWN, State.BAND])]
    text = commentary.lead(publication(cell_states=open_ones), "focus").plain
    # 14 cells of the focus answers are shown, and 4 as a band
    assert "匿名性を守るために表示しない欄はないが、18欄のうち4欄は率を幅で示す。" in text


def test_contrasts_found__count_bands_with_a_verdict_alone(pub):
    lines = contrasts_found(pub)
    # seven are shown without bands; of the two with one, one has no verdict
    assert lines[0].startswith("結果を示せる6件の比較のうち、")
    assert lines[1].endswith(
        "適正な回答の割合は１年目が76％、２年目以上が95％以上で、１年目の方が低い"
        "（回答者は１年目34人、２年目以上92人）。"
    )


# ---- charts


def drawn(block):
    return [row for rows in block.spec["datasets"].values() for row in rows]


def key(row):
    return (row.get("row") or row.get("question"), row["year"])


@pytest.mark.parametrize("name", CHARTS)
def test_chart__draws_a_band_from_end_to_end_and_no_point_in_it(name, pub):
    rows = drawn(CHARTS[name](pub))
    bands = [row for row in rows if "band" in row]
    assert bands
    assert all({"low", "high", "year"} <= set(row) and "percent" not in row for row in bands)
    if name != "trend":  # of which each panel has rows of its own
        assert not {key(row) for row in bands} & {key(row) for row in rows if "percent" in row}


@pytest.mark.parametrize("name", CHARTS)
def test_chart__reads_bands_aloud_and_says_what_a_bar_is(name, pub):
    block = CHARTS[name](pub)
    assert re.search("％以上|％以下", block.description)
    assert any("率が入る幅を示" in note for note in block.spec["usermeta"]["notes"])
    english = CHARTS[name](publication("en"))
    assert "% or more" in english.description
    assert not JAPANESE.search(english.description)
    none = CHARTS[name](fake_publication())
    assert not any("率が入る幅を示" in note for note in none.spec["usermeta"]["notes"])


@pytest.mark.parametrize("name", CHARTS)
def test_chart__holds_only_columns_that_it_draws(name, pub):
    spec = CHARTS[name](pub).spec
    columns = {column for row in drawn(CHARTS[name](pub)) for column in row}
    fields = set(re.findall(r"'field': '(\w+)'", str(spec)))
    assert columns == fields


def test_chart__tells_a_band_in_its_tooltip(pub):
    bands = [row["band"] for row in drawn(charts.focus_answers(pub, 2)) if "band" in row]
    assert bands == ["95以上", "95以上"]


def test_focus_chart__draws_the_band_of_the_proper_answer(pub):
    bands = {
        row["year"]: (row["low"], row["high"])
        for row in drawn(charts.focus_answers(pub, 1))
        if "band" in row
    }
    # no is proper: yes 10 or less is no 90 or more
    assert bands == {"令和５年度": (90, 100), "令和４年度": (80, 85)}


def test_focus_chart__begins_its_axis_below_the_lowest_band():
    frame = with_bands()["focus_answers"]
    wide = (frame["question"] == KNOWS) & (frame["state"] == State.BAND)
    frame.loc[wide, "yes_low_percent"] = 60
    notes = charts.focus_answers(publication(focus_answers=frame), 2).spec["usermeta"]["notes"]
    assert notes[0] == "率の軸は50％から始まる。"


def test_changes_chart__draws_focus_questions_and_counts_the_other_bands(pub):
    block = charts.changes(pub)
    texts = [row["text"] for row in drawn(block) if "text" in row]
    assert texts == ["差は示さない：判定を示さない", "差は示さない：低下した"]
    # the password question and the one that is not comparable
    assert (
        "率を幅で示すほかの設問は、差を示さないため図に含めない。"
        in (block.spec["usermeta"]["notes"])
    )
    assert "95％以上から90％、差は示さない、低下した" in block.description


def test_changes_chart__stands_where_every_rate_is_a_band():
    frame = with_bands()["changes"]
    frame = frame[frame["state"] == State.BAND]
    rows = drawn(charts.changes(publication(changes=frame)))
    assert not any("change" in row for row in rows)
    assert sum("text" in row for row in rows) == 2


def without_any_change(frame):
    return frame[frame["state"] == State.BAND]


NO_CHANGES = {
    "responses": lambda: publication(changes=without_any_change(with_bands()["changes"])),
    "print": lambda: fake_publication(
        **printed_with_bands()
        | {"printed_changes": without_any_change(printed_with_bands()["printed_changes"])}
    ),
}


@pytest.mark.parametrize("name", NO_CHANGES)
@pytest.mark.parametrize("chart", [charts.changes, lambda pub: charts.focus_answers(pub, 2)])
def test_chart__without_any_change_to_draw_is_a_picture_with_words(name, chart):
    # an empty legend would be drawn without end
    block = chart(NO_CHANGES[name]())
    assert any("差は示さない" in row.get("text", "") for row in drawn(block))
    right = block.spec["hconcat"][1]
    assert {layer["mark"]["type"] for layer in right["layer"]} == {"rect", "text"}
    assert "legend" not in str(right)
    size = next(it["mark"]["fontSize"] for it in right["layer"] if it["mark"]["type"] == "text")
    texts = [line for row in drawn(block) if "text" in row for line in row["text"].split("\n")]
    assert size == FONT_SIZE
    assert max(map(text_width, texts)) * size / 2 < right["width"]
    width, height = re.search(
        r' width="([^"]*)" height="([^"]*)"', static_picture(block.spec)
    ).groups()
    assert 0 < float(width) < 2000
    assert 0 < float(height) < 2000
    assert png_picture(block.spec)[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("chart", [charts.changes, lambda pub: charts.focus_answers(pub, 1)])
def test_chart__keeps_the_nought_line_off_the_words_beside_a_band(chart, pub):
    layers = chart(pub).spec["hconcat"][1]["layer"]
    kinds = [layer["mark"]["type"] for layer in layers]
    sheet = kinds.index("rect")
    assert kinds.index("rule") < sheet
    assert "text" in layers[sheet + 1]["encoding"]
    assert layers[sheet]["data"] == layers[sheet + 1]["data"]


def test_trend_chart__runs_no_line_through_a_band(pub):
    saw = charts.trend(pub).spec["concat"][0]
    names = {layer["data"]["name"] for layer in saw["layer"]}
    rows = [row for name in names for row in charts.trend(pub).spec["datasets"][name]]
    lines = {row["year"]: row["line"] for row in rows if "percent" in row}
    assert len(set(lines.values())) == 2
    assert set(lines) == {"令和３年度", "令和５年度"}
    assert "令和４年度 80％以上85％未満、令和５年度 88％" in charts.trend(pub).description


def test_sections__stand_with_bands(pub):
    assert len(sections.focus_items(pub).blocks) == 8
    assert len(sections.trend(pub).blocks) == 2


def test_sentences__of_a_merged_tenure_are_left_out():
    frame = fake_tables()["changes"]
    for tenure in (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS):
        merged(frame, {"role": ALL_ROLES, "question": SAW, "tenure": tenure})
    lines = commentary.focus_sentences(fake_publication(changes=frame), 1).plain.split("\n")
    assert [line.split("：")[0] for line in lines if "：" in line] == ["全体", "全体"]
