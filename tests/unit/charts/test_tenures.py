"""Small panels of what the tenures differ in: which, in which order, and with which words."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis import charts
from selfcheck_analysis.terms import State, Verdict
from tests.factories import fake_publication, fake_tables

KNOWS = "回答対象の全員「緊急時の連絡体制表がある場所を知っている」"


def panels(pub):
    """Return title, subtitle and rows of every panel."""
    spec = charts.contrasts(pub).spec
    return [
        (
            "".join(panel["title"]["text"]),
            panel["title"]["subtitle"],
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
        "差−18ポイント（−35～−5）、１年目の方が低い",
        "差+10ポイント（0～+17）、１年目の方が高い",
        "差+4ポイント（−11～+15）、違いがあるとはいえない",
        "差−1ポイント（−3～−1）、違いがあるとはいえない",
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
