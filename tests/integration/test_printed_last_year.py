"""The main job on a year of whose last year nothing but the printed handout is left.

No response of 2022 is there, and of the information network not even last year's form.
"""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from itertools import product

import pandas as pd
import pytest

from selfcheck_analysis.analysis import analyse
from selfcheck_analysis.exact import boschloo
from selfcheck_analysis.params import read_params
from selfcheck_analysis.paths import Project
from tests.project_copy import SHIPPED, copy_project, selfcheck, set_param

PROGRAMMES = ("juki_net", "info_nws")
PAGES = ("02_rates", "03_year_over_year", "04_focus_questions")
PUBLIC = {"role", "question", "tenure", "family", "last_percent", "state"}
CONTACT = "knows_contact_tree_location"


def copied(folder) -> Project:
    """Copy the shipped project as an office has it that destroyed last year's sheets."""
    project = copy_project(folder)
    shutil.copytree(SHIPPED.published, project.published)
    for programme in PROGRAMMES:
        shutil.rmtree(project.raw(programme, 2022))
    project.questionnaire_file("info_nws", 2022).unlink()
    return project


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Project:
    """A project on which the main job has run."""
    project = copied(tmp_path_factory.mktemp("printed"))
    for programme in PROGRAMMES:
        set_param(project, programme, "last_year", "printed")
    result = selfcheck(project, "run")
    assert result.returncode == 0, result.stderr
    return project


@pytest.fixture(scope="module")
def without_last_year(tmp_path_factory) -> Project:
    """The same project where nothing at all is known of last year."""
    return copied(tmp_path_factory.mktemp("none"))


def page(project, programme, name) -> str:
    return (project.reports / "2023" / programme / f"{name}.html").read_text(encoding="utf-8")


