"""Charts on a page: a drawn picture that always shows, and the scripts of the live ones."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

_STARTER = Path(__file__).with_name("template") / "charts.js"
_ENGLISH_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def static_picture(spec: dict[str, Any]) -> str:
    """Draw a chart as SVG source.

    Vega's descriptions of axes and marks, English whatever the page, are taken out; the page
    describes the picture as a whole.
    """
    import vl_convert  # late: it starts a JavaScript engine

    svg: str = vl_convert.vegalite_to_svg(untitled(spec))
    return _ENGLISH_ROLES.sub("", svg)


def untitled(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the chart without what a page prints as text, and without its schema's address."""
    return {key: spec[key] for key in spec.keys() - {"title", "$schema", "usermeta"}}


def script_json(spec: dict[str, Any]) -> str:
    """Write a chart as JSON that can stand inside a script element.

    Examples
    --------
    >>> "<" in script_json({"mark": "</script>"})
    False
    """
    text = json.dumps(untitled(spec), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


@cache
def live_charts() -> tuple[str, ...]:
    """Return the scripts of a page with charts: the drawing library, and what starts it."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return (bundle, _STARTER.read_text(encoding="utf-8"))
