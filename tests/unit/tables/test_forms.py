"""What a page says of the year's forms: declared changes, their notes, what is not comparable."""

from dataclasses import replace

import pytest

from selfcheck_analysis import sections, tables
from selfcheck_analysis.questionnaire import FormChange, Renumbered, RoleChange
from selfcheck_analysis.words import LANGUAGES
from tests.factories import fake_publication, fake_questionnaire, first_year
from tests.markup import laid_out, parsed, printed, text_of
from tests.small_project import small_project, write_yaml

NOTE = {"ja": "理由", "en": "reason"}


def declared(question, kind, comparable=False, **more):
    values = {"question": question, "kind": kind, "comparable": comparable, "note": NOTE, **more}
    return FormChange.model_validate(values)


def publication(language="en", questions=(), **declarations):
    """Return a publication of which the forms declare these changes and nothing else."""
    pub = fake_publication(language)
    form = pub.questionnaire.model_copy(update={"changes": list(questions), **declarations})
    return replace(pub, questionnaire=form)


def last_form(**labels):
    """Return last year's forms with one more question and role of these labels."""
    form = fake_questionnaire()
    gone, left = form.questions[0], form.roles[0]
    label = form.questions[0].label.model_copy(update=labels)
    return form.model_copy(
        update={
            "questions": [*form.questions, gone.model_copy(update={"id": "gone", "label": label})],
            "roles": [*form.roles, left.model_copy(update={"id": "left", "label": label})],
        }
    )


def rows(block):
    return printed(block.html)[1:]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", ["意味の変更", "書類を施錠して保管している", "比較できない", "保管の範囲を広げた"]),
        ("en", ["Changed meaning", None, "Not comparable", "it now covers all papers"]),
    ],
)
def test_form_changes__a_question_that_cannot_be_compared_says_why(language, expected):
    pub = fake_publication(language)
    block = tables.form_changes(pub)
    [row] = rows(block)
    expected[1] = pub.question("locks_papers_away")
    assert row == expected
    assert pub.words("forms.page.about") in block.plain


def test_form_changes__where_all_can_be_compared_the_sentence_about_it_is_left_out():
    pub = publication(questions=[declared("told_password", "reworded", comparable=True)])
    block = tables.form_changes(pub)
    assert [row[2] for row in rows(block)] == ["Comparable"]
    assert pub.words("forms.page.about") not in block.plain


def test_form_changes__a_change_of_one_roles_form_names_the_role():
    change = declared("told_password", "added", comparable=True, role="section_leads")
    [row] = rows(tables.form_changes(publication(questions=[change])))
    assert row[0] == "Added to some forms: Section leads"
    assert row[2] == "Comparable"
    # A role that is reported as part of a group has no name of its own on the page.
    merged = change.model_copy(update={"role": "merged_away"})
    assert rows(tables.form_changes(publication(questions=[merged])))[0][0] == "Added to some forms"


def test_form_changes__what_was_dropped_has_last_years_name():
    pub = publication(questions=[declared("gone", "dropped")])
    [row] = rows(tables.form_changes(pub, last_form(en="I used the old fax")))
    assert row == ["Dropped", "I used the old fax", "Asked in one year only", "reason"]
    assert rows(tables.form_changes(pub))[0][1] == "A question that was dropped"


@pytest.mark.parametrize("name", ["I wait 5 minutes", "I wait ５ minutes", "I wait ⑤ minutes"])
def test_form_changes__a_digit_of_last_years_name_stays_off_the_page(name):
    # The scan of finished pages knows this year's names, and would take it for a figure.
    pub = publication(questions=[declared("gone", "dropped")])
    block = tables.form_changes(pub, last_form(en=name))
    assert rows(block)[0][1] == "A question that was dropped"


@pytest.mark.parametrize(
    ("role", "kind", "expected"),
    [
        ("section_leads", "added", ["Role: Added", "Section leads", "-", "reason"]),
        ("left", "dropped", ["Role: Dropped", "Helpers", "-", "reason"]),
    ],
)
def test_form_changes__roles_have_rows_of_their_own(role, kind, expected):
    change = RoleChange.model_validate({"role": role, "kind": kind, "note": NOTE})
    pub = publication(role_changes=[change])
    assert rows(tables.form_changes(pub, last_form(en="Helpers"))) == [expected]


def test_form_changes__of_changed_numbers_the_role_is_named_and_no_number():
    moved = Renumbered(role="section_leads", question="told_password", was=3, now=1)
    elsewhere = moved.model_copy(update={"role": "merged_away"})
    pub = publication(renumbered=[moved, elsewhere])
    said = tables.form_changes(pub).plain
    assert said == (
        "No question is declared to differ from last year's forms. Roles with changed numbers: "
        "Section leads. Questions are matched by what they ask, not by number."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_changes__nothing_declared_is_a_sentence(language):
    pub = publication(language)
    assert tables.form_changes(pub).plain == pub.words("forms.page.none")


def test_form_changes__in_a_first_year_no_other_year_is_named():
    block = tables.form_changes(fake_publication("en", **first_year()))
    assert "Changes of the forms of FY2023 since last year's" in block.plain
    assert "FY2022" not in block.plain


def test_form_changes__every_row_has_a_head_and_every_column_a_scope():
    table = parsed(tables.form_changes(fake_publication()).html).find(".//table")
    assert text_of(table.find("caption"))
    assert {cell.get("scope") for cell in table.find("thead").iter("th")} == {"col"}
    assert all(any(cell.get("scope") == "row" for cell in row) for row in laid_out(table)[1:])


def test_section__reads_last_years_forms_of_the_project(tmp_path, monkeypatch):
    project = small_project(tmp_path)
    monkeypatch.setenv("SELFCHECK_PROJECT", str(tmp_path))
    pub = publication(questions=[declared("gone", "dropped")])
    heading, table = sections.form_changes(pub).blocks
    assert heading.plain == "Changes of the forms"
    assert rows(table)[0][1] == "A question that was dropped"  # there are no forms of last year
    values = last_form(en="I used the old fax").model_dump(mode="json") | {"fiscal_year": 2022}
    for date in ("opens", "closes"):
        values["survey"][date] = getattr(fake_questionnaire().survey, date)
    write_yaml(project.questionnaire_file("fake_net", 2022), values)
    _, table = sections.form_changes(pub).blocks
    assert rows(table)[0][1] == "I used the old fax"
