"""A view leaves as a file only as released, and only what the scan lets through."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from python_calamine import CalamineWorkbook

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.words import Words
from selfcheck_analysis.workbench import export
from selfcheck_analysis.workbench.views import TENURES, confidential_view, released_view
from tests.unit.workbench.small_year import INTERNAL, kept, one_more, small_year

ROLE = "own_terminal_divisions"


@pytest.fixture(scope="module")
def released(network):
    return network.release()


def chosen(released, against=2022, tenure="all", sort="form"):
    view = released_view(released, against)
    questions = list(view.questions["question"].unique())
    return export.Chosen(view, ROLE, "", tenure).ordered(sort, questions)


def write(network, view, kind):
    return export.write(network.project, network.params, view, kind)


def csv_rows(path):
    """Return the lines of a CSV from its head on, down to the notes."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    first = next(i for i, row in enumerate(rows) if len(row) > 1)
    return [row for row in rows[first:] if len(row) > 1]


def xlsx_rows(path):
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [row for row in sheet.to_python() if sum(cell != "" for cell in row) > 1]


@pytest.fixture(scope="module")
def written(network, released):
    return {kind: write(network, chosen(released), kind) for kind in export.KINDS}


def test_export__writes_every_kind_beside_the_notebook(network, written):
    folder = network.project.root / "data" / "processed" / "workbench" / "exports"
    assert {path.suffix[1:]: path.parent for path in written.values()} == dict.fromkeys(
        export.KINDS, folder
    )
    assert written["png"].read_bytes()[:4] == b"\x89PNG"
    assert written["svg"].read_text(encoding="utf-8").startswith("<svg")


def test_export__table_has_the_released_figures_and_marks_with_reasons(released, written):
    frame = released.frame("changes")
    frame = frame[(frame["role"] == ROLE) & (frame["tenure"] == "all")].set_index("question")
    names = {q.label.en: q.id for q in released.questionnaire.questions}
    own = [row for row in csv_rows(written["csv"])[1:] if names[row[1]] in frame.index]
    assert len(own) == len(frame) > 10
    columns = ["n_last", "n_this", "last_percent", "this_percent", "change_points"]
    for row in own:
        table = frame.loc[names[row[1]]]
        for cell, column in zip(row[3:8], columns, strict=True):
            if str(table[column]) != "<NA>":
                assert cell == str(table[column])
            elif table["state"] != "band":
                assert cell == released.words(f"mark.{table['state']}")


def test_export__csv_and_workbook_hold_the_same(written):
    def same(cell):
        # what begins like a formula has a quotation mark before it in the CSV
        return str(cell).removeprefix("'").removesuffix(".0")

    table, sheet = csv_rows(written["csv"]), xlsx_rows(written["xlsx"])
    assert [list(map(same, row)) for row in table] == [list(map(same, row)) for row in sheet]


def test_export__numbers_are_numbers_in_the_workbook(written):
    rows = xlsx_rows(written["xlsx"])[1:]
    assert any(isinstance(row[3], float) and isinstance(row[7], float) for row in rows)


@pytest.mark.parametrize("kind", ["csv", "svg"])
def test_export__says_what_it_is_made_of_and_what_marks_mean(written, kind):
    text = written[kind].read_text(encoding="utf-8-sig")
    assert "Made from released tables" in text
    assert "synthetic" in text
    assert "not shown" in text


def test_export__of_the_same_view_is_one_file(network, released, written):
    for kind in ("csv", "svg", "png"):
        assert write(network, chosen(released), kind) == written[kind]
    assert len(list(written["csv"].parent.glob("*.csv"))) == 1


def test_export__of_another_view_keeps_the_first(network, released, written):
    before = written["csv"].read_bytes()
    other = write(network, chosen(released, against=TENURES), "csv")
    assert other != written["csv"]
    assert written["csv"].read_bytes() == before


@pytest.mark.parametrize("kind", export.KINDS)
def test_export__of_confidential_figures_is_refused(network, kind):
    view = confidential_view(network, 2022)
    questions = list(view.questions["question"].unique())
    with pytest.raises(ValueError, match="only a view as released"):
        write(network, export.Chosen(view, ROLE, "", "all").ordered("form", questions), kind)


