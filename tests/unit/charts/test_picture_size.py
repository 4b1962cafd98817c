"""A chart that would be drawn without end, or without any size, is refused in words."""

from __future__ import annotations

import pytest

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.pictures import png_picture, static_picture
from selfcheck_analysis.words import Words


def bars(**size):
    channels = {"x": {"field": "a", "type": "quantitative"}}
    return {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": channels} | size


def with_an_empty_legend():
    """Return a chart whose only legend names nothing; the drawing library then has no size."""
    channels = {"color": {"field": "b", "type": "nominal", "scale": {"domain": [], "range": []}}}
    legend = {"orient": "top", "title": None, "direction": "vertical", "columns": 1}
    channels["color"]["legend"] = legend
    return {"data": {"values": []}, "mark": "point", "encoding": channels}


@pytest.mark.parametrize("draw", [static_picture, png_picture])
@pytest.mark.parametrize("spec", [with_an_empty_legend(), bars(width=20_000), bars(height=20_000)])
def test_picture__of_no_printable_size_is_refused(spec, draw):
    with pytest.raises(ProblemsError) as caught:
        draw(spec)
    (problem,) = caught.value.problems
    assert problem.code == "page_chart_size"
    for language in ("ja", "en"):
        assert "10000" in problem.text(Words(language)).replace(",", "")


def test_picture__of_a_size_that_is_just_allowed_is_drawn():
    # 9,900 pixels and the axis below them stay under ten thousand
    assert "<svg" in static_picture(bars(height=9_900, width=10))
