"""Small panels of what the tenures differ in: which, in which order, and with which words."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis import charts
from selfcheck_analysis.charts.tenure_looks import TENURE_LOOKS
from selfcheck_analysis.feedback.ranking import Ranked, Rated
from selfcheck_analysis.feedback.training import Lesson
from selfcheck_analysis.feedback.training_chart import training_chart
from selfcheck_analysis.terms import Note, State, Verdict
from tests.factories import fake_publication, fake_tables

KNOWS = "回答対象の全員「緊急時の連絡体制表がある場所を知っている」"


def panels(pub):
    """Return title, subtitle and rows of every panel."""
    spec = charts.contrasts(pub).spec
    return [
        (
            "".join(panel["title"]["text"]),
            "、".join(panel["title"]["subtitle"]),
            [
                row
                for layer in [panel, *panel["layer"]]
                if "name" in layer.get("data", {})
                for row in spec["datasets"][layer["data"]["name"]]
            ],
        )
        for panel in spec["concat"]
    ]


def test_contrasts__put_what_was_found_first_then_the_largest():
    found = [(title, told) for title, told, _ in panels(fake_publication())]
    assert [told for _, told in found] == [
        "差−18ポイント（95％信頼区間 −35～−5）、１年目の方が低い",
        "差+10ポイント（95％信頼区間 0～+17）、１年目の方が高い§",
        "差+4ポイント（95％信頼区間 −11～+15）、違いがあるとはいえない",
        "差−1ポイント（95％信頼区間 −3～−1）、違いがあるとはいえない‡",
    ]
    assert found[0][0] == KNOWS  # and not again for the staff, who are the same people


def test_contrasts__draw_both_tenures():
    _, _, rows = panels(fake_publication())[0]
    drawn = {row["tenure"]: row["percent"] for row in rows}
    assert drawn == {"１年目": 76, "２年目以上": 95}


def test_contrasts__draw_a_band_without_a_difference():
    frame = fake_tables()["contrasts"]
    knows = (frame["question"] == "knows_contact_tree") & (frame["role"] == "all_roles")
    figures = [
        c for c in frame if c.endswith("_points") or c in ("p", "p_adjusted", "later_percent")
    ]
    frame.loc[knows, figures] = None
    frame.loc[knows, ["later_low_percent", "later_high_percent"]] = [95, 100]
    frame.loc[knows, ["state", "verdict"]] = [State.BAND, Verdict.NOT_SHOWN]
    title, told, rows = panels(fake_publication(contrasts=frame))[-1]
    assert (title, told) == (KNOWS, "差は示さない：違いがあるとはいえない")
    assert {row["tenure"]: row.get("band") for row in rows} == {
        "１年目": None,
        "２年目以上": "95以上",
    }


def test_contrasts__keep_the_largest_of_many_and_say_so():
    frame = fake_tables()["contrasts"]
    model = frame[(frame["question"] == "locks_papers_away") & (frame["role"] == "counter_staff")]
    many = [model.assign(change_points=points) for points in range(1, 20)]
    pub = fake_publication(contrasts=pd.concat([frame, *many], ignore_index=True))
    found = panels(pub)
    assert len(found) == 8
    # 18 points from the table of the factories, then 19 down to 13 of those made here
    assert [told.split("ポイント")[0] for _, told, _ in found] == [
        *("差+19", "差−18", "差+18", "差+17", "差+16", "差+15", "差+14", "差+13"),
    ]
    notes = charts.contrasts(pub).spec["usermeta"]["notes"]
    assert "差の小さいほかの設問は、次の表に示す。" in notes


@pytest.mark.parametrize("language", ["ja", "en"])
def test_contrasts__never_speak_of_a_rise_or_fall(language):
    block = charts.contrasts(fake_publication(language))
    assert not any(
        w in block.description for w in ("上昇", "低下", "変化", "rose", "fell", "change ")
    )


def test_contrasts__titles_read_on_in_english():
    # joined, the lines of a title are the title again
    titles = [title for title, _, _ in panels(fake_publication("en"))]
    assert "Everyone asked, “I know where the contact tree is kept”" in titles


def test_contrasts__mark_a_verdict_that_the_interval_seems_to_contradict():
    mark, note = "†", Note.ADJUSTED
    frame = fake_tables()["contrasts"]
    assert not [told for _, told, _ in panels(fake_publication(contrasts=frame)) if mark in told]
    at = (frame["question"] == "knows_contact_tree") & (frame["role"] == "all_roles")
    pub = fake_publication(contrasts=frame.assign(note=frame["note"].where(~at, note)))
    assert [title for title, told, _ in panels(pub) if told.endswith(mark)] == [KNOWS]
    assert any(mark in text for text in charts.contrasts(pub).spec["usermeta"]["notes"])


def test_contrasts__keep_the_line_off_the_figures():
    for panel in charts.contrasts(fake_publication()).spec["concat"]:
        marks = [layer["mark"] for layer in panel["layer"]]
        kinds = [mark["type"] for mark in marks]
        rim = next(n for n, mark in enumerate(marks) if mark.get("stroke") == "white")
        assert kinds.index("line") < rim < len(kinds) - 1 - kinds[::-1].index("text")


def luminance(colour):
    """Return the relative luminance of an sRGB colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_tenures__have_looks_that_no_year_has():
    shapes, colours = map(set, zip(*TENURE_LOOKS.values(), strict=True))
    spec = charts.rates_by_role(fake_publication()).spec
    encodings = [layer["encoding"] for layer in spec["layer"] if "shape" in layer["encoding"]]
    (years,) = encodings
    assert not shapes & set(years["shape"]["scale"]["range"])
    assert not colours & set(years["stroke"]["scale"]["range"])
    assert len(shapes) == len(colours) == 2


def test_tenures__are_told_apart_by_lightness_and_seen_on_paper():
    # 3 to 1 against white is what WCAG 2.2 asks of graphics (success criterion 1.4.11);
    # 2 to 1 between both is seen in grey, and by readers who see no hues.
    dark, light = sorted(luminance(colour) for _, colour in TENURE_LOOKS.values())
    assert 1.05 / (light + 0.05) >= 3
    assert (light + 0.05) / (dark + 0.05) >= 2


def test_tenures__look_alike_in_the_training_chart():
    first, later = (
        [Rated("counter_staff", q, n) for q, n in (("told_password", x), ("locks_papers_away", x))]
        for x in (80, 90)
    )
    lessons = [
        Lesson(Ranked(a, 1, 1, False), b, None, True) for a, b in zip(first, later, strict=True)
    ]
    pub = fake_publication()
    spec = training_chart(pub, lessons).spec
    points = next(layer["encoding"] for layer in spec["layer"] if layer["mark"]["type"] == "point")
    looks = [points[channel]["scale"] for channel in ("shape", "color")]
    panel = charts.contrasts(pub).spec["concat"][0]
    dots = next(layer["encoding"] for layer in panel["layer"] if layer["mark"]["type"] == "point")
    assert looks == [dots[channel]["scale"] for channel in ("shape", "color")]
    assert looks[0]["range"] == ["square", "cross"]