def text_of(source: str) -> str:
    """Return what a reader reads of some markup."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", source, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def sections(project, programme, name) -> dict[str, str]:
    """Return the text below each heading of a page."""
    headings = r"<h2(?![^>]*part-name)[^>]*>(.*?)</h2>"  # those of the first screen are no sections
    shown = re.sub("<script.*?</script>", "", page(project, programme, name), flags=re.DOTALL)
    parts = re.split(headings, shown)
    return dict(zip(parts[1::2], map(text_of, parts[2::2]), strict=True))


def table(project, programme, name) -> pd.DataFrame:
    path = project.reports / "2023" / programme / "tables" / f"{name}.csv"
    return pd.read_csv(path, dtype={"last_percent": str, "significant_percent": str})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_page__says_at_its_head_that_last_year_is_known_from_print_alone(finished, programme, name):
    head = text_of(page(finished, programme, name).split("<h2")[0])
    assert "令和４年度は、公表された割合（公表値）だけが分かっており" in head


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_page__names_last_year_nowhere_without_saying_so(finished, programme):
    for name in PAGES:
        text = text_of(page(finished, programme, name))
        named = text.count("令和４年度")
        assert named > 1
        # once in the note at the head, and as the print everywhere else
        assert named - text.count("令和４年度（公表値）") == 1, name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_page__of_changes_says_in_every_section_what_the_print_allows(finished, programme):
    found = sections(finished, programme, "03_year_over_year")
    contrasts = found.pop("１年目と２年目以上の比較")
    assert "公表値" not in contrasts  # within this year
    for heading in ("数値の見方", "様式の変更"):  # the forms of both years are there
        found.pop(heading)
    assert len(found) == 8
    for heading, text in found.items():
        assert "公表値" in text or "どの組合せでも" in text, heading
    for heading in ("全体の変化の内訳", "３年度以上の推移"):
        assert "一人一人の回答が必要" in found[heading]
    assert "一人一人の回答がなく判定できない" in found["区分の率の変化"]


def test_page__says_that_the_print_of_the_information_network_contradicts_itself(finished):
    # Question 7 takes 67 to 92 persons in their first year, question 15 takes 35 to 48: see
    # data/published/sample/impossible_cells.csv. Both are asked of everyone.
    changes = table(finished, "info_nws", "printed_changes")
    assert set(changes["verdict"]) == {"print_contradicts_itself"}
    assert changes[["n_tables", "p_low", "low_change_points"]].isna().all(axis=None)
    assert len(changes) == 6
    for name in ("03_year_over_year", "04_focus_questions"):
        assert "公表値が互いに矛盾し" in text_of(page(finished, "info_nws", name))


def prints(y: int, n: int, yes: int, no: int) -> bool:
    """Tell by integers whether y of n prints so, half up on both sides."""
    return n > 0 and [(200 * part + n) // (2 * n) for part in (y, n - y)] == [yes, no]


def contact_tables():
    """Yield (y, n) of all tenures for every table that fits the contact question of 2022.

    Printed are 88/12, 99/1 and 96/4 percent; the headcount, 126 in 2023, is not printed and is
    looked for from 101 to 151 (a fifth less or more). Everyone is in one of the two tenures.
    """
    first, later = (
        [(y, n) for n in range(152) for y in range(n + 1) if prints(y, n, *percents)]
        for percents in ((88, 12), (99, 1))
    )
    for (y1, n1), (y2, n2) in product(first, later):
        if 101 <= n1 + n2 <= 151 and prints(y1 + y2, n1 + n2, 96, 4):
            yield y1 + y2, n1 + n2


def test_contact_question__has_the_range_of_p_over_every_table(finished):
    row = table(finished, "juki_net", "printed_changes").set_index(["question", "tenure"])
    row = row.loc[(CONTACT, "all")]
    fitting = list(contact_tables())
    assert row["n_tables"] == len(fitting)
    # In the sample of 2023 it is 26 of 34 and 87 of 92, together 113 of 126.
    distinct = sorted(set(fitting))
    x, n = (list(values) for values in zip(*distinct, strict=True))
    p = dict(zip(distinct, boschloo(x, n, [113] * len(x), [126] * len(x)), strict=True))
    for column, end in (("p_low", min), ("p_high", max)):
        # printed with three decimals
        assert float(row[column]) == pytest.approx(end(p.values()), abs=0.0005)
    share = sum(p[pair] <= 0.05 for pair in fitting) / len(fitting)
    assert row["significant_percent"] == f"{100 * share:.0f}"
    changes = [100 * (113 / 126 - y / n) for y, n in distinct]
    points = row[["low_change_points", "high_change_points"]]
    assert points.tolist() == [round(min(changes)), round(max(changes))]
    assert (row["last_percent"], row["this_percent"], row["n_this"]) == ("96", 90, 126)


def test_contact_question__is_not_called_a_fall_on_any_page(finished):
    # By itself it could not be decided (p from .027 to .124); among the focus questions the
    # smallest adjusted p is far above .05.
    text = text_of(page(finished, "juki_net", "04_focus_questions"))
    assert not re.search("組合せでも(低下|上昇)した", text)
    assert "変わらない" not in text.replace("「変わらない」という意味ではな", "")
    assert re.search(
        r"全体：適正な回答の割合は令和４年度（公表値）が96％、令和５年度が90％で、公表値どおりになる"
        r"どの人数の組合せでも、変化があったとはいえない（差−7～−6ポイント",
        text,
    )


def print_of(name: str) -> list[dict[str, str]]:
    with (SHIPPED.published / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__print_last_year_as_the_handout_does(finished, programme):
    of_2022 = [
        row
        for name in ("focus_questions.csv", "role_rates.csv")
        for row in print_of(name)
        if (row["programme"], row["fiscal_year"]) == (programme, "2022")
    ]
    answers = table(finished, programme, "focus_answers").query("fiscal_year == 2022")
    answers = answers.set_index(["question", "tenure"])
    rates = table(finished, programme, "rates_by_role").query("fiscal_year == 2022")
    rates = rates.set_index(["role", "tenure"])["rate_percent"]
    changes = table(finished, programme, "printed_changes").set_index(["question", "tenure"])
    # What is reported of two roles together has no print of its own.
    together = {"resident_info_officers", "registry_section_leads"}
    of_2022 = [row for row in of_2022 if row.get("role") not in together]
    for row in of_2022:
        tenure = row["tenure"]
        if "rate_percent" in row:
            found = rates[row["role"], tenure]
            assert (pd.isna(found) and not row["rate_percent"]) or found == int(row["rate_percent"])
            continue
        key = (row["question"], tenure)
        shares = answers.loc[key, ["yes_percent", "no_percent"]].tolist()
        assert shares == [int(row["yes_percent"]), int(row["no_percent"])]
        assert changes.loc[key, "last_percent"] == row[f"{row['proper_answer']}_percent"]
    assert len(of_2022) == len(answers) + len(rates)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__show_nothing_of_this_year_that_is_hidden_without_the_print(
    finished, without_last_year, programme
):
    params = read_params(without_last_year, programme, 2023)
    params = params.model_copy(update={"last_year": "none"})
    alone = analyse(without_last_year, params).release
    for name in ("rates_by_role", "rates_by_question", "focus_answers", "contrasts"):
        here, there = table(finished, programme, name), alone.frame(name)
        if "fiscal_year" in here:
            here = here[here["fiscal_year"] == 2023]
        figures = [c for c in there if c.endswith(("_percent", "_points")) or c.startswith("n_")]
        assert here["state"].tolist() == there["state"].tolist()
        for column in figures:
            values = pd.to_numeric(here[column]).astype("Int64").tolist()
            assert values == there[column].tolist(), (name, column)


@pytest.mark.parametrize("name", ["printed_changes", "printed_headlines"])
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__hidden_rows_hold_nothing_but_the_print(finished, programme, name):
    frame = table(finished, programme, name)
    hidden = frame[frame["state"].str.startswith("hidden_")]
    assert hidden[[c for c in frame if c not in PUBLIC]].isna().all(axis=None)
    # every focus question of the information network is shown, so nothing is hidden there
    assert hidden.empty == ((programme, name) == ("info_nws", "printed_changes"))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__compare_only_cells_of_this_year_that_the_tables_of_rates_show(finished, programme):
    # Who knows the count of every shown cell exactly (see tests/attack, `add_counts`) learns
    # nothing from their ranges, for last year's counts follow from the print alone.
    answers = table(finished, programme, "focus_answers").query("fiscal_year == 2023")
    shown = answers.set_index(["question", "tenure"])["state"] == "shown"
    for row in table(finished, programme, "printed_changes").itertuples():
        assert shown[row.question, row.tenure] == (row.state == "shown")
    rates = table(finished, programme, "rates_by_role").query("fiscal_year == 2023")
    shown = rates.set_index(["role", "tenure"])["state"] == "shown"
    for row in table(finished, programme, "printed_headlines").itertuples():
        assert shown[row.role, row.tenure] == (row.state == "shown")


def test_tables__p_of_a_small_base_is_one_of_three_classes_and_has_no_share(finished):
    frame = table(finished, "juki_net", "printed_changes")
    small = frame[frame["n_this"] < 100]
    for column in ("p_low", "p_high", "p_adjusted_low", "p_adjusted_high"):
        assert set(small[column].dropna()) <= {"<0.01", "<0.05", "≥0.05"}
    assert small["significant_percent"].isna().all()
    assert small["p_low"].notna().any()


def test_run__takes_a_print_that_lacks_headlines_a_question_and_figures(tmp_path):
    project = copied(tmp_path)
    set_param(project, "juki_net", "last_year", "printed")
    (project.published / "role_rates.csv").unlink()
    path = project.published / "focus_questions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if "knows_to_report_and_record" not in line]
    # Two figures of the contact sheet are not printed by tenure; nobody of the others is new.
    lines = [line.replace(",88,12,", ",x,x,").replace(",99,1,", ",x,x,") for line in lines]
    new = "knows_to_report_to_info_division,yes,,,,first_year,100,0"
    lines = [line.replace(new, new.replace("100,0", ",")) for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = selfcheck(project, "run", "--programme", "juki_net")
    assert result.returncode == 0, result.stderr
    found = table(project, "juki_net", "printed_changes").set_index(["question", "tenure"])
    assert found.loc[("knows_to_report_and_record", "all"), "verdict"] == "not_printed"
    assert found.loc[(CONTACT, "all"), "last_percent"] == "96"
    assert pd.isna(found.loc[(CONTACT, "first_year"), "last_percent"])
    assert "前年度の公表値がない" in text_of(page(project, "juki_net", "04_focus_questions"))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_manifest__names_the_printed_tables_and_no_delivery_of_last_year(finished, programme):
    path = finished.reports / "2023" / programme / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    files = [source["file"] for source in manifest["inputs"]]
    assert {f"{programme}/tables/printed_{name}.csv" for name in ("changes", "headlines")} <= set(
        manifest["tables"]
    )
    assert "data/published/role_rates.csv" in files
    assert "data/published/focus_questions.csv" in files
    assert not [file for file in files if "2022" in file]
    assert manifest["parameters"]["last_year"] == "printed"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_processed__keeps_the_comparison_with_the_print_in_the_room(finished, programme):
    folder = finished.processed(programme, 2023)
    compared = {path.stem for path in folder.glob("compared_*.parquet")}
    assert compared == {"compared_contrasts", "compared_questions_with_print"}
    for path in (finished.reports / "2023" / programme).rglob("*"):
        if path.suffix in (".html", ".csv", ".json"):
            text = path.read_text(encoding="utf-8-sig")
            assert "x_last_low" not in text
            assert "n_last_smallest" not in text


def test_run__without_the_print_stops_before_any_work(tmp_path):
    project = copied(tmp_path)
    shutil.rmtree(project.published)
    for programme in PROGRAMMES:
        set_param(project, programme, "last_year", "printed")
    result = selfcheck(project, "run")
    assert result.returncode != 0
    assert result.stderr.count("(nothing_printed)") == len(PROGRAMMES)
    assert [path.name for path in project.choices.parent.iterdir()] == ["choices"]
