"""The linked drawing: its rows, its selections, its stamp, and that it can be drawn."""

import json
import re

import pytest

from selfcheck_analysis.display import CHART_MIME, MARK
from selfcheck_analysis.workbench import charts, records
from selfcheck_analysis.workbench.opened_release import OpenedRelease
from selfcheck_analysis.workbench.views import TENURES, confidential_view, released_view
from tests.banded import with_bands
from tests.factories import fake_publication

STAFF, SAW = "counter_staff", "saw_unattended_terminal"


def view_of(language="en", **changes):
    pub = fake_publication(language, **changes)
    return released_view(OpenedRelease(pub.release, pub.questionnaire, pub.words), 2022)


def spec_of(view, picked=(STAFF, SAW), sort="form", tenure="all"):
    questions = [question.id for question in view.form.questions]
    return charts.linked(
        view,
        records.role_records(view, tenure),
        records.question_records(view, tenure, sort, questions),
        records.detail_records(view, questions),
        picked,
    )


def drawn(spec):
    """Return the picture; the drawing engine refuses what it does not understand."""
    import vl_convert

    return vl_convert.vegalite_to_svg(spec)


def params(part):
    """Return every selection of a specification."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    own = part.get("params", []) if isinstance(part, dict) else []
    return [*own, *(found for value in inner for found in params(value))]


def test_linked__has_a_selection_of_roles_and_one_of_questions():
    found = {param["name"]: param["value"] for param in params(spec_of(view_of()))}
    assert found == {
        "picked_role": [{"role": STAFF}],
        "picked_question": [{"question": SAW}],
    }


def test_linked__shows_the_questions_of_the_role_that_is_picked():
    view = view_of()
    staff, leads = (drawn(spec_of(view, (role, SAW))) for role in (STAFF, "section_leads"))
    assert "I saw a terminal left logged in" in staff
    assert "2-1. I lock printed results away" not in staff
    assert "2-1. I lock printed results away" in leads


def test_linked__tells_base_interval_and_verdict_of_the_question_that_is_picked(year):
    view = confidential_view(year, 2022)
    picture = drawn(spec_of(view, ("all_roles", "prompted_colleague_to_log_off")))
    # 24 of 25 and 10 of 12; the interval is that of docs/workbench.md
    for said in ("96.0% → 83.3%", "interval −41.0 to +7.0", "25 → 12 answers"):
        assert said in picture
    assert "Not shown to have changed" in picture


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("against", [2022, TENURES, None])
def test_linked__can_be_drawn(against, language):
    pub = fake_publication(language)
    released = released_view(OpenedRelease(pub.release, pub.questionnaire, pub.words), against)
    assert drawn(spec_of(released)).count("<path") > 20


@pytest.mark.parametrize("against", [2022, TENURES, None])
def test_linked__can_be_drawn_of_the_room(year, against):
    assert drawn(spec_of(confidential_view(year, against))).count("<path") > 20


def test_linked__marks_what_is_hidden_and_says_why_on_hovering():
    view = view_of()
    picture = drawn(spec_of(view))
    assert "*" in picture
    hidden = [r for r in records.role_records(view, "all") if r["mark"]]
    assert [r["about"] for r in hidden] == ["not shown, fewer than 10 answers"]


def test_linked__bears_the_stamp_in_the_room_alone(year):
    confidential = spec_of(confidential_view(year, 2022), ("all_roles", "own_operator_id_only"))
    released = spec_of(view_of())
    assert "INTERNAL" in json.dumps(confidential["title"])
    assert "INTERNAL" in confidential["description"]
    assert "INTERNAL" not in json.dumps(released)


def test_linked__names_no_address():
    assert "http" not in json.dumps(spec_of(view_of()))


def test_bundle__is_drawn_by_jupyterlab_and_refused_by_the_exporter():
    bundle = charts.bundle(spec_of(view_of()))
    assert CHART_MIME in bundle
    assert not set(MARK) & set(bundle)


def test_questions_alone__can_be_drawn(year):
    view = confidential_view(year, 2022)
    questions = list(view.questions["question"].unique())
    rows = records.question_records(view, "all", "change", questions)
    own = [record for record in rows if record["role"] == "other_departments"]
    picture = drawn(charts.questions_alone(view, own, "a title"))
    assert "a title" in picture


@pytest.mark.parametrize("alone", [True, False])
def test_questions__stand_on_the_same_rows_left_and_right(alone):
    view = view_of(**with_bands())
    questions = [question.id for question in view.form.questions]
    rows = records.question_records(view, "first_year", "form", questions)
    own = [record for record in rows if record["role"] == STAFF]
    assert any(record["mark"] for record in own)  # which has nothing to draw on the right
    spec = charts.questions_alone(view, own, "") if alone else spec_of(view, tenure="first_year")
    heights = re.findall(r'class="background"[^>]*d="M0\.5,0\.5h250v([\d.]+)', drawn(spec))
    assert heights == [str(34 * len(own))] * 2


@pytest.mark.parametrize(
    ("sort", "name", "size"), [("change", "change", float), ("rate", "this", float)]
)
def test_records__stand_in_the_order_that_is_asked_for(year, sort, name, size):
    view = confidential_view(year, 2022)
    questions = list(view.questions["question"].unique())
    rows = records.question_records(view, "all", sort, questions)
    own = sorted((r for r in rows if r["role"] == "other_departments"), key=lambda r: r["row"])
    values = [size(r[name]) for r in own if r[name] is not None]
    assert len(values) > 4
    assert values == sorted(values)


def test_records__by_detectable_change_the_smallest_first(year):
    frame = confidential_view(year, 2022).questions
    frame = frame[(frame["role"] == "other_departments") & (frame["tenure"] == "all")]
    sizes = records.in_order(frame, "detectable")["detectable"].dropna().abs().tolist()
    assert len(sizes) > 2
    assert sizes == sorted(sizes)


def test_records__a_band_is_said_and_drawn_as_one():
    view = view_of(**with_bands())
    bands = view.questions[view.questions["this_low"].notna() | view.questions["last_low"].notna()]
    assert len(bands) > 2
    for found in bands.to_dict("records"):
        rows = records.question_records(view, found["tenure"], "form", [found["question"]])
        record = next(r for r in rows if r["role"] == found["role"])
        side = "this" if record["this_low"] is not None else "last"
        assert record[side] is None
        assert record[f"{side}_high"] == float(found[f"{side}_high"])
        assert "%" in record["about"]
    assert drawn(spec_of(view))
