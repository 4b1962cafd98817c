"""The heat map of questions by roles: order, sheets, marks, bands and colours."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis import charts
from selfcheck_analysis.charts.ramp import DARK, LIGHT, white_below
from selfcheck_analysis.report.pictures import png_picture
from selfcheck_analysis.terms import State, Tenure
from tests.factories import QUESTIONS, fake_publication, fake_tables

FORM = [question["id"] for question in QUESTIONS]


def rates(*rows):
    """Return released rates of (role, question, percent, or its band, or a state)."""
    columns = fake_tables()["rates_by_question"].columns
    made = []
    for role, question, shown in rows:
        row = dict.fromkeys(columns) | {"role": role, "question": question, "tenure": Tenure.ALL}
        if isinstance(shown, State):
            made.append(row | {"state": shown})
        elif isinstance(shown, tuple):
            ends = {"low_percent": shown[0], "high_percent": shown[1]}
            made.append(row | ends | {"state": State.BAND, "n_answers": 50})
        else:
            made.append(row | {"rate_percent": shown, "state": State.SHOWN, "n_answers": 50})
    return pd.DataFrame(made, columns=columns)


MIXED = rates(
    *zip(
        ["counter_staff"] * 5,
        reversed(FORM),
        (91, (95, 100), 70, 88, State.HIDDEN_CONDITIONAL),
        strict=True,
    ),
    ("section_leads", "told_password", State.HIDDEN_SMALL),
    ("section_leads", "locks_papers_away", State.NO_ANSWERS),
)


def sheets_of(frame, language="ja"):
    return charts.rates_by_question(fake_publication(language, rates_by_question=frame)).blocks


def records(sheet):
    return [row for rows in sheet.spec["datasets"].values() for row in rows]


def layers(sheet, mark):
    return [layer for layer in sheet.spec["layer"] if layer["mark"]["type"] == mark]


def test_heat__puts_questions_in_the_order_of_the_form():
    (sheet,) = sheets_of(MIXED)
    rows = sheet.spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    pub = fake_publication()
    # the first question shows nothing of any role and has no row
    assert [row.replace("\n", "") for row in rows] == [pub.statement(q) for q in FORM[1:]]
    assert (
        "どの区分でも率を表示しない設問には、行を設けていない。" in sheet.spec["usermeta"]["notes"]
    )


def test_heat__puts_every_role_in_a_column_and_leaves_out_what_it_is_not_asked():
    (sheet,) = sheets_of(MIXED)
    roles = sheet.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert len(roles) == 2
    cells = {(r["question"], r["role"]) for r in records(sheet)}
    assert len(cells) == 4 + 2  # the leads are asked two of the four
    assert "空白は、その区分に尋ねていない設問である。" in sheet.spec["usermeta"]["notes"]


def test_heat__hatches_what_is_hidden_and_only_marks_what_is_not_there():
    (sheet,) = sheets_of(MIXED)
    marked = {row["mark"]: row["why"] for row in records(sheet) if "mark" in row}
    assert marked == {"＊": "回答者が10人未満のため表示しない", "…": "回答がない"}
    (hatching,) = layers(sheet, "point")
    hatched = sheet.spec["datasets"][hatching["data"]["name"]]
    assert [row["mark"] for row in hatched] == ["＊"]
    notes = "".join(sheet.spec["usermeta"]["notes"])
    assert "＊ 回答者が10人未満のため表示しない" in notes
    assert "… 回答がない" in notes


def test_heat__draws_a_band_in_words_on_a_grey_that_is_no_colour_of_the_scale():
    (sheet,) = sheets_of(MIXED)
    (band,) = [row for row in records(sheet) if "band" in row]
    assert band["band"] == "95以上"
    assert not {"low", "high", "percent"} & set(band)
    (cell,) = [
        layer["mark"]
        for layer in layers(sheet, "rect")
        if "band" in sheet.spec["datasets"][layer["data"]["name"]][0]
    ]
    red, green, blue = (cell["fill"][at : at + 2] for at in (1, 3, 5))
    assert red == green == blue
    assert "灰色の枠に文字で示す欄は、率が入る幅である。" in "".join(
        sheet.spec["usermeta"]["notes"]
    )


def test_heat__words_of_a_band_stand_in_the_middle_of_a_row_of_any_height():
    # nothing is drawn below them that a low row would push them on
    (sheet,) = sheets_of(MIXED)
    looks = [layer["mark"] for layer in layers(sheet, "text") + layers(sheet, "rect")]
    assert not [look for look in looks if {"dy", "yOffset", "height"} & set(look)]


def test_heat__of_bands_alone_is_drawn():
    (sheet,) = sheets_of(rates(("counter_staff", FORM[0], (80, 100))))
    assert [row["band"] for row in records(sheet)] == ["80以上"]
    assert png_picture(sheet.spec)


def test_heat__names_the_table_by_its_printed_name():
    for language, name in (("ja", "「設問別の適正実施率」"), ("en", "“Rates by question”")):
        (sheet,) = sheets_of(MIXED, language)
        for text in ("".join(sheet.spec["usermeta"]["notes"]), sheet.description):
            assert name in text
            assert "rates_by_question" not in text


def test_heat__prints_the_figure_in_every_cell():
    (sheet,) = sheets_of(MIXED)
    texts = [layer["encoding"]["text"]["field"] for layer in layers(sheet, "text")]
    assert set(texts) == {"percent", "band", "mark"}
    assert sorted(row["percent"] for row in records(sheet) if "percent" in row) == [70, 88, 91]


def test_heat__of_many_questions_is_cut_into_sheets_of_like_length():
    questionnaire = fake_publication().questionnaire
    many = [f"q{n:02}" for n in range(49)]
    asked = questionnaire.question("told_password")
    role = questionnaire.role("counter_staff").model_copy(
        update={"form": dict(enumerate(many, start=1))}
    )
    labels = [asked.label.model_copy(update={"ja": f"設問の{n:02}番"}) for n in range(49)]
    form = questionnaire.model_copy(
        update={
            "questions": [
                asked.model_copy(update={"id": q, "label": label})
                for q, label in zip(many, labels, strict=True)
            ],
            "roles": [role],
        }
    )
    pub = fake_publication(rates_by_question=rates(*(("counter_staff", q, 90) for q in many)))
    sheets = charts.rates_by_question(type(pub)(pub.release, form, pub.words)).blocks
    sizes = [len(records(sheet)) for sheet in sheets]
    assert sum(sizes) == 49
    assert len(sizes) > 1
    assert max(sizes) - min(sizes) <= len(sizes)
    assert [sheet.title[-3:] for sheet in sheets][:2] == ["（A）", "（B）"]
    assert all(sheet.spec["height"] <= 1000 for sheet in sheets)
    # what all sheets have in common is said once, below the first
    first, *others = (sheet.spec["usermeta"]["notes"] for sheet in sheets)
    assert "数値は適正実施率（％）であり、率が低いほど濃い。" in first
    assert {tuple(notes) for notes in others} == {("色と記号の意味は、図（A）の注に示す。",)}
    # a description stays short: it names at most two questions of each role
    assert all(len(sheet.description) < 400 for sheet in sheets)


@pytest.mark.parametrize(("language", "lowest"), [("ja", "の70％"), ("en", "rate is 70%")])
def test_heat__reads_the_lowest_and_where_the_others_stand_aloud(language, lowest):
    (sheet,) = sheets_of(MIXED, language)
    assert lowest in sheet.description
    assert fake_publication(language).statement("knows_contact_tree") in sheet.description


def luminance(colour):
    """Return the relative luminance of an sRGB colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("low", [0, 50, 90])
def test_ramp__letters_are_read_on_every_cell(low):
    # 4.5 to 1 is what WCAG 2.2 asks of text (success criterion 1.4.3)
    ends = [[int(c[at : at + 2], 16) for at in (1, 3, 5)] for c in (DARK, LIGHT)]
    for percent in range(low, 101):
        share = (percent - low) / (100 - low)
        mixed = [round(a + share * (b - a)) for a, b in zip(*ends, strict=True)]
        cell = luminance("#" + "".join(f"{channel:02x}" for channel in mixed))
        letters = 1.0 if percent < white_below(low) else 0.0
        lighter, darker = max(cell, letters), min(cell, letters)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, percent


def test_ramp__a_lower_rate_is_darker_in_grey_too():
    assert luminance(DARK) < luminance(LIGHT) - 0.5
