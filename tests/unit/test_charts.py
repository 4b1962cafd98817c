"""What the charts draw, and what they must not carry; figures are those of tests/factories.py."""

import json

import pandas as pd
import pytest
import vl_convert

from selfcheck_analysis import charts
from selfcheck_analysis.charts.style import text_width, wrap, wrapped
from selfcheck_analysis.display import Blocks, ChartBlock, HtmlBlock
from selfcheck_analysis.figures import signed
from selfcheck_analysis.terms import Note, State, Tenure, Verdict
from tests.factories import fake_publication, fake_tables, frame_of, without_trend

EVERY_CHART = {
    "rates_by_role": charts.rates_by_role,
    "changes": charts.changes,
    "contrasts": charts.contrasts,
    "focus_answers": lambda pub: charts.focus_answers(pub, 1),
    "rates_by_question": lambda pub: first_sheet(charts.rates_by_question(pub)),
    "trend": charts.trend,
}


def first_sheet(block):
    """Return the first sheet of a chart of several; what is no chart stays as it is."""
    return block.blocks[0] if isinstance(block, Blocks) else block


@pytest.fixture
def pub():
    return fake_publication()


@pytest.fixture(params=EVERY_CHART)
def any_chart(request):
    return EVERY_CHART[request.param](fake_publication())


def everything(spec, key):
    """Return the values of `key` wherever they stand in a specification."""
    if isinstance(spec, dict):
        here = [spec[key]] if key in spec else []
        return here + [found for value in spec.values() for found in everything(value, key)]
    if isinstance(spec, list):
        return [found for value in spec for found in everything(value, key)]
    return []


def drawn_rows(spec):
    """Return all rows of all data sets of a chart, each data set once."""
    assert not [data for data in everything(spec, "data") if "values" in data]
    return [row for rows in spec["datasets"].values() for row in rows]


def hidden_everywhere(name):
    """Return a release of which one table shows nothing."""
    frame = fake_tables()[name]
    figures = [c for c in frame if c.endswith(("_percent", "_points")) or c.startswith("n_")]
    frame[figures] = None
    frame["state"] = State.HIDDEN_SMALL
    return fake_publication(**{name: frame})


def test_chart__holds_only_columns_that_it_draws(any_chart):
    columns = {column for row in drawn_rows(any_chart.spec) for column in row}
    encoded = {
        channel["field"]
        for encoding in everything(any_chart.spec, "encoding")
        for channel in encoding.values()
        if isinstance(channel, dict) and "field" in channel
    }
    assert columns == encoded


def test_chart__names_no_hidden_group(any_chart):
    # The section leads are hidden in every table.
    assert "係長級" not in json.dumps(any_chart.spec, ensure_ascii=False)


def test_chart__draws_under_the_vega_lite_that_jupyterlab_ships(any_chart):
    assert "<svg" in vl_convert.vegalite_to_svg(any_chart.spec, vl_version="5.21")


def test_chart__draws_no_shape_that_two_charts_of_a_page_could_share(any_chart):
    # Clip paths and gradients are found by id; equal ids of two pictures would mix them up.
    assert ' id="' not in vl_convert.vegalite_to_svg(any_chart.spec)


def test_chart__cuts_off_no_label(any_chart):
    config = any_chart.spec["config"]
    assert {config[part]["labelLimit"] for part in ("axis", "legend")} == {0}
    assert "…" not in vl_convert.vegalite_to_svg(any_chart.spec)


def test_chart__has_fonts_for_windows_and_for_here(any_chart):
    font = any_chart.spec["config"]["font"]
    assert font.split(", ")[:2] == ["BIZ UDPGothic", "Yu Gothic"]
    assert font.endswith("sans-serif")


def test_chart__describes_itself_in_the_language_of_the_page(any_chart):
    assert any_chart.spec["description"] == any_chart.description
    assert any_chart.description.startswith(f"{any_chart.title}。")


@pytest.mark.parametrize("name", ["changes", "focus_answers", "rates_by_role"])
def test_chart__tells_the_years_apart_without_colour(name):
    spec = EVERY_CHART[name](fake_publication()).spec
    shapes = [scale for scale in everything(spec, "shape") if "scale" in scale]
    years = [s["scale"] for s in shapes if s["field"] == "year"]
    assert years[0]["domain"] == ["令和４年度", "令和５年度"]
    assert len(set(years[0]["range"])) == 2


