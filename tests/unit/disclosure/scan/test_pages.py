"""Leaks planted in pages, each found with its place and without its value."""

import base64
import json
import re

import pytest

from selfcheck_analysis.problems import Place
from tests.unit.disclosure.scan.planted import png

REMARK = "上司の指示で操作者カードを借りました"
ANSWERS = ["いいえ", "はい", "はい", "いいえ", "はい"]


@pytest.mark.parametrize(
    "finished",
    ["ja", "en", "bands", "bands in English", "last year printed", "first year"],
    indirect=True,
)
def test_scan__lets_clean_files_pass(finished):
    assert finished.scan() == []


@pytest.mark.parametrize(
    "row",
    [
        ",".join(ANSWERS),
        "\t".join(ANSWERS),
        "\n".join(ANSWERS),
        json.dumps(ANSWERS),
        json.dumps(ANSWERS, ensure_ascii=False).replace('"', "&quot;"),
        "<!-- " + "; ".join(ANSWERS) + " -->",
        "".join(f"<td>{answer}</td>" for answer in ANSWERS),
        "yes, no, yes, yes",
        "[true, false, true, true]",
        "<table><tr><td>１年目</td><td>はい</td><td></td><td>いいえ</td></tr></table>",
        "<table><tr><td>0</td><td>answered</td><td>yes</td></tr></table>",
    ],
)
def test_scan__finds_rows_of_answers(finished, row):
    line = finished.plant("rates.html", row)
    found = [problem for problem in finished.scan() if problem.code == "scan_row_of_answers"]
    assert found[0].place.file == "fake_net/rates.html"
    assert found[0].place.row == line


@pytest.mark.parametrize(
    "text",
    [
        REMARK,
        f"<p title='{REMARK}'></p>",
        f"<!-- {REMARK} -->",
        "".join(f"&#{ord(sign)};" for sign in REMARK),
        json.dumps(REMARK),
        "上司の指示で 操作者カードを\n借りました",
        "<span data-id='1045237'></span>",
    ],
)
def test_scan__finds_delivered_texts(finished, text):
    finished.plant("rates.html", text)
    assert "scan_delivered_text" in finished.codes()


@pytest.mark.parametrize(
    "text", ["n_proper", "<td>x</td><th>n_proper</th>", '{"person": 0}', "{'person': 0}"]
)
def test_scan__finds_confidential_columns(finished, text):
    line = finished.plant("rates.html", text)
    finished.secrets.clear()  # the name of a column tells nothing of a person
    found = [p for p in finished.scan() if p.code == "scan_confidential_column"]
    assert found[0].place == Place("fake_net/rates.html", row=line)


def test_scan__takes_an_ordinary_word_for_no_column(finished):
    finished.plant("rates.html", "<p>Every person has a role and a status.</p>")
    assert finished.scan() == []


@pytest.mark.parametrize("spelling", ["{}/data/a.csv", "file://{}", "{}"])
def test_scan__finds_paths_of_the_machine(finished, spelling):
    root = finished.project.root.resolve().as_posix()
    for text in (
        root,
        root.replace("/", "\\"),
        root.replace("/", "\\\\"),
        root.replace("/", "%2F"),
    ):
        finished.plant("rates.html", f"<p>{spelling.format(text)}</p>")
    found = [p for p in finished.scan() if p.code == "page_names_machine"]
    assert {problem.place.file for problem in found} == {"fake_net/rates.html"}
    assert {problem.values["what"] for problem in found} == {"project folder"}


# Of the section leads, of whom there are 8, the fake release shows nothing but their number.
@pytest.mark.parametrize(
    "text",
    [
        "<p>係長級の適正実施率は71％である。</p>",
        "<p>係長級は97％であった。</p>",  # a rate of the staff at the counters
        "<p>回答した77人のうち</p>",
        "<p>全体で73％になった。</p>",
        '<div aria-label="係長級：全体 令和５年度 98％。"></div>',
        '<img alt="73％">',
        "<!-- 73% -->",
        "<p>係長級７１％</p>",
        "<h2>8,888</h2>",
    ],
)
def test_scan__finds_numbers_that_are_not_released(finished, text):
    line = finished.plant("rates.html", text)
    found = finished.scan()
    assert [(problem.code, problem.place.row) for problem in found] == [
        ("scan_unreleased_number", line)
    ]


@pytest.mark.parametrize("figure", ["71", "97"])  # unreleased, and released of another role
def test_scan__finds_a_hidden_cell_that_is_filled(finished, figure):
    text = finished.path("rates.html").read_text(encoding="utf-8")
    row = re.search(r"<tr>(?:(?!</tr>).)*係長級(?:(?!</tr>).)*</tr>", text, re.DOTALL)[0]
    mark = re.search(r'<td class="mark">.*?</td>', row)[0]
    changed = row.replace(mark, f'<td class="figure">{figure}</td>', 1)
    finished.replace("rates.html", row, changed)
    assert finished.codes() == {"scan_unreleased_number"}