class Planted(export.Chosen):
    """A view whose picture says a figure that is not released."""

    def spec(self):
        label = self.view.form.question(self.frame["question"].iloc[0]).label.en
        return super().spec() | {"title": {"text": [f"{label}: 61%"]}}


def planted_in_table(view):
    frame = view.frame.copy()
    frame.loc[frame.index[0], ["n_last", "n_this", "state"]] = [61, 61, "shown"]
    return dataclasses.replace(view, frame=frame)


def planted_in_picture(view):
    return Planted(**{field.name: getattr(view, field.name) for field in dataclasses.fields(view)})


@pytest.mark.parametrize(
    ("kind", "plant"),
    [
        ("csv", planted_in_table),
        ("xlsx", planted_in_table),
        ("svg", planted_in_picture),
        ("png", planted_in_picture),
    ],
)
def test_export__of_a_figure_that_is_not_released_is_refused(network, released, kind, plant):
    before = set(export.exports_folder(network.project).glob("*"))
    with pytest.raises(ProblemsError) as caught:
        write(network, plant(chosen(released)), kind)
    assert all(problem.code.startswith("scan_") for problem in caught.value.problems)
    assert set(export.exports_folder(network.project).glob("*")) == before


# An export is a release


def of_staff(release):
    """Everything that is released of the staff of a small year."""
    view = released_view(release, None)
    return export.Chosen(view, "staff", "", "all").ordered(
        "form", [question.id for question in view.form.questions]
    )


def locks(release):
    """Base, rate and state of the staff's answers to one question."""
    frame = release.frame("rates_by_question").set_index(["question", "role", "tenure"])
    row = frame.loc[("locks", "staff", "all")]
    return row["n_answers"], row["rate_percent"], row["state"]


def codes(call, *arguments):
    with pytest.raises(ProblemsError) as caught:
        call(*arguments)
    problems = caught.value.problems
    assert all(problem.text(Words(language)) for problem in problems for language in ("ja", "en"))
    return [problem.code for problem in problems]


def test_export__is_kept_so_that_a_later_release_does_not_give_the_difference_away(tmp_path):
    year = small_year(tmp_path)
    release = year.release()
    assert locks(release) == (20, 70, "shown")
    assert kept(year) == []
    write(year, of_staff(release), "csv")
    assert kept(year) == [release.kept_at.name]
    # 14 of 20 are 70 %: 21 people with 14 or 15 are 67 or 71 %, which would tell the one's answer
    _, rate, state = locks(one_more(year).release())
    assert (str(rate), state) == ("<NA>", "band")


def test_export__without_it_the_later_release_would_tell_the_one_answer(tmp_path):
    year = small_year(tmp_path)
    year.release()
    assert locks(one_more(year).release()) == (21, 67, "shown")


def test_export__is_kept_before_it_is_written(tmp_path, monkeypatch):
    year = small_year(tmp_path)
    chosen_rows = of_staff(year.release())
    monkeypatch.setattr(export, "keep_what_was_said", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(year, chosen_rows, "csv")
    assert list(export.exports_folder(year.project).iterdir()) == []


def test_export__is_kept_again_where_the_file_is_there_already(tmp_path):
    year = small_year(tmp_path)
    release = year.release()
    write(year, of_staff(release), "xlsx")
    release.kept_at.unlink()
    write(year, of_staff(release), "xlsx")
    assert kept(year) == [release.kept_at.name]


def test_export__that_the_scan_refuses_is_not_kept(tmp_path):
    year = small_year(tmp_path)
    [code, *_] = codes(write, year, planted_in_table(of_staff(year.release())), "xlsx")
    assert code.startswith("scan_")
    assert kept(year) == []


def test_export__of_tables_opened_before_somebody_answered_is_refused(tmp_path):
    year = small_year(tmp_path)
    before = of_staff(year.release())
    assert codes(write, one_more(year), before, "csv") == ["workbench_release_outdated"]
    assert kept(year) == []
    assert not export.exports_folder(year.project).exists()


@pytest.mark.parametrize("kind", export.KINDS)
def test_export__under_a_policy_for_the_office_alone_is_refused(tmp_path, kind):
    year = small_year(tmp_path, **INTERNAL)
    release = year.release()
    assert release.release.internal_only
    assert codes(write, year, of_staff(release), kind) == ["workbench_internal_only"]
    assert kept(year) == []
    assert not export.exports_folder(year.project).exists()