def test_rates_by_role__draw_every_figure_that_is_shown(pub):
    rows = [row for row in drawn_rows(charts.rates_by_role(pub).spec) if "percent" in row]
    drawn = {(row["row"].split("\n")[1], row["year"]): row["percent"] for row in rows}
    assert drawn == {
        ("１年目", "令和５年度"): 97,
        ("２年目以上", "令和５年度"): 98,
        ("全体", "令和５年度"): 98,
        ("１年目", "令和４年度"): 91,
        ("２年目以上", "令和４年度"): 98,
        ("全体", "令和４年度"): 96,
    }


def test_rates_by_role__say_what_they_leave_out_and_where_the_axis_begins(pub):
    notes = charts.rates_by_role(pub).spec["usermeta"]["notes"]
    # The lowest rate is 91; four cells are hidden, the two absent ones are not counted.
    assert notes == ["率の軸は90％から始まる。", "表示しない数値は図に含めない。"]


def test_rates_by_role__read_every_figure_aloud(pub):
    description = charts.rates_by_role(pub).description
    assert "１年目 令和５年度 97％" in description
    assert description.count("％") == 6


def test_rates_by_role__in_a_first_year_draw_one_year():
    frame = fake_tables()["rates_by_role"]
    first = frame[frame["fiscal_year"] == 2023]
    block = charts.rates_by_role(fake_publication(last_year=None, rates_by_role=first))
    assert {row["year"] for row in drawn_rows(block.spec) if "year" in row} == {"令和５年度"}


@pytest.mark.parametrize("name", EVERY_CHART)
def test_chart__with_nothing_to_show_says_so_in_words(name):
    block = EVERY_CHART[name](hidden_everywhere(name))
    assert isinstance(block, HtmlBlock)
    assert "表示できる数値がないため描かない。" in block.plain
    left_out = "数値は図に含めない。"
    assert ("行を設けていない。" if name == "rates_by_question" else left_out) in block.plain


def test_changes__without_a_last_year_say_so():
    nothing = fake_tables()["changes"].iloc[:0]
    block = charts.changes(fake_publication(last_year=None, changes=nothing))
    assert block.plain == "前年度の結果がないため、変化は示さない。"


def changes_with(n, points):
    """Return a release with `n` more questions of the staff, each changed by `points(i)`."""
    tables = fake_tables()
    model = tables["changes"].iloc[[2]].assign(role="counter_staff", question="told_password")
    more = [model.assign(change_points=points(i)) for i in range(n)]
    return fake_publication(changes=pd.concat([tables["changes"], *more], ignore_index=True))


def changed_points(block):
    return [row["change"] for row in drawn_rows(block.spec) if "change" in row]


def test_changes__draw_each_focus_question_once(pub):
    # +3, -7 and -9 over everyone asked; the staff's rows of the same questions are the same people
    assert changed_points(charts.changes(pub)) == [3, -7, -9]


def test_changes__leave_out_other_questions_that_did_not_change():
    assert changed_points(charts.changes(changes_with(1, lambda i: 0))) == [3, -7, -9]
    assert changed_points(charts.changes(changes_with(1, lambda i: -2))) == [3, -7, -9, -2]


def test_changes__keep_focus_questions_and_the_largest_changes():
    block = charts.changes(changes_with(15, lambda i: (i + 10) * (-1) ** i))
    kept = changed_points(block)
    assert kept[:3] == [3, -7, -9]
    # 12 rows fit: nine of 10 to 24 points remain, whatever their sign, in the table's order
    assert kept[3:] == [16, -17, 18, -19, 20, -21, 22, -23, 24]
    note = "重点項目と差の大きい設問を描き、ほかの設問は表に示す。"
    assert note in block.spec["usermeta"]["notes"]


def test_changes__draw_the_interval_with_nought_on_the_axis(pub):
    right = charts.changes(pub).spec["hconcat"][1]
    lows = [s["domain"] for s in everything(right, "scale") if "nice" in s]
    assert lows[0] == [-33, 18]  # the lowest and highest ends of the three intervals drawn


def test_changes__show_the_verdict_by_shape(pub):
    right = charts.changes(pub).spec["hconcat"][1]
    scale = next(s["scale"] for s in everything(right, "shape") if "scale" in s)
    fell = pub.words(f"verdict.{Verdict.FELL}")
    assert dict(zip(scale["domain"], scale["range"], strict=True))[fell] == "triangle-down"
    assert len(set(scale["range"])) == len(scale["range"])


def test_changes__read_rates_change_interval_and_verdict_aloud(pub):
    assert (
        "回答対象の全員「緊急時の連絡体制表がある場所を知っている」："
        "99％から90％、差−9ポイント（−16～−4）、低下した。"
    ) in charts.changes(pub).description


def test_changes__say_where_no_is_the_proper_answer(pub):
    labels = {
        row["question"].replace("\n", "")
        for row in drawn_rows(charts.changes(pub).spec)
        if "question" in row
    }
    reversed_ones = [label for label in labels if label.endswith("（適正な回答は「いいえ」）")]
    assert len(labels) == 3
    assert len(reversed_ones) == 1
    assert "端末を見かけた" in reversed_ones[0]


def test_focus_answers__draw_the_proper_answers_whichever_they_are(pub):
    rows = drawn_rows(charts.focus_answers(pub, 1).spec)
    dots = [row for row in rows if row.get("year") == "令和５年度"]
    drawn = {tuple(row["question"].split("\t")): row["percent"] for row in dots}
    saw = "この１年間に、ログインしたままの端末を見かけた（適正な回答は「いいえ」）"
    spoke = "見かけた端末の利用者に声をかけた（適正な回答は「はい」）"
    assert drawn[(saw, "全体")] == 88  # of "no"
    assert drawn[(spoke, "全体")] == 81  # of "yes"
    assert (spoke, "１年目") not in drawn


CONTRADICTS = "を付けたものは判定と信頼区間が食い違って見える。その理由は、表の注に示す。"


def test_changes__mark_where_verdict_and_interval_seem_to_contradict_as_the_table_does(pub):
    assert not any(CONTRADICTS in note for note in charts.changes(pub).spec["usermeta"]["notes"])
    frame = fake_tables()["changes"]
    frame = frame.assign(note=["", Note.ADJUSTED, *[""] * (len(frame) - 2)])
    told = frame.iloc[[1]].assign(tenure=Tenure.ALL, role="all_roles")
    frame = pd.concat([frame[frame["question"] != told["question"].iloc[0]], told])
    block = charts.changes(fake_publication(changes=frame))
    marked = [row for row in drawn_rows(block.spec) if "†" in str(row.get("points", ""))]
    assert [row["points"] for row in marked] == [f"{signed(told['change_points'].iloc[0])}†"]
    assert f"「†」{CONTRADICTS}" in block.spec["usermeta"]["notes"]


UNROUNDED = "差は四捨五入する前の値から計算したため、表示した率の差と１ポイント異なることがある。"


@pytest.mark.parametrize(("printed", "said"), [(-9, False), (-10, True)])
def test_changes__say_that_changes_are_of_unrounded_rates_where_one_looks_off(printed, said):
    frame = fake_tables()["changes"]
    # 99 to 90 is nine less; of unrounded rates it may be ten
    nine = (frame["last_percent"] == 99) & (frame["this_percent"] == 90)
    even = frame[nine].assign(change_points=printed)
    for chart in (charts.changes, lambda pub: charts.focus_answers(pub, 2)):
        block = chart(fake_publication(changes=even))
        assert {row["change"] for row in drawn_rows(block.spec) if "change" in row} == {printed}
        assert (UNROUNDED in block.spec["usermeta"]["notes"]) is said


SAW = "この１年間に、ログインしたままの端末を見かけた（適正な回答は「いいえ」）"
KNOWS = "緊急時の連絡体制表がある場所を知っている"
HEADLINE = "窓口業務を担当する一般職員及び会計年度任用職員（区分の率）"


def lines_of(block):
    """Return for each panel of the trend its title, and the points of each of its lines."""
    found = {}
    for panel in block.spec["concat"]:
        lines = {}
        for row in block.spec["datasets"][panel["data"]["name"]]:
            lines.setdefault(row["line"], []).append((row["year"], row["percent"]))
        found["".join(panel["title"]["text"])] = list(lines.values())
    return found


def test_trend__draws_a_panel_for_every_series_that_is_shown(pub):
    found = lines_of(charts.trend(pub))
    assert list(found) == [SAW, "見かけた端末の利用者に声をかけた", KNOWS, HEADLINE]
    assert found[HEADLINE] == [[("令和３年度", 94), ("令和４年度", 96), ("令和５年度", 98)]]


def test_trend__breaks_the_line_where_the_meaning_changed(pub):
    block = charts.trend(pub)
    assert lines_of(block)[KNOWS] == [
        [("令和３年度", 95)],
        [("令和４年度", 99), ("令和５年度", 90)],
    ]
    line = block.spec["concat"][2]["layer"][0]
    assert line["mark"]["type"] == "line"
    assert line["encoding"]["detail"]["field"] == "line"