def test_scan__lets_released_sentences_pass(finished):
    finished.plant(
        "rates.html", "<p>令和５年度の窓口業務を担当する一般職員及び会計年度任用職員は98％。</p>"
    )
    assert finished.scan() == []


def charts_of(finished, page="rates.html"):
    text = finished.path(page).read_text(encoding="utf-8")
    return re.findall(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)


def change_chart(finished, page, change):
    """Change the rows of a chart's data that hold a percent."""
    old = charts_of(finished, page)[0]
    spec = json.loads(old)
    for rows in spec["datasets"].values():
        if "percent" in rows[0]:
            change(rows)
    finished.replace(page, old, json.dumps(spec, ensure_ascii=False))


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[0].update(percent=71),
        lambda rows: rows[0].update(percent=97),  # of this year's first-year staff, not of these
        lambda rows: rows[0].update(percent=0),
        lambda rows: rows[0].update(n_answers=34, percent=rows[0]["percent"]),
        lambda rows: rows.append({"row": "係長級\n全体", "year": "令和５年度", "percent": 98}),
        lambda rows: rows.append({"row": "係長級\n全体", "year": "令和５年度", "percent": "98"}),
        lambda rows: rows.append({"row": "x", "year": "令和５年度", "percent": 98, "base": [8]}),
    ],
)
def test_scan__finds_chart_rows_that_are_in_no_released_table(finished, change):
    change_chart(finished, "rates.html", change)
    found = finished.scan()
    assert {problem.code for problem in found} == {"scan_unreleased_row"}
    assert found[0].place.column.startswith("data-")


def test_scan__finds_confidential_columns_in_a_chart(finished):
    change_chart(finished, "rates.html", lambda rows: rows[0].update(person=0))
    assert {"scan_confidential_column", "scan_unreleased_row"} <= finished.codes()


def test_scan__finds_answers_in_a_chart(finished):
    change_chart(finished, "rates.html", lambda rows: rows.append({"row": "x", "answer": "はい"}))
    assert "scan_row_of_answers" in finished.codes()


def test_scan__finds_data_that_stand_in_the_view_itself(finished):
    old = charts_of(finished)[0]
    spec = json.loads(old) | {"layer": [{"data": {"values": [{"n": 71}]}, "mark": "point"}]}
    finished.replace("rates.html", old, json.dumps(spec))
    assert finished.codes() == {"scan_unreleased_row"}


def test_scan__finds_a_chart_that_is_no_json(finished):
    finished.replace("rates.html", charts_of(finished)[0], "{broken")
    assert finished.codes() == {"scan_unreadable"}


def test_scan__finds_a_number_in_a_drawn_picture(finished):
    finished.plant("rates.html", "<text>71</text>", before="</svg></div>")
    assert finished.codes() == {"scan_unreleased_number"}


def test_scan__takes_no_label_of_an_axis_for_an_axis_that_is_uneven(finished):
    group = '<g class="mark-text role-axis-label">{}</g>'
    even, uneven = ([f"<text>{n}</text>" for n in ns] for ns in ((71, 73, 75), (70, 71, 75)))
    finished.plant("rates.html", group.format("".join(even)), before="</svg></div>")
    assert finished.scan() == []
    finished.plant("rates.html", group.format("".join(uneven)), before="</svg></div>")
    assert finished.codes() == {"scan_unreleased_number"}


def test_scan__looks_at_scripts_and_styles_that_are_not_the_packages_own(finished):
    finished.plant("rates.html", "<script>const base = 71;</script>\n")
    finished.plant("rates.html", "<style>p { width: 71% }</style>")
    found = finished.scan()
    assert [problem.code for problem in found] == ["scan_unreleased_number"] * 2


def test_scan__opens_pictures_that_are_embedded(finished):
    data = base64.b64encode(png(tEXt=b"Author\0taro, 71")).decode()
    finished.plant("rates.html", f'<img alt="" src="data:image/png;base64,{data}">')
    found = finished.scan()
    assert [(problem.code, problem.place) for problem in found] == [
        ("scan_metadata", Place("fake_net/rates.html/data:1", column="Author")),
        ("scan_unreleased_number", Place("fake_net/rates.html/data:1/Author")),
    ]


def test_scan__names_twenty_faults_of_a_file_and_the_number_of_the_others(finished):
    finished.plant("rates.html", "<p>71％</p>\n", times=25)
    finished.plant("changes.html", "<p>71％</p>\n")
    found = finished.scan()
    assert [p.code for p in found if p.place.file == "fake_net/changes.html"] == [
        "scan_unreleased_number"
    ]
    codes = [p.code for p in found if p.place.file == "fake_net/rates.html"]
    assert codes == ["scan_unreleased_number"] * 20 + ["scan_more"]
    assert found[-1].values == {"n": 5}
