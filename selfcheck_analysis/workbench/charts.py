"""Linked charts: a click on a role filters the questions, a click on a question opens it.

Everything happens in the Vega-Lite specification itself, which JupyterLab draws without a kernel's
help. It is written as it stands and not by Altair, whose checks take seconds for so many rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from selfcheck_analysis.charts.notes import lowest_percent
from selfcheck_analysis.charts.style import (
    FONT_SIZE,
    GREY,
    PALE,
    config,
    text_width,
    wrap,
)
from selfcheck_analysis.display import CHART_MIME
from selfcheck_analysis.workbench.chart_parts import (
    GROUND,
    LEGEND,
    LOOKS,
    MARK,
    RATES,
    SIDES,
    Spec,
    field,
    pick,
    rows_axis,
    target,
    without_change,
)
from selfcheck_analysis.workbench.records import Record
from selfcheck_analysis.workbench.views import View

ROLE, QUESTION = "picked_role", "picked_question"
"""The names of the two selections."""

_STEP, _STEP_OF_DETAIL = 34, 66
_STAMP_COLOR = "#b00020"
_TITLE_WIDTH, _LEGEND_WIDTH = 120, 40
"""In half-width characters."""
_APART = {"scale": dict.fromkeys(("shape", "color", "fill", "stroke"), "independent")}


def linked(
    view: View,
    roles: list[Record],
    questions: list[Record],
    details: list[Record],
    picked: tuple[str, str],
) -> Spec:
    """Return roles and one question's tenures above the questions of the chosen role.

    Parameters
    ----------
    view : View
    roles, questions, details : list of dict
        As `records` makes them.
    picked : tuple of str
        Role and question that are chosen at first.
    """
    drawing = _Drawing(view, [*questions, *details, *roles])
    upper = {"hconcat": [drawing.roles(picked[0]), drawing.detail()], "spacing": 30}
    lower = drawing.questions(questions, picked[1])
    return _finished(
        {"vconcat": [upper, lower], "spacing": 26, "resolve": _APART},
        {"roles": roles, "questions": questions, "details": details},
        view,
        view.words("workbench.chart.title"),
    )


def questions_alone(
    view: View, questions: list[Record], title: str, notes: Sequence[str] = ()
) -> Spec:
    """Return the questions of one role or pair of groups, without selections.

    `notes` stand below the title.
    """
    drawing = _Drawing(view, questions)
    spec = _finished(drawing.questions(questions), {"questions": questions}, view, title)
    lines = [line for note in notes for line in wrap(note, _TITLE_WIDTH)]
    return spec | {"title": spec["title"] | {"subtitle": lines}} if lines else spec


def titled(spec: Spec) -> Spec:
    """Return a drawing that keeps its title where pictures leave theirs to the page around."""
    shared = {key: spec[key] for key in ("datasets", "config", "description")}
    inner = {key: spec[key] for key in spec.keys() - shared.keys() - {"usermeta"}}
    return shared | {"vconcat": [inner]}


def bundle(spec: Spec) -> dict[str, Any]:
    """Return what JupyterLab draws, with a description for those who cannot see it.

    It carries no mark of release: the exporter refuses it, wherever it came from.
    """
    return {CHART_MIME: spec, "text/plain": spec["description"]}


class _Drawing:
    """The parts of one drawing, and what they share: axis, sides, words."""

    def __init__(self, view: View, records: Sequence[Record]) -> None:
        self.view, self.words = view, view.words
        ends = [record.get(name) for record in records for name in RATES]
        known = [value for value in ends if value is not None]
        low = lowest_percent(pd.Series(known)) if known else 0
        self.percent = {"domain": [low, 100], "nice": False, "padding": 10}

    def roles(self, picked: str) -> Spec:
        """Draw the headline rate of every role; the whole row can be clicked."""
        return {
            "data": {"name": "roles"},
            "title": self.words("workbench.chart.roles"),
            "width": 160,
            "height": {"step": _STEP},
            "encoding": {"y": rows_axis()},
            "layer": [
                target(ROLE) | {"params": [pick(ROLE, "role", picked)]},
                *self.dots(self.words("workbench.chart.headline")),
                MARK,
            ],
        }

    def detail(self) -> Spec:
        """Draw the chosen question by tenure: both rates; base, interval and verdict in words."""
        chosen = [{"filter": {"param": name, "empty": False}} for name in (ROLE, QUESTION)]
        step = {"step": _STEP_OF_DETAIL}
        said = {"type": "text", "align": "left", "baseline": "top", "fontSize": FONT_SIZE}
        nowhere = {"x": {"value": 0}, "y": {"value": 0}}
        heading = {
            "transform": [{"filter": "substring(datum.row, 0, 3) === '000'"}],
            "mark": said | {"fontWeight": "bold", "lineBreak": "\n"},
            "encoding": {**nowhere, "text": field("title")},
            "width": 420,
            "height": 32,
            "view": {"stroke": None},
            "title": self.words("workbench.chart.detail"),
        }
        dots = {
            "encoding": {"y": rows_axis()},
            "layer": [GROUND, *self.dots(""), MARK],
            "width": 110,
            "height": step,
        }
        lines = {
            "mark": said | {"lineBreak": "\n", "dy": -26},
            "encoding": {
                "y": rows_axis(axis=False),
                "x": {"value": 0},
                "text": field("lines"),
            },
            "width": 240,
            "height": step,
            "view": {"stroke": None},
        }
        return {
            "data": {"name": "details"},
            "transform": chosen,
            "vconcat": [heading, {"hconcat": [dots, lines], "spacing": 10}],
            "spacing": 4,
        }

    def questions(self, records: list[Record], picked: str | None = None) -> Spec:
        """Draw both rates of every question, and beside them the change with its interval.

        With a question that is chosen at first, a role's are drawn and each row can be clicked.
        """
        shared: Spec = {"height": {"step": _STEP}, "width": 250}
        filtered = [] if picked is None else [{"filter": {"param": ROLE, "empty": False}}]
        ground = GROUND if picked is None else target(QUESTION)
        picks = {} if picked is None else {"params": [pick(QUESTION, "question", picked)]}
        heading = {} if picked is None else {"title": self.words("workbench.chart.questions")}
        rates = heading | {
            "encoding": {"y": rows_axis()},
            "layer": [ground | picks, *self.dots(self.words("workbench.chart.rate")), MARK],
        }
        changes = {
            "encoding": {"y": rows_axis(axis=False)},
            "layer": [ground, *self.changes(records)],
        }
        return {
            "data": {"name": "questions"},
            "transform": filtered,
            "hconcat": [rates | shared, changes | shared],
            "spacing": 18,
            "resolve": _APART,
        }

    def changes(self, records: list[Record]) -> list[Spec]:
        """Draw every change with its interval, the verdict by shape and colour."""
        ends = [r[name] for r in records for name in ("low", "high", "change")]
        known = [0.0, *(end for end in ends if end is not None)]
        domain = [min(known), max(known)] if len(known) > 1 else [-10, 10]
        axis = {"title": self.words("workbench.chart.points"), "tickMinStep": 1, "tickCount": 5}
        x = {"type": "quantitative", "scale": {"domain": domain, "padding": 8}, "axis": axis}
        zero = {"type": "rule", "color": GREY, "strokeDash": [4, 3]}
        interval = {"type": "rule", "strokeWidth": 2, "color": GREY}
        return [
            {"mark": zero, "encoding": {"x": {**x, "datum": 0}, "y": None}},
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": interval,
                "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [{"filter": "isValid(datum.change)"}],
                "mark": {"type": "point", "size": 80, "opacity": 1, "filled": True},
                "encoding": {
                    "x": {**x, "field": "change"},
                    **self.verdicts(records),
                    "tooltip": self.tooltip(),
                },
            },
            # The white rim keeps the line at nought off the letters.
            *(without_change(rim) for rim in ({"stroke": "white", "strokeWidth": 5}, {})),
        ]

    def verdicts(self, records: list[Record]) -> Spec:
        """Tell the verdicts apart by shape and by colour."""
        names = {self.words(f"{self.view.verdicts}.{v}"): look for v, look in LOOKS.items()}
        there = {record["verdict"] for record in records}
        present = [name for name in names if name in there]
        shapes, colors = ([names[name][i] for name in present] for i in (0, 1))
        legend = LEGEND | {"columns": 2}
        return {
            channel: field("verdict")
            | {"scale": {"domain": present, "range": values}, "legend": legend}
            for channel, values in (("shape", shapes), ("color", colors))
        }

    def dots(self, title: str) -> list[Spec]:
        """Draw both sides' rates, joined by a line; a bar from end to end for a band."""
        axis = {"title": title or None, "tickMinStep": 1, "tickCount": 5}
        x = {"type": "quantitative", "scale": self.percent, "axis": axis}
        both = "isValid(datum.last) && isValid(datum.this)"
        line = {
            "transform": [{"filter": both}],
            "mark": {"type": "rule", "color": PALE, "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "last"}, "x2": {"field": "this"}},
        }
        return [
            line,
            *(self._band(side, x) for side in SIDES),
            *(
                self._dot(side, name, x)
                for side, name in zip(SIDES, self.view.sides, strict=True)
                if name
            ),
        ]

    def _band(self, side: str, x: Spec) -> Spec:
        look = SIDES[side]
        return {
            "transform": [{"filter": f"isValid(datum.{side}_low)"}],
            "mark": {"type": "bar", "height": 6, "strokeWidth": 1.5, "yOffset": look["aside"]}
            | {name: look[name] for name in ("stroke", "fill")},
            "encoding": {
                "x": {**x, "field": f"{side}_low"},
                "x2": {"field": f"{side}_high"},
                "tooltip": self.tooltip(),
            },
        }

    def _dot(self, side: str, name: str, x: Spec) -> Spec:
        named = dict(zip(self.view.sides, SIDES.values(), strict=True))
        domain = [known for known in self.view.sides if known]
        wide = text_width("".join(domain)) > _LEGEND_WIDTH
        looks = {
            channel: {
                "datum": name,
                "type": "nominal",
                "scale": {"domain": domain, "range": [named[known][channel] for known in domain]},
                "legend": LEGEND | ({"columns": 1} if wide else {}),
            }
            for channel in ("shape", "stroke", "fill")
        }
        return {
            "transform": [{"filter": f"isValid(datum.{side})"}],
            "mark": {"type": "point", "strokeWidth": 2, "opacity": 1, "size": SIDES[side]["size"]},
            "encoding": {"x": {**x, "field": side}, **looks, "tooltip": self.tooltip()},
        }

    def tooltip(self) -> list[Spec]:
        """Say on hovering what a row has: base, change, interval, verdict, p."""
        names = {"about": " ", "bases": self.words("column.bases")}
        names |= {"found": self.words("workbench.chart.found")}
        names |= {"p": self.words("column.p_adjusted")}
        return [field(name) | {"title": title} for name, title in names.items()]


def _finished(parts: Spec, data: dict[str, list[Record]], view: View, title: str) -> Spec:
    """Give a drawing its title, which bears the stamp where it may not leave the room."""
    stamp = "" if view.released else view.words("workbench.stamp")
    text: Spec = {"text": wrap(f"{stamp} {title}".strip(), _TITLE_WIDTH)}
    return {
        **parts,
        "datasets": data,
        "title": text | ({"color": _STAMP_COLOR} if stamp else {}),
        "description": f"{stamp} {title}".strip(),
        "config": config(),
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }
