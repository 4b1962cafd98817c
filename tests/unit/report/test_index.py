"""The index of a year and the manifest it is made from."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from pydantic import ValidationError

from selfcheck_analysis.report import (
    InputFile,
    Manifest,
    Page,
    read_manifest,
    render_index,
    write_manifest,
)
from tests.factories import fake_thresholds
from tests.markup import printed

DIGEST = "ab" * 32


def manifest(**changes):
    values = {
        "programme": "juki_net",
        "title": "住基ネット自己点検 <A>",
        "fiscal_year": 2023,
        "language": "ja",
        "made_at": datetime(2024, 1, 10, 0, 30, tzinfo=UTC),
        "synthetic": False,
        "policy": "standard",
        "thresholds": fake_thresholds(),
        "checked": True,
        "pages": (Page(name="rates", title="適正実施率", file="juki_net/02_rates.html"),),
        "tables": ("juki_net/tables/rates_by_role.csv", "juki_net/tables/other.csv"),
        "inputs": (InputFile(file="data/raw/juki_net/2023/a.csv", sha256=DIGEST, keyed=True),),
        "parameters": {"headline_rate": "macro", "alpha": 0.05},
        "versions": {"pandas": "3.1.1"},
        "people_delivered": 1260,
        "people_used": 1258,
        "people_set_aside": 2,
        "set_aside": {"tenure_missing": 2},
        "hidden": {"shown": 40, "hidden_small_base": 12},
    }
    return Manifest(**(values | changes))


@pytest.fixture
def index():
    return render_index([manifest(), manifest(programme="info_nws", title="情報提供NWS")], "ja")


def tables_of(html):
    return [
        printed(f"<div>{table}</div>") for table in re.findall(r"<table>.*?</table>", html, re.S)
    ]


def test_index__names_the_year_and_every_programme(index):
    assert "<h1>令和５年度 職員自己点検の集計結果</h1>" in index
    assert '<h2 id="juki_net">住基ネット自己点検 &lt;A&gt;</h2>' in index
    assert '<h2 id="info_nws">情報提供NWS</h2>' in index
    assert '<a href="#info_nws">情報提供NWS</a>' in index


def test_index__links_to_every_page_with_a_line_on_it(index):
    assert '<a href="juki_net/02_rates.html">適正実施率</a>' in index
    assert "区分ごとの適正実施率を前年度と並べて示す" in index


def test_index__links_to_every_table_by_its_printed_name(index):
    assert '<a href="juki_net/tables/rates_by_role.csv">区分別の適正実施率</a>' in index
    assert '<a href="juki_net/tables/other.csv">other.csv</a>' in index


SUMMARY = {
    "hidden": ("12欄は示さない",),
    "changed": ("Aが上昇した", "Bが<低下>した"),
    "untold": ("Cは判定できない",),
}


def test_index__begins_a_programme_with_what_changed_and_ends_with_what_is_hidden():
    html = render_index([manifest(summary=SUMMARY)], "ja")
    heads = re.findall(r'<h3 class="part-name">([^<]+)</h3>', html)
    assert heads == [
        "変わったこと",
        "変わったとはいえないこと",
        "判定できないこと",
        "表示していないこと",
    ]
    empty = html.split(heads[1])[1].split(heads[2])[0]
    assert re.findall("<li>([^<]+)</li>", empty) == ["なし（該当するものはない）"]
    places = [html.index(text) for text in ("Aが上昇", "Bが&lt;低下&gt;", "Cは判定", "12欄は")]
    assert places == sorted(places)
    assert places[-1] < html.index('<ul class="pages">')
    assert places[0] > html.index('<h2 id="juki_net">')


def test_index__on_paper_leaves_the_record_shut(index):
    on_paper = index.rpartition("@page sideways")[2]
    shown = re.findall(r"(\S+ )?details::details-content", on_paper)
    assert shown == ["main:not(.index) "]
    assert '<main id="main" class="index">' in index


def test_index__stands_without_a_summary_and_without_papers(index):
    assert 'class="parts"' not in index
    assert "配布用の資料" not in index


def test_index__links_to_every_paper():
    paper = Page(name="handout", title="資料（Word）", file="juki_net/05_handout.docx")
    html = render_index([manifest(papers=(paper,))], "ja")
    assert '<a href="juki_net/05_handout.docx">資料（Word）</a>' in html


def test_index__takes_a_page_that_the_catalogue_says_nothing_about():
    unknown = Page(name="unheard_of", title="新しいページ", file="juki_net/09.html")
    assert '<a href="juki_net/09.html">新しいページ</a></li>' in render_index(
        [manifest(pages=(unknown,))], "ja"
    )


def test_index__leads_to_the_record_of_each_programme(index):
    for programme in ("juki_net", "info_nws"):
        assert f'<a href="{programme}/manifest.json">' in index


def test_index__gives_the_counts_of_every_step_and_the_state_of_the_program():
    steps = ({"what": "people", "taken": 1260, "kept": 1258, "left_out": 2},)
    code = {"commit": "c" * 40, "clean": False, "sha256": DIGEST}
    html = render_index([manifest(steps=steps, code=code)], "ja")
    assert tables_of(html)[0][1] == ["回答者（人）", "1,260", "1,258", "2"]
    assert ["このプログラム（gitの版）", f"{'c' * 40}（以後に変更あり）"] in tables_of(html)[-1]
    clean = render_index([manifest(code=code | {"clean": None})], "ja")
    assert f"<td>{'c' * 40}</td>" in clean


def test_index__says_what_was_delivered_used_and_set_aside(index):
    assert "届いた1,260人分の回答のうち、1,258人分を集計に用い、2人分を除いた。" in index
    assert ["従事年数の空欄", "2"] in tables_of(index)[0]


def test_index__says_what_is_shown_and_hidden(index):
    assert tables_of(index)[1][1:] == [["表示", "40"], ["回答者10人未満", "12"]]


def test_index__gives_inputs_parameters_and_versions(index):
    inputs, parameters, versions = tables_of(index)[2:5]
    assert inputs[1] == ["data/raw/juki_net/2023/a.csv", DIGEST]
    assert parameters[1:] == [["headline_rate", "macro"], ["alpha", "0.05"]]
    assert versions[1] == ["pandas", "3.1.1"]
    assert "作成日時：2024-01-10 00:30+00:00" in index


def test_index__leaves_out_reasons_when_nothing_was_set_aside():
    html = render_index([manifest(set_aside={})], "ja")
    assert "集計から除いたものの理由別件数" not in html


def test_index__warns_of_synthetic_data_as_soon_as_one_programme_has_them():
    assert "合成データ" not in render_index([manifest()], "ja")
    assert "合成データ" in render_index([manifest(), manifest(synthetic=True)], "ja")


def internal(**changes):
    return manifest(
        thresholds=fake_thresholds(internal_only=True), policy="as_is", checked=False, **changes
    )


def test_index__is_stamped_as_soon_as_one_programme_is_internal():
    html = render_index([manifest(), internal(programme="info_nws")], "ja")
    assert "<title>【庁内限り・公表しない】令和５年度 職員自己点検の集計結果</title>" in html
    assert '<aside class="stamp" aria-label="取扱い">庁内限り・公表しない</aside>' in html
    assert html.count('<p class="banner" role="note">庁内限り・公表しない</p>') == 1
    assert 'class="stamp"' not in render_index([manifest()], "ja")


def test_index__calls_nothing_of_an_internal_programme_released():
    assert "公表用" not in render_index([internal()], "ja")
    assert "eleased" not in render_index([internal(language="en")], "en")


def test_index__gives_policy_check_and_thresholds():
    html = render_index([manifest()], "ja")
    assert "公表用の集計表から作成（表示基準「standard」）" in html
    assert "公表前の検査：済み" in html
    assert "<li>min_valuesの説明。</li>" in html
    assert "公表前の検査：していない" in render_index([internal()], "ja")


def test_index__says_which_roles_are_shown_together():
    merged = ({"group": "C", "roles": ("A", "B")},)
    html = render_index([manifest(merged_roles=merged)], "ja")
    assert "「A」及び「B」は人数が少ないため、合わせて「C」として示す。" in html


def test_index__runs_no_script_and_fetches_nothing(index):
    assert "<script" not in index
    assert "default-src 'none'" in unescape(index)
    assert not re.search(r"https?://", index)


def test_index__is_a_document_in_its_language():
    html = render_index([manifest()], "en")
    assert html.startswith("<!doctype html>")
    assert '<html lang="en" ' in html
    assert "Staff self-checks of FY2023" in html


def test_index__refuses_no_manifest_and_two_years():
    with pytest.raises(ValueError, match="one fiscal year"):
        render_index([], "ja")
    with pytest.raises(ValueError, match="2022, 2023"):
        render_index([manifest(), manifest(fiscal_year=2022)], "ja")


def test_manifest__is_read_as_it_was_written(tmp_path):
    path = tmp_path / "manifest.json"
    write_manifest(path, manifest())
    assert read_manifest(path) == manifest()


@pytest.mark.parametrize(
    "fault",
    [
        {"unknown": 1},
        {"made_at": datetime(2024, 1, 10)},  # without a time zone
        {"people_used": -1},
        {"inputs": ({"file": "a.csv", "sha256": "short"},)},
        {"thresholds": {"min_base": {"value": 10, "ja": "a", "en": "b"}}},  # two are missing
    ],
)
def test_manifest__refuses_what_it_does_not_know(fault):
    with pytest.raises(ValidationError):
        manifest(**fault)
