"""Counts of comparisons by family: they add up, and what is hidden is hidden."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.disclosure.families import families
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.terms import Family, State, Verdict

PARTS = [
    *("n_hidden", "n_not_comparable", "n_not_computable", "n_no_answers", "n_not_testable"),
    *("n_alike", "n_tested"),
]
SHOWN, SMALL = "shown", "hidden_small_base"


def frame(*rows):
    return pd.DataFrame(rows, columns=["family", "verdict", "state"])


def test_families__count_what_is_printed():
    focus = frame(
        ("focus", "fell", SHOWN),
        ("focus", "rose", SHOWN),
        ("focus", "not_shown_to_have_changed", SHOWN),
        ("focus", "no_change_to_test", SHOWN),
        ("focus", "not_testable_at_this_size", SHOWN),
        ("focus", "not_tested_no_answers", "no_answers"),
        ("focus", "not_tested_no_answers", "absent_group"),
        ("focus", "not_comparable", SHOWN),
        ("focus", "not_computable_without_persons", SHOWN),
        ("focus", None, SMALL),
        ("focus", None, "hidden_conditional"),
        ("focus", None, "hidden_protects_another_cell"),
        ("focus", None, "merged_into_all_tenures"),
        ("focus", None, "band"),
    )
    [row] = families({"years": [focus]}).to_dict("records")
    assert row == {
        **{"comparison": "years", "family": "focus", "n_comparisons": 14, "n_hidden": 5},
        **{"n_not_comparable": 1, "n_not_computable": 1, "n_no_answers": 2},
        **{"n_not_testable": 1, "n_alike": 1, "n_tested": 3, "n_flagged": 2},
    }


def test_families__a_verdict_of_a_hidden_comparison_is_not_counted():
    [row] = families({"years": [frame(("focus", "fell", SMALL))]}).to_dict("records")
    assert (row["n_hidden"], row["n_tested"], row["n_flagged"]) == (1, 0, 0)


def test_families__a_band_is_counted_as_hidden_whatever_is_said_of_it():
    # A certain verdict beside a band is printed, but how many bands were tested is not.
    for verdict in ("fell", "not_testable_at_this_size", "not_comparable", None):
        [row] = families({"years": [frame(("focus", verdict, "band"))]}).to_dict("records")
        assert (row["n_comparisons"], row["n_hidden"], row["n_flagged"]) == (1, 1, 0)
        assert sum(row[part] for part in PARTS) == 1


def test_families__stand_in_order_and_those_without_a_comparison_are_left_out():
    years = [frame(("screening", "fell", SHOWN)), frame(("focus", "rose", SHOWN))]
    tenures = [frame(("headline", "rose", SHOWN))]
    found = families({"years": years, "tenures": tenures})
    assert found[["comparison", "family"]].values.tolist() == [
        *(["years", "focus"], ["years", "screening"], ["tenures", "headline"])
    ]


def test_families__one_family_may_come_from_several_tables():
    years = [frame(("focus", "fell", SHOWN)), frame(("focus", None, SMALL))]
    assert families({"years": years})["n_comparisons"].tolist() == [2]


def test_families__of_nothing_are_an_empty_table():
    found = families({"years": [frame()], "tenures": [frame()]})
    assert found.empty
    assert tuple(found) == COLUMNS["families"]


comparisons = st.lists(
    st.tuples(
        st.sampled_from([str(family) for family in Family]),
        st.sampled_from([str(verdict) for verdict in Verdict]),
        st.sampled_from([str(state) for state in State]),
    ),
    min_size=1,
)


@given(comparisons)
def test_families__columns_add_up_and_nothing_is_lost(rows):
    found = families({"years": [frame(*rows)]})
    assert (found[PARTS].sum(axis="columns") == found["n_comparisons"]).all()
    assert (found["n_flagged"] <= found["n_tested"]).all()
    assert found["n_comparisons"].sum() == len(rows)
