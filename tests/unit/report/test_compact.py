"""A picture of a chart in fewer bytes shows the same."""

import re
from xml.etree import ElementTree

import vl_convert

from selfcheck_analysis import charts
from selfcheck_analysis.report.compact import compact
from selfcheck_analysis.report.pictures import static_picture
from tests.factories import fake_publication

FAMILY = 'font-family="A, B"'
PICTURE = (
    '<svg class="marks" width="10"><g class="mark-group role-frame root" opacity="1">'
    '<path class="background" d="M0,0h0v0h0Z" pointer-events="none"/>'
    '<path class="background" d="M0.5,0.5h9v9h-9Z" stroke="#ddd"/>'
    '<g class="mark-text role-axis-label" pointer-events="none">'
    f'<text {FAMILY} transform="translate(0,3.14159)"> opacity="1" 1.23456</text>'
    f'<text {FAMILY} opacity="0.5">b</text><text font-family="C">c</text></g>'
    '<path class="foreground" d="" pointer-events="none" display="none"/></g></svg>'
)


def test_compact__leaves_out_what_nobody_sees():
    assert compact(PICTURE) == (
        f'<svg {FAMILY} class="marks" width="10"><g>'
        '<path d="M0.5,0.5h9v9h-9Z" stroke="#ddd"/>'
        '<g class="mark-text role-axis-label">'
        '<text transform="translate(0,3.14)"> opacity="1" 1.23456</text>'
        '<text opacity="0.5">b</text><text font-family="C">c</text></g></g></svg>'
    )


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.text]


def test_compact__keeps_every_text_and_shape_and_halves_a_chart():
    svg = static_picture(charts.changes(fake_publication()).spec)
    small = compact(svg)
    assert texts(small) == texts(svg)
    shapes = [len(re.findall(r"<(?:line|rect|text)\b", picture)) for picture in (svg, small)]
    assert shapes[0] == shapes[1] > 20
    assert len(small) < 0.6 * len(svg)


def test_compact__draws_the_same_pixels():
    # Numbers on whole and half pixels, so that rounding them cannot shade an edge otherwise.
    svg = PICTURE.replace("3.14159", "3.5").replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" height="10" '
    )
    assert vl_convert.svg_to_png(compact(svg)) == vl_convert.svg_to_png(svg)
