"""Menus change what is drawn; released views are drawn of the release; every fault is said."""

import json

import pytest

from selfcheck_analysis.display import CHART_MIME
from selfcheck_analysis.workbench import export
from selfcheck_analysis.workbench.views import TENURES
from tests.unit.workbench.small_year import INTERNAL, kept, small_year


@pytest.fixture
def panel(network):
    return network.explore()


@pytest.fixture
def groups(network):
    return network.explore_groups()


def spec(shown):
    [output] = shown.chart.outputs
    return output["data"][CHART_MIME]


def names(menu):
    return [value for _, value in menu.options]


def test_panel__opens_on_the_largest_role_and_its_first_focus_question(panel):
    assert panel.picked() == ("own_terminal_divisions", "q07_unattended_terminal_seen")
    assert spec(panel)["datasets"]["questions"]


@pytest.mark.parametrize(
    ("menu", "value", "dataset"),
    [
        ("tenure", "first_year", "questions"),
        ("sort", "rate", "questions"),
        ("against", TENURES, "details"),
        ("items", 1, "questions"),
    ],
)
def test_panel__a_menu_changes_the_chart(panel, menu, value, dataset):
    before = json.dumps(spec(panel)["datasets"][dataset])
    panel.menus[menu].value = value
    assert json.dumps(spec(panel)["datasets"][dataset]) != before


@pytest.mark.parametrize(
    ("menu", "value"),
    [("role", "shared_terminal_divisions"), ("question", "attended_annual_training")],
)
def test_panel__role_and_question_are_picked_in_the_chart(panel, menu, value):
    panel.menus[menu].value = value
    picked = json.dumps(spec(panel)["vconcat"])
    assert f'"value": [{{"{menu}": "{value}"}}]' in picked


def test_panel__the_question_menu_follows_role_and_item(panel):
    panel.menus["items"].value = 1
    assert names(panel.menus["question"]) == ["q07_unattended_terminal_seen"]
    panel.menus["items"].value = ""
    panel.menus["role"].value = "shared_terminal_divisions"
    assert len(names(panel.menus["question"])) == 16  # its form counts 16 questions


def test_panel__leads_to_the_other_programme_and_year(panel):
    panel.menus["programme"].value = "juki_net"
    assert panel.year.programme == "juki_net"
    assert "other_departments" in names(panel.menus["role"])
    panel.menus["programme"].value = "info_nws"
    assert names(panel.menus["fiscal_year"]) == [2023]


def test_panel__is_stamped_until_it_is_as_released(panel):
    assert "INTERNAL" in panel.banner.value
    assert "INTERNAL" in json.dumps(spec(panel))
    panel.released.value = True
    assert "INTERNAL" not in panel.banner.value
    assert "INTERNAL" not in json.dumps(spec(panel))
    panel.released.value = False
    assert "INTERNAL" in panel.banner.value


def test_panel__as_released_draws_no_figure_that_is_hidden(panel):
    panel.released.value = True
    changes = panel.year.release().frame("changes").set_index(["role", "question", "tenure"])
    for record in spec(panel)["datasets"]["questions"]:
        key = (record["role"], record["question"], "all")
        table = changes.loc[key if key in changes.index else ("all_roles", *key[1:])]
        for side in ("last", "this"):
            drawn, released = record[side], table[f"{side}_percent"]
            assert drawn == (None if str(released) == "<NA>" else float(released)), key


def test_panel__as_released_marks_what_is_hidden(panel):
    panel.menus["tenure"].value = "first_year"
    assert not any(r["mark"] == "*" for r in spec(panel)["datasets"]["roles"])
    panel.released.value = True
    marks = {r["role"]: (r["mark"], r["about"]) for r in spec(panel)["datasets"]["roles"]}
    assert marks["shared_terminal_divisions"] == ("*", "not shown, fewer than 10 answers")


def test_panel__exports_only_what_is_released(panel, monkeypatch):
    monkeypatch.setattr(export, "write", lambda *_: pytest.fail("nothing may be written"))
    assert all(button.disabled for button in panel.buttons)
    panel.export("csv")
    assert "cannot be exported" in panel.said.value
    panel.released.value = True
    assert not any(button.disabled for button in panel.buttons)


