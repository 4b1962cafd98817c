"""Charts are drawn alike in every process and on every machine, and fetch nothing."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from selfcheck_analysis import charts
from selfcheck_analysis.charts.style import config
from selfcheck_analysis.disclosure.scan.images import image_pieces
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.pictures import (
    FONT_FAMILY,
    FONT_FOLDER,
    live_charts,
    png_picture,
    script_json,
    static_picture,
)
from tests.factories import fake_publication

NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""

DRAW = """
import json, sys
from selfcheck_analysis.report.pictures import png_picture, static_picture
spec = json.load(sys.stdin)
sys.stdout.buffer.write(static_picture(spec).encode("utf-8") + png_picture(spec))
"""


def small(**encoding):
    """Return a line that is clipped, whose colour is a gradient."""
    return {
        "data": {"values": [{"a": 1, "b": 2}, {"a": 3, "b": 5}]},
        "mark": {"type": "point", "clip": True},
        "encoding": {
            "x": {"field": "a", "type": "quantitative"},
            "color": {"field": "b", "type": "quantitative"},
            **encoding,
        },
    }


@pytest.fixture(scope="module")
def spec():
    return charts.changes(fake_publication()).spec


def drawn_elsewhere(spec, **environment):
    """Draw in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", DRAW],
        input=json.dumps(spec).encode("ascii"),
        env=os.environ | environment,
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig is where Linux finds its fonts")
def test_pictures__are_the_same_on_a_machine_without_fonts(spec, tmp_path):
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(NO_FONTS.format(folder=tmp_path), encoding="utf-8")
    here = static_picture(spec).encode("utf-8") + png_picture(spec)
    assert drawn_elsewhere(spec, FONTCONFIG_FILE=str(fonts)) == here


def test_picture__names_our_font_before_those_of_the_page(spec):
    families = set(re.findall(r'font-family="([^"]*)"', static_picture(spec)))
    assert families == {f"{FONT_FAMILY}, {spec['config']['font']}"}


def test_picture__leaves_the_chart_as_it_was(spec):
    before = json.dumps(spec)
    static_picture(spec)
    assert json.dumps(spec) == before


LACKING = ("鰓", "鰤")
"""Two kanji of JIS level 2; our font draws the same box for both."""


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="nothing tells of the system's fonts")
def test_picture__takes_what_our_font_lacks_from_a_font_of_the_machine():
    found = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=True)
    if not found.stdout:
        pytest.skip("no Japanese font on this machine")
    drawn = [png_picture(small(y={"datum": char, "type": "nominal"})) for char in LACKING]
    assert drawn[0] != drawn[1]


def test_picture__names_its_parts_alike_however_many_were_drawn_before():
    first = static_picture(small())
    static_picture(small(y={"field": "b", "type": "quantitative"}))
    assert static_picture(small()) == first


def test_picture__names_no_part_like_another_picture():
    pictures = [static_picture(small()), static_picture(small(y={"datum": 1}))]
    ids = [re.findall(r' id="([^"]*)"', picture) for picture in pictures]
    assert [len(of) for of in ids] == [2, 2]  # a clip path and a gradient each
    assert not set(ids[0]) & set(ids[1])
    for picture, of in zip(pictures, ids, strict=True):
        assert set(re.findall(r"url\(#([^)]*)\)", picture)) == set(of)


ADDRESSES = {
    "data.url": {"data": {"url": "file:///etc/hostname"}},
    "encoding.href": small(href={"field": "b"}),
    "encoding.url": small(url={"field": "b"}),
    "hconcat[2].mark.href": {"hconcat": [small(), small() | {"mark": {"href": "javascript:1"}}]},
}


@pytest.mark.parametrize("draw", [static_picture, png_picture])
@pytest.mark.parametrize("key", ADDRESSES)
def test_pictures__refuse_a_chart_that_names_an_address(key, draw):
    with pytest.raises(ProblemsError) as caught:
        draw(ADDRESSES[key])
    (problem,) = caught.value.problems
    assert (problem.code, problem.values) == ("page_chart_address", {"key": key})


def test_pictures__take_a_column_of_any_name():
    static_picture({"data": {"values": [{"url": "a", "href": "b"}]}, "mark": "point"})


def test_png__is_as_large_as_asked_and_holds_nothing_but_the_picture(spec):
    width = int(re.search(r'<svg[^>]* width="(\d+)"', static_picture(spec))[1])
    png = png_picture(spec, scale=3)
    assert int.from_bytes(png[16:20], "big") == pytest.approx(3 * width, abs=3)
    assert list(image_pieces(png, "chart.png")) == []


def test_font__has_its_licence_beside_it_and_fits_the_wheel():
    names = sorted(path.name for path in FONT_FOLDER.iterdir())
    assert names == ["OFL.txt", "SelfcheckGothic-Regular.ttf"]
    licence = (FONT_FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 2022 The BIZ UDGothic Project Authors")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    font = (FONT_FOLDER / "SelfcheckGothic-Regular.ttf").read_bytes()
    assert len(font) < 1_000_000
    # The digest of what docs/font/subset_font.py makes of BIZ UDPGothic 1.05.
    assert hashlib.sha256(font).hexdigest().startswith("491532c67633eb6c")


def put_back(part, parts):
    """Return a chart with its repeated channels in their places, as `charts.js` puts them."""
    if isinstance(part, list):
        return [put_back(member, parts) for member in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {name: parts[c] if isinstance(c, int) else c for name, c in value.items()}
        if key == "encoding"
        else put_back(value, parts)
        for key, value in part.items()
    }


@pytest.mark.parametrize("item", [1, 2])
def test_script_json__says_repeated_channels_once_and_loses_nothing(item):
    spec = charts.focus_answers(fake_publication(), item).spec
    written = json.loads(script_json(spec))
    parts = written.pop("parts")
    assert len(parts) > 1
    left_out = {"title", "$schema", "usermeta", "description", "config"}
    assert put_back(written, parts) == {key: spec[key] for key in spec.keys() - left_out}
    assert len(script_json(spec)) < 0.8 * len(json.dumps(spec, ensure_ascii=False))


def test_script_json__keeps_a_look_that_is_not_the_shared_one():
    spec = {"config": {"font": "own"}, "mark": "bar"}
    assert json.loads(script_json(spec)) == spec


def test_live_charts__hold_the_look_that_charts_share():
    starter = live_charts()[1]
    look = json.dumps(config(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert f"const look = {look};" in starter
