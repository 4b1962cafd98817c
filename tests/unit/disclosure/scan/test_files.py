"""Leaks planted in tables, records, workbooks, documents, notebooks, pictures and names."""

import shutil

import pytest

from selfcheck_analysis.problems import Place
from tests.unit.disclosure.scan.planted import document, executed, jpeg, png, workbook

REMARK = "上司の指示で操作者カードを借りました"
CHART = "application/vnd.vegalite.v5+json"
STAFF, LEADS = "窓口業務を担当する一般職員及び会計年度任用職員", "係長級"


def found(finished):
    return [(problem.code, problem.place) for problem in finished.scan()]


def test_tables__differ_in_one_cell(finished):
    finished.replace("tables/response_rates.csv", "section_leads,8,8,100", "section_leads,8,7,88")
    file = "fake_net/tables/response_rates.csv"
    assert found(finished) == [
        ("scan_table_differs", Place(file, row=3, column="n_people")),
        ("scan_table_differs", Place(file, row=3, column="response_percent")),
    ]


def test_tables__have_a_hidden_cell_filled_with_a_number_of_another_row(finished):
    text = finished.path("tables/rates_by_role.csv").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "hidden_small_base" in line)
    filled = row.replace(",,,", ",34.0,97.0,")
    assert filled != row
    finished.replace("tables/rates_by_role.csv", row, filled)
    assert {code for code, _ in found(finished)} == {"scan_table_differs"}


def test_tables__have_a_row_or_a_column_too_many(finished):
    with finished.path("tables/set_aside.csv").open("a", encoding="utf-8") as file:
        file.write("more,1\n")
    finished.replace("tables/deliveries.csv", "synthetic", "synthetic,n_proper")
    codes = [code for code, _ in found(finished)]
    assert codes == ["scan_confidential_column", "scan_table_differs", "scan_table_differs"]


def test_tables__are_not_of_the_release(finished):
    finished.write("tables/answers.csv", b"person,answer\n0,yes\n")
    assert ("scan_not_of_release", Place("fake_net/tables/answers.csv")) in found(finished)


def test_record__says_other_counts_than_the_release(finished):
    finished.replace("manifest.json", '"people_used": 134', '"people_used": 133')
    place = Place("fake_net/manifest.json", column="people_used")
    assert ("scan_table_differs", place) in found(finished)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"note": "71",', "scan_unreleased_number"),
        ('"note": 71,', "scan_unreleased_number"),
        ('"sha256": "71",', "scan_unreleased_number"),
        (f'"note": "{REMARK}",', "scan_delivered_text"),
        ('"x_this": 3, "n_proper": 3,', "scan_confidential_column"),
    ],
)
def test_record__says_what_is_not_released(finished, text, code):
    finished.replace("manifest.json", '"programme"', f'{text} "programme"')
    assert code in finished.codes()


def test_record__is_no_json(finished):
    finished.write("manifest.json", b"{")
    assert "scan_unreadable" in finished.codes()


def test_index__says_a_number_that_no_record_has(finished):
    index = finished.folder / "index.html"
    index.write_text(index.read_text(encoding="utf-8") + "<p>71人</p>", encoding="utf-8")
    assert found(finished) == [("scan_unreleased_number", Place("index.html", row=1))]


def test_workbook__of_released_rows_passes(finished):
    rows = [["区分", "対象者数"], [STAFF, 126], [LEADS, 8]]
    finished.write("book.xlsx", workbook(rows, author="selfcheck-analysis"))
    assert finished.scan() == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([LEADS, 71], "scan_unreleased_number"),
        ([LEADS, 97], "scan_unreleased_number"),  # of another role
        ([REMARK], "scan_delivered_text"),
        (["person"], "scan_confidential_column"),
        (["n_proper"], "scan_confidential_column"),
        (["１年目", "はい", "いいえ"], "scan_row_of_answers"),
    ],
)
def test_workbook__holds_what_is_not_released(finished, row, code):
    finished.write("book.xlsx", workbook([["区分"], row]))
    places = dict(found(finished))
    assert places[code].file.startswith("fake_net/book.xlsx/xl/")
    if code != "scan_delivered_text" and row != ["n_proper"]:
        assert places[code] == Place("fake_net/book.xlsx/xl/worksheets/sheet1.xml", row=2)


@pytest.mark.parametrize(
    ("field", "named"), [("author", "creator"), ("company", "Company"), ("manager", "Manager")]
)
def test_workbook__names_who_made_it(finished, field, named):
    finished.write("book.xlsx", workbook([["区分"]], **{field: "Taro Suzuki"}))
    finished.secrets.append("Taro Suzuki")
    assert [problem.place.column for problem in finished.scan() if problem.code == "scan_metadata"]
    assert named in {problem.place.column for problem in finished.scan()}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (document("<w:p><w:r><w:t>71％</w:t></w:r></w:p>"), "scan_unreleased_number"),
        (
            document(
                f"<w:tbl><w:tr><w:tc><w:p><w:t>{LEADS}</w:t></w:p></w:tc>"
                "<w:tc><w:p><w:t>97</w:t></w:p></w:tc></w:tr></w:tbl>"
            ),
            "scan_unreleased_number",
        ),
        (document(f"<w:p><w:t>{REMARK}</w:t></w:p>"), "scan_delivered_text"),
        (document("", "<lastModifiedBy>Taro</lastModifiedBy>"), "scan_metadata"),
        (document("", comments_xml=f"<c>{REMARK}</c>".encode()), "scan_delivered_text"),
        (document("", vbaProject_bin=b"\0"), "scan_unknown_kind"),
        (document("", image1_png=png(eXIf=b"II")), "scan_metadata"),
        (document("", broken_xml=b"<a>"), "scan_unreadable"),
        (b"PK no archive", "scan_unreadable"),
    ],
)
def test_document__holds_what_is_not_released(finished, content, code):
    finished.write("report.docx", content)
    assert code in finished.codes()


