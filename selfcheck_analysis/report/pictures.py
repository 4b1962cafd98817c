"""Charts on a page: a drawn picture that always shows, and the scripts of the live ones.

Pictures are measured and drawn with a font of our own (`font/`), so that every machine makes the
same ones: one without Japanese fonts draws boxes, and each font has its own widths. The widths are
those of BIZ UDPGothic, with which a browser on Windows draws the text of the page.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from selfcheck_analysis.charts.style import config
from selfcheck_analysis.problems import Problem, refuse

FONT_FOLDER = Path(__file__).with_name("font")
FONT_FAMILY = "Selfcheck Gothic"

_STARTER = Path(__file__).with_name("template") / "charts.js"
_LOOK = "/* look */ {}"
"""Where the starter holds the look that charts share."""

_ENGLISH_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_OWN_ID = re.compile(r' id="([\w-]+)"')
_NAMED = re.compile(r'( id="|url\(#|href="#)([\w-]+)')

_ADDRESSES = frozenset({"href", "url"})
"""Keys under which a chart names what it opens or fetches."""
_ROWS = frozenset({"datasets", "values", "usermeta"})
"""Parts of a chart in which a key is a column's name."""
_ID_DIGITS = 8

_SIZE = re.compile(r'<svg\b[^>]*? width="([^"]*)" height="([^"]*)"')
_MOST_PIXELS = 10_000
"""Wider or higher than this is no picture: an empty legend, for one, is drawn without end."""


def static_picture(spec: dict[str, Any]) -> str:
    """Draw a chart as SVG source, the same in every process and on every machine.

    Vega's descriptions of axes and marks, English whatever the page, are taken out; the page
    describes the picture as a whole.

    Raises
    ------
    ProblemsError
        The chart names an address: a page fetches nothing, and neither does what makes it. Or it
        is drawn without a size, or larger than any page.
    """
    svg = _drawn(spec)
    return _with_lasting_ids(_ENGLISH_ROLES.sub("", svg), script_json(spec))


def png_picture(spec: dict[str, Any], scale: float = 2) -> bytes:
    """Draw a chart as PNG for papers, `scale` pixels for each of a page's.

    Raises
    ------
    ProblemsError
        As of `static_picture`.
    """
    png: bytes = _engine().svg_to_png(_drawn(spec), scale=scale)
    return png


def _drawn(spec: dict[str, Any]) -> str:
    """Return the SVG source of a chart as the engine draws it."""
    refuse(_addresses(spec))
    svg: str = _engine().vegalite_to_svg(_in_own_font(untitled(spec)))
    refuse(_faulty_size(svg))
    return svg


def _faulty_size(svg: str) -> Iterator[Problem]:
    """Yield a problem where a picture has no size, or one that nobody can print."""
    found = _SIZE.search(svg)
    sides = found.groups() if found else ("", "")
    if not all(_is_size(side) for side in sides):
        values = {"width": sides[0] or "?", "height": sides[1] or "?", "most": _MOST_PIXELS}
        yield Problem("page_chart_size", values=values)


def _is_size(side: str) -> bool:
    """Tell whether an attribute is a number of pixels that a picture may have."""
    try:
        return 1 <= float(side) <= _MOST_PIXELS  # not so of a side that is no number
    except ValueError:
        return False


def untitled(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the chart without what a page prints as text, and without its schema's address."""
    return {key: spec[key] for key in spec.keys() - {"title", "$schema", "usermeta"}}


def script_json(spec: dict[str, Any]) -> str:
    """Write a chart as JSON that can stand inside a script element.

    What the page says elsewhere is left out: the look that all charts share, and the description.
    A channel that several layers encode alike is written once, under `parts`, and its number stands
    in its place; `charts.js` puts it back.

    Examples
    --------
    >>> "<" in script_json({"mark": "</script>"})
    False
    """
    slim = {key: value for key, value in untitled(spec).items() if key != "description"}
    if slim.get("config") == config():
        del slim["config"]
    return _json(_with_parts(slim)).replace("<", "\\u003c")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _with_parts(spec: dict[str, Any]) -> dict[str, Any]:
    """Write every channel that occurs more than once under `parts`."""
    counts = Counter(_json(channel) for channel in _channels(spec))
    parts = [text for text, n in counts.items() if n > 1]
    if not parts:
        return spec
    numbers = {text: number for number, text in enumerate(parts)}
    return _numbered(spec, numbers) | {"parts": [json.loads(text) for text in parts]}


def _channels(part: Any) -> Iterator[Any]:
    """Yield the channels of every encoding in a chart."""
    if isinstance(part, list):
        for member in part:
            yield from _channels(member)
    if isinstance(part, dict):
        for key, value in part.items():
            yield from value.values() if key == "encoding" else _channels(value)


def _numbered(part: Any, numbers: Mapping[str, int]) -> Any:
    """Return a chart with the numbers of its repeated channels in their place."""
    if isinstance(part, list):
        return [_numbered(member, numbers) for member in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {name: numbers.get(_json(channel), channel) for name, channel in value.items()}
        if key == "encoding"
        else _numbered(value, numbers)
        for key, value in part.items()
    }


@cache
def live_charts() -> tuple[str, ...]:
    """Return the scripts of a page with charts: the drawing library, and what starts it."""
    bundle: str = _engine().javascript_bundle("window.vegaEmbed = vegaEmbed;")
    starter = _STARTER.read_text(encoding="utf-8").replace(_LOOK, _json(config()))
    return (bundle, starter)


@cache
def _engine() -> ModuleType:
    """Return the drawing library, which then knows our font."""
    import vl_convert  # late: it starts a JavaScript engine

    vl_convert.register_font_directory(str(FONT_FOLDER))
    return vl_convert


def _in_own_font(spec: dict[str, Any]) -> dict[str, Any]:
    """Put our font before the chart's own, which a browser takes as it does not have ours."""
    config = spec.get("config", {})
    return spec | {
        "config": config | {"font": f"{FONT_FAMILY}, {config.get('font', 'sans-serif')}"}
    }


def _with_lasting_ids(svg: str, chart: str) -> str:
    """Name clip paths and gradients by the chart.

    The engine counts them on from picture to picture, and a page holds several pictures.
    """
    prefix = f"c{hashlib.sha256(chart.encode('utf-8')).hexdigest()[:_ID_DIGITS]}"
    names = {name: f"{prefix}-{n}" for n, name in enumerate(_OWN_ID.findall(svg), start=1)}
    return _NAMED.sub(lambda found: found[1] + names.get(found[2], found[2]), svg)


def _addresses(part: Any, path: str = "") -> Iterator[Problem]:
    """Yield one problem for each key under which a chart names an address."""
    if isinstance(part, list):
        for number, member in enumerate(part, start=1):
            yield from _addresses(member, f"{path}[{number}]")
    if isinstance(part, dict):
        for key, value in part.items():
            place = f"{path}.{key}".lstrip(".")
            if key in _ADDRESSES:
                yield Problem("page_chart_address", values={"key": place})
            elif key not in _ROWS:
                yield from _addresses(value, place)