def test_panel__exports_what_is_chosen(panel, monkeypatch):
    chosen = []
    written = panel.year.project.root / "view.csv"
    monkeypatch.setattr(export, "write", lambda *given: chosen.append(given) or written)
    panel.released.value = True
    panel.menus["items"].value = 1
    panel.export("csv")
    [(_, params, view, kind)] = chosen
    assert (params.programme, kind, view.role) == ("info_nws", "csv", "own_terminal_divisions")
    assert list(view.frame["question"]) == ["q07_unattended_terminal_seen"]
    assert "view.csv" in panel.said.value


def test_panel__says_what_cannot_be_opened(panel, monkeypatch):
    from selfcheck_analysis.problems import Place, Problem, ProblemsError
    from selfcheck_analysis.workbench.year import Year

    def refuse(_):
        raise ProblemsError([Problem("nothing_delivered", Place("data/raw"))])

    monkeypatch.setattr(Year, "release", refuse)
    panel.released.value = True
    assert panel.chart.outputs == ()
    assert "data/raw" in panel.said.value


def test_groups__open_on_the_largest_role_against_the_others(groups):
    assert groups.menus["against_role"].value == "others"
    assert len(spec(groups)["datasets"]["questions"]) > 10


def test_groups__a_menu_changes_the_chart(groups):
    before = json.dumps(spec(groups))
    groups.menus["against_year"].value = 2022
    assert json.dumps(spec(groups)) != before
    assert "FY2022" in json.dumps(spec(groups)["title"])


def test_groups__with_people_in_common_are_refused_in_words(groups):
    groups.menus["against_role"].value = "all_roles"
    assert groups.chart.outputs == ()
    assert "belong to both groups" in groups.said.value


def test_groups__as_released_only_what_the_release_compares(groups):
    groups.released.value = True
    assert groups.chart.outputs == ()
    assert "no such comparison" in groups.said.value
    groups.menus["against_role"].value = "own_terminal_divisions"
    groups.menus["against_year"].value = 2022
    assert groups.said.value == ""
    assert "INTERNAL" not in json.dumps(spec(groups)) + groups.banner.value


def test_groups__as_released_the_tenures_are_those_of_the_contrasts(groups):
    groups.menus["against_role"].value = "own_terminal_divisions"
    groups.menus["tenure"].value = "first_year"
    groups.menus["against_tenure"].value = "second_year_plus"
    groups.released.value = True
    shown = {r["question"]: r["this"] for r in spec(groups)["datasets"]["questions"]}
    contrasts = groups.year.release().frame("contrasts").set_index(["role", "question"])
    trained = contrasts.loc[("own_terminal_divisions", "attended_annual_training")]
    assert shown["attended_annual_training"] == float(trained["first_percent"])


def test_panels__show_a_number_and_no_content_to_the_notebook(panel, groups, monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **_: shown.append(data))
    panel._ipython_display_()
    groups._ipython_display_()
    for data in shown:
        assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
        assert data["text/plain"] == "[INTERNAL – not for release]"


NOT_YET = "Not published yet"


def test_panel__under_a_policy_for_the_office_alone_keeps_stamp_and_refuses_to_export(tmp_path):
    panel = small_year(tmp_path, **INTERNAL).explore()
    panel.released.value = True
    assert "INTERNAL" in json.dumps(spec(panel))
    assert "selfcheck-confidential" in panel.banner.value
    assert "Internal, not for release" in panel.banner.value
    assert "may leave the room" in panel.said.value
    assert all(button.disabled for button in panel.buttons)
    panel.export("csv")
    assert "may leave the room" in panel.said.value
    assert not export.exports_folder(panel.year.project).exists()


def test_groups__under_a_policy_for_the_office_alone_keep_the_stamp(tmp_path):
    groups = small_year(tmp_path, **INTERNAL).explore_groups()
    groups.menus["against_role"].value = "staff"
    groups.menus["tenure"].value = "first_year"
    groups.menus["against_tenure"].value = "second_year_plus"
    groups.released.value = True
    assert "INTERNAL" in json.dumps(spec(groups))
    assert "selfcheck-confidential" in groups.banner.value


def test_panel__says_that_figures_are_not_published_until_they_are_exported(tmp_path):
    panel = small_year(tmp_path).explore()
    assert NOT_YET not in panel.banner.value
    panel.released.value = True
    assert NOT_YET in panel.banner.value
    panel.export("csv")
    assert "passed the scan" in panel.said.value
    assert len(kept(panel.year)) == 1
    assert NOT_YET not in panel.banner.value