def test_document__of_released_sentences_passes(finished):
    finished.write("report.docx", document(f"<w:p><w:t>{STAFF}は98％</w:t></w:p>"))
    assert finished.scan() == []


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ({"output_type": "stream", "text": ["71\n"]}, "scan_unreleased_number"),
        ({"output_type": "error", "evalue": "71", "traceback": []}, "scan_unreleased_number"),
        ({"data": {"text/plain": f"{LEADS} | 97"}}, "scan_unreleased_number"),
        ({"data": {"text/html": f"<p>{REMARK}</p>"}}, "scan_delivered_text"),
        (
            {"data": {"application/vnd.vegalite.v5+json": {"datasets": {"d": [{"n": 71}]}}}},
            "scan_unreleased_row",
        ),
        ({"data": {"image/png": "AAAA"}}, "scan_unknown_kind"),
        ({"data": {"application/octet-stream": ""}}, "scan_unknown_kind"),
    ],
)
def test_notebook__shows_what_is_not_released(finished, output, code):
    finished.write("rates.ipynb", executed(output))
    assert code in finished.codes()


def test_notebook__names_the_machine_in_its_metadata(finished):
    place = f"{finished.project.root.resolve()}/notebooks/a.ipynb"
    finished.write("rates.ipynb", executed({}, papermill={"input_path": place}))
    assert finished.codes() == {"page_names_machine"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", png(tEXt=b"Author\0Taro"), "scan_metadata"),
        ("a.png", png(tEXt=b"Comment\0" + b"71"), "scan_unreleased_number"),
        ("a.png", png(iTXt=b"Comment\0\0\0\0\0" + REMARK.encode()), "scan_delivered_text"),
        ("a.png", png(eXIf=b"II"), "scan_metadata"),
        ("a.png", png(after=b"secret"), "scan_metadata"),
        ("a.png", png()[:-6], "scan_unreadable"),
        ("a.jpg", jpeg((0xE1, b"Exif\0\0")), "scan_metadata"),
        ("a.jpg", jpeg((0xFE, b"71 people")), "scan_unreleased_number"),
        ("a.jpg", jpeg()[:12], "scan_unreadable"),
        ("a.jpg", b"GIF89a", "scan_unknown_kind"),
        ("a.svg", b"<svg><text>71</text></svg>", "scan_unreleased_number"),
        ("a.svg", f"<svg><desc>{REMARK}</desc></svg>".encode(), "scan_delivered_text"),
        ("a.svg", "気".encode("cp932"), "scan_unreadable"),
    ],
)
def test_pictures__hold_what_is_not_the_picture(finished, name, content, code):
    finished.write(name, content)
    assert code in finished.codes()


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_pictures__without_more_than_the_picture_pass(finished, name):
    finished.write(name, png(tEXt=b"Software\0Vega 6") if name == "a.png" else jpeg())
    assert finished.scan() == []


def test_files__of_an_unknown_kind_are_refused(finished):
    finished.write("answers.parquet", b"PAR1")
    assert found(finished) == [("scan_unknown_kind", Place("fake_net/answers.parquet"))]


def test_files__that_lead_elsewhere_are_refused(finished):
    finished.path("link.html").symlink_to(finished.project.root)
    assert ("scan_unknown_kind", Place("fake_net/link.html")) in found(finished)


def test_files__named_as_a_delivery_are_refused(finished):
    finished.write("kaisha_ka.csv", b"a\n")
    assert found(finished) == [("scan_copy", Place("fake_net/kaisha_ka.csv"))]


def test_files__that_copy_a_confidential_one_are_refused(finished):
    folder = finished.project.processed("fake_net", 2023)
    shutil.copy(folder / "counts_by_question.parquet", finished.path("picture.png"))
    assert found(finished) == [("scan_copy", Place("fake_net/picture.png"))]


@pytest.mark.parametrize("name", ["n_proper.html", "1045237.html", f"{REMARK}.html"])
def test_file_names__are_looked_at_too(finished, name):
    finished.write(name, b"<!doctype html>")
    assert len(finished.codes()) == 1


def test_folders__of_no_programme_of_the_run_hold_no_tables(finished):
    finished.write("../other/tables/deliveries.csv", b"file\n")
    assert found(finished) == [("scan_not_of_release", Place("other/tables/deliveries.csv"))]
