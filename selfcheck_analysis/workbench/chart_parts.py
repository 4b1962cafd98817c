"""The parts that the workbench's drawings are made of: grounds, marks, axes, looks."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.charts.style import BLUE, FONT_SIZE, GREY, ORANGE, VERMILION
from selfcheck_analysis.terms import Verdict

Spec = dict[str, Any]

PICKED, MARK_COLOR = "#dbe9f4", "#5b2a86"

LOOKS = {
    Verdict.ROSE: ("triangle-up", BLUE),
    Verdict.FELL: ("triangle-down", VERMILION),
    Verdict.NOT_SHOWN: ("circle", GREY),
    Verdict.NOT_TESTABLE: ("cross", GREY),
    Verdict.NO_CHANGE_TO_TEST: ("square", GREY),
}
"""Shape and colour of the verdicts that can be drawn."""

RATES = ("last", "this", "last_low", "this_low")
"""Where a record has percents that the axis must hold."""

SIDES: dict[str, dict[str, Any]] = {
    "last": {"shape": "diamond", "stroke": ORANGE, "fill": "white", "size": 150, "aside": -6},
    "this": {"shape": "circle", "stroke": BLUE, "fill": BLUE, "size": 60, "aside": 6},
}
"""The looks of both sides of a comparison, and how far from the middle of a row a band lies."""

LEGEND: Spec = {"title": None, "orient": "top", "direction": "horizontal", "labelLimit": 0}

MARK: Spec = {
    "transform": [{"filter": "datum.mark !== ''"}],
    "mark": {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": 14,
        "fontWeight": "bold",
        "color": MARK_COLOR,
    },
    "encoding": {
        "x": {"value": 6},
        "text": {"field": "mark", "type": "nominal"},
        "tooltip": {"field": "about", "type": "nominal", "title": " "},
    },
}
"""The mark of a figure that is not shown, with its reason on hovering."""


GROUND: Spec = {
    "mark": {"type": "bar", "height": {"band": 1}, "strokeWidth": 0},
    "encoding": {
        "x": {"value": 0},
        "x2": {"value": "width"},
        "fill": {"value": "transparent"},
        "tooltip": {"field": "about", "type": "nominal", "title": " "},
    },
}
"""The ground of every row, whatever of it is drawn: parts beside each other have the same rows."""


def pick(name: str, column: str, value: str | None) -> Spec:
    """Return a selection of one row, which there is always one of."""
    select = {"type": "point", "fields": [column], "toggle": False, "clear": False}
    return {"name": name, "select": select, "value": [{column: value}]}


def target(name: str) -> Spec:
    """Draw the row's ground: it takes the click and shows what is chosen."""
    chosen = {"condition": {"param": name, "empty": False, "value": PICKED}}
    return {
        "mark": GROUND["mark"] | {"cursor": "pointer"},
        "encoding": GROUND["encoding"]
        | {"fill": chosen | GROUND["encoding"]["fill"], "description": field("row")},
    }


def rows_axis(axis: bool = True) -> Spec:
    """Return the rows, in the order of their numbers; labels on the lines they were broken into."""
    label = "split(split(datum.label, '\\t')[1], '\\n')"
    drawn = {"title": None, "ticks": False, "domain": False, "grid": False, "labelExpr": label}
    return {"field": "row", "type": "nominal", "sort": "ascending", "axis": drawn if axis else None}


def field(name: str) -> Spec:
    """Return a field of names."""
    return {"field": name, "type": "nominal"}


def without_change(rim: Spec) -> Spec:
    """Print the verdict where no change is drawn."""
    return {
        "transform": [{"filter": "!isValid(datum.change) && datum.verdict !== ''"}],
        "mark": {"type": "text", "align": "left", "color": GREY, "fontSize": FONT_SIZE} | rim,
        "encoding": {"x": {"value": 6}, "text": field("verdict")},
    }