def test_trend__breaks_the_line_over_a_hidden_year_and_over_a_gap():
    trend = fake_tables()["trend"]
    middle = (trend["question"] == "saw_unattended_terminal") & (trend["fiscal_year"] == 2022)
    hidden = trend.copy()
    hidden.loc[middle, ["n_answers", "rate_percent", "state"]] = [None, None, State.HIDDEN_PROTECTS]
    for frame in (hidden, trend[~middle]):
        block = charts.trend(fake_publication(trend=frame))
        assert lines_of(block)[SAW] == [[("令和３年度", 83)], [("令和５年度", 88)]]


def test_trend__says_why_a_line_breaks_only_where_one_does(pub):
    assert any("線が切れている" in note for note in charts.trend(pub).spec["usermeta"]["notes"])
    trend = fake_tables()["trend"].assign(stretch=1)
    notes = charts.trend(fake_publication(trend=trend)).spec["usermeta"]["notes"]
    assert not any("線が切れている" in note for note in notes)


def test_trend__says_what_it_leaves_out_and_where_the_axis_begins(pub):
    notes = charts.trend(pub).spec["usermeta"]["notes"]
    # The lowest rate is 81; one year of a question and three of the section leads are hidden.
    assert notes[-2:] == ["率の軸は80％から始まる。", "表示しない数値は図に含めない。"]


def test_trend__names_every_year_on_its_axis_even_one_without_a_figure():
    trend = fake_tables()["trend"]
    block = charts.trend(fake_publication(trend=trend[trend["fiscal_year"] != 2022]))
    domains = {tuple(x["scale"]["domain"]) for x in everything(block.spec, "x")}
    assert domains == {("令和３年度", "令和４年度", "令和５年度")}


def test_trend__prints_every_percent_beside_its_point(pub):
    for panel in charts.trend(pub).spec["concat"]:
        texts = [layer for layer in panel["layer"] if layer["mark"]["type"] == "text"]
        assert [layer["encoding"]["text"]["field"] for layer in texts] == ["percent"]


def test_trend__gives_many_years_the_whole_width():
    rows = [("counter_staff", "headline", year, 1, 100, 90, "shown") for year in range(2016, 2024)]
    many = charts.trend(fake_publication(trend=frame_of("trend", rows))).spec
    few = charts.trend(fake_publication()).spec
    assert (few["columns"], many["columns"]) == (2, 1)
    assert many["concat"][0]["width"] > few["concat"][0]["width"]


def test_trend__reads_every_year_aloud_and_where_a_line_breaks(pub):
    figures = "令和３年度 95％、（ここで途切れて）令和４年度 99％、令和５年度 90％。"
    assert f"{KNOWS}：{figures}" in charts.trend(pub).description
    english = charts.trend(fake_publication("en")).description
    assert "FY2021 95%, (after a break) FY2022 99%, FY2023 90%." in english


@pytest.mark.parametrize(("language", "words"), [("ja", "３年度以上"), ("en", "three years")])
def test_trend__of_two_years_says_that_it_needs_three(language, words):
    block = charts.trend(fake_publication(language, **without_trend()))
    assert isinstance(block, HtmlBlock)
    assert words in block.plain


def test_charts__are_made_in_english():
    block = charts.rates_by_role(fake_publication("en"))
    assert isinstance(block, ChartBlock)
    assert block.title == "Rate of proper answers by role and tenure"
    assert "First year FY2023 97%" in block.description


def test_wrap__keeps_lines_within_their_width():
    lines = wrap("情報提供ネットワークシステムに関する職員自己点検", 20)
    assert "".join(lines) == "情報提供ネットワークシステムに関する職員自己点検"
    assert max(map(text_width, lines)) <= 20


def test_wrap__begins_no_line_with_closing_punctuation():
    assert wrap("あいうえお。かき", 10) == ["あいうえお。", "かき"]


def test_wrap__ends_no_line_with_an_opening_bracket():
    assert wrap("あいうえ（かき）", 10) == ["あいうえ", "（かき）"]


def test_wrap__leaves_words_whole():
    assert wrap("USBメモリを接続した", 4) == ["USB", "メモ", "リを", "接続", "した"]


def test_wrapped__makes_lines_even():
    # 17 characters fit two lines of ten; nine and eight are more even than ten and seven.
    assert [
        len(line) for line in wrapped("一二三四五六七八九十一二三四五六七", 20).split("\n")
    ] == [9, 8]
