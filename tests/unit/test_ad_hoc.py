"""Two counts typed by hand: values, words, and what is refused."""

import json

import pytest

from selfcheck_analysis import ad_hoc
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.terms import Note, Verdict
from selfcheck_analysis.words import LANGUAGES, Words, catalogue


def codes(*arguments, **settings):
    with pytest.raises(ProblemsError) as error:
        ad_hoc.compare(*arguments, **settings)
    return [problem.code for problem in error.value.problems]


def test_compare__values_are_plain_and_named_like_the_columns():
    values = ad_hoc.compare("1/34", "7/34")
    again = json.loads(json.dumps(values))
    assert again == values
    # Boschloo .03846392 (Fagerland et al. 2017, table 4.4)
    assert values["p"] == pytest.approx(0.03846392, abs=5e-9)
    assert (values["x_last"], values["n_this"], values["verdict"]) == (1, 34, "rose")


def test_compare__what_is_missing_is_none():
    values = ad_hoc.compare("0/0", "3/5")
    assert values["change"] is None
    assert values["rate_this"] == 0.6
    assert values["reason"] == "no_answers"


def test_compare__full_width_digits_and_spaces_will_do():
    assert ad_hoc.compare("１／３４", " 7 / 34 ") == ad_hoc.compare("1/34", "7/34")


def test_compare__every_fault_is_reported_at_once():
    assert codes("96%", "9/5", alpha=5) == ["compare_not_counts", "compare_above", "compare_alpha"]


@pytest.mark.parametrize("text", ["", "5", "5/", "-1/5", "1.5/5", "5/5/5", "a/b", "1e2/200"])
def test_compare__what_is_no_pair_of_counts_is_refused(text):
    assert codes(text, "3/5") == ["compare_not_counts"]


def test_compare__more_answers_than_the_exact_test_takes_are_refused_in_words():
    assert codes("2500/3000", "2500/3000") == ["compare_too_large"]


def test_in_words__says_rates_change_intervals_p_detectable_change_and_verdict():
    lines = list(ad_hoc.in_words(ad_hoc.compare("48/80", "56/70"), Words("en")))
    # Newcombe 1998, table II (a): .0524 to .3339; Miettinen-Nurminen .0528 to .3382
    assert lines[:5] == [
        "Last year: 48 of 80 proper (60.0%)",
        "This year: 56 of 70 proper (80.0%)",
        "Change: +20.0 points",
        "95% interval: +5.2 to +33.4 points (Newcombe)",
        "95% interval: +5.3 to +33.8 points (Miettinen-Nurminen)",
    ]
    assert lines[-1].startswith("Verdict: the share of proper answers rose (p 0.0")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("last", "this"),
    [("48/80", "56/70"), ("56/70", "48/80"), ("7/15", "12/15"), ("2/2", "0/2"), ("0/0", "3/5")],
)
def test_in_words__every_verdict_can_be_said(language, last, this):
    lines = list(ad_hoc.in_words(ad_hoc.compare(last, this), Words(language)))
    assert all(lines)


def test_in_words__all_alike_names_both_rates():
    lines = list(ad_hoc.in_words(ad_hoc.compare("30/30", "40/40"), Words("en")))
    assert lines[-1].endswith("there is no change to test (100% and 100%).")


def test_in_words__the_interval_and_the_verdict_never_differ_without_a_note():
    for x in range(20, 41):
        values = ad_hoc.compare("30/40", f"{x}/40")
        without_zero = values["low"] > 0 or values["high"] < 0
        lines = list(ad_hoc.in_words(values, Words("en")))
        at_odds = without_zero != (values["verdict"] in ("rose", "fell"))
        assert at_odds == lines[-1].startswith("Note:")


def test_catalogue__has_a_sentence_for_every_verdict_and_note_of_a_single_comparison():
    # nothing declares two typed counts, and they need no persons
    verdicts = set(Verdict) - {Verdict.NOT_COMPARABLE, Verdict.NOT_COMPUTABLE}
    assert all(f"compare.{verdict}" in catalogue() for verdict in verdicts)
    assert all(f"compare.note.{note}" in catalogue() for note in (Note.METHOD, Note.WITH_ZERO))
