"""The papers pass the scan of finished files, and what people write there is scanned."""

import io
from dataclasses import replace

import pytest
import xlsxwriter

from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.handout import office_files
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.questionnaire import Section
from tests.banded import printed_with_bands, with_bands
from tests.factories import fake_publication, first_year
from tests.papers import MADE_AT, fake_written, label, ledger, unwritten, without_charts
from tests.small_project import csv_bytes

TOLD = "自分のパスワードを人に教えたことがある <決して>"
KINDS = {
    "Japanese": ("ja", dict),
    "English": ("en", dict),
    "bands": ("ja", with_bands),
    "printed": ("en", printed_with_bands),
    "first year": ("ja", first_year),
}


def codes(tmp_path, pub, written, *, charts=False):
    """Write the papers of a publication and scan them; return what is refused, by file."""
    folder, source = staged(tmp_path, pub, written)
    if charts:
        files = office_files(pub, written, MADE_AT)
    else:
        with without_charts():
            files = office_files(pub, written, MADE_AT)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return refusals(tmp_path, folder, source)


def staged(tmp_path, pub=None, written=None):
    """Return the folder of the programme's files, and what they are held against."""
    pub, written = pub or fake_publication("ja"), written or fake_written()
    folder = tmp_path / "staging" / "fake_net"
    folder.mkdir(parents=True)
    forms = [pub.questionnaire, written.form]
    return folder, Source(pub.release, forms, written.texts())


def refusals(tmp_path, folder, source):
    """Return the file and the code of everything that is refused."""
    try:
        scan_finished(Project(tmp_path / "project"), folder.parent, [source])
    except ProblemsError as error:
        return {(p.place.file.split("/")[1], p.code) for p in error.problems}
    return set()


@pytest.mark.parametrize("kind", KINDS)
def test_papers__hold_nothing_but_the_release(tmp_path, kind):
    language, changes = KINDS[kind]
    assert codes(tmp_path, fake_publication(language, **changes()), fake_written()) == set()


def test_papers__that_nobody_wrote_for_pass_too(tmp_path):
    assert codes(tmp_path, fake_publication("ja"), unwritten()) == set()


def test_papers__with_pictures_pass_too(tmp_path):
    assert codes(tmp_path, fake_publication("ja"), fake_written(), charts=True) == set()


def test_prose__with_a_figure_that_is_not_released_is_refused(tmp_path):
    written = fake_written(measures=[label("率が77％の設問を扱う。", "Mind the 77%.")])
    found = codes(tmp_path, fake_publication("ja"), written)
    assert found == {("handout.docx", "scan_unreleased_number")}


def test_prose__with_a_released_figure_passes(tmp_path):
    # 81 % of the staff spoke to a colleague.
    written = fake_written(measures=[label("率が81％の設問を扱う。", "Mind the 81%.")])
    assert codes(tmp_path, fake_publication("ja"), written) == set()


@pytest.mark.parametrize(
    "text",
    ["77人に声をかけた。", "77/126が適正であった。", "率は0.77であった。", "77職員が知っていた。"],
)
def test_prose__with_a_count_or_share_that_is_not_released_is_refused(tmp_path, text):
    found = codes(tmp_path, fake_publication("ja"), fake_written(measures=[label(text, "-")]))
    assert found == {("handout.docx", "scan_unreleased_number")}


def test_prose__with_days_and_rounds_passes(tmp_path):
    text = "令和６年４月17日から、研修を年23回、第４会議室で行う。"
    written = fake_written(measures=[label(text, "Training is held 23 times from 17 April 2024.")])
    assert codes(tmp_path, fake_publication("ja"), written) == set()


def test_ledger__with_a_figure_that_is_not_released_is_refused_in_both_papers(tmp_path):
    entry = {"measure": label("77％の設問を扱う", "Mind the 77%")}
    found = codes(tmp_path, fake_publication("ja"), fake_written(ledger(entry)))
    assert found == {
        ("handout.docx", "scan_unreleased_number"),
        ("tables.xlsx", "scan_unreleased_number"),
    }


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (f"{TOLD}：100％（95％信頼区間）。", False),  # the level of all intervals
        (f"{TOLD}：77％。", True),
        (f"{TOLD}：100％（95％信頼区間）", True),  # no sentence, so a row of the table
        ("77", True),
    ],
)
def test_sentence__alone_on_a_row_is_read_as_prose(tmp_path, text, refused):
    content, (folder, source) = io.BytesIO(), staged(tmp_path)
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"author": "selfcheck-analysis"})
    book.add_worksheet().write_string(0, 0, text)
    book.close()
    (folder / "a.xlsx").write_bytes(content.getvalue())
    found = refusals(tmp_path, folder, source)
    assert found == ({("a.xlsx", "scan_unreleased_number")} if refused else set())


def delivered(tmp_path, cell):
    """Deliver one person who wrote `cell` into a column of their own."""
    path = tmp_path / "project" / "data" / "raw" / "fake_net" / "2023" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(csv_bytes([["区分", "メモ"], ["窓口", cell]]))


@pytest.mark.parametrize("declared", [True, False])
def test_section__that_deliveries_name_may_be_named_where_the_form_declares_it(tmp_path, declared):
    name = label("窓口サービス推進課", "Counter services")
    delivered(tmp_path, name["ja"])
    pub, written = fake_publication("ja"), fake_written(sections={"counter_staff": [name]})
    if declared:
        sections = [Section.model_validate({"id": "counter_services", "label": name})]
        form = pub.questionnaire.model_copy(update={"sections": sections})
        pub, written = replace(pub, questionnaire=form), replace(written, form=form)
    refused = set() if declared else {("handout.docx", "scan_delivered_text")}
    assert codes(tmp_path, pub, written) == refused


def test_words_of_a_respondent__may_not_be_repeated_in_prose(tmp_path):
    remark = "上司の指示で操作者カードを借りました"
    delivered(tmp_path, remark)
    written = fake_written(purpose=[label(f"「{remark}」という声があった。", "Somebody said so.")])
    found = codes(tmp_path, fake_publication("ja"), written)
    assert found == {("handout.docx", "scan_delivered_text")}
