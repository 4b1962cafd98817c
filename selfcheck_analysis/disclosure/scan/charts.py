"""Take a Vega-Lite chart apart: the rows of its data, and every text that it draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece, Pieces, unreadable
from selfcheck_analysis.problems import Place

_LOOKS = frozenset({"config", "$schema"})
"""Parts of a chart that say how it looks."""

_DRAWN = frozenset({"title", "text", "description", "domain", "sort", "datum", "subtitle"})
"""Keys under which a chart holds what it draws beside its data."""

_TENS = range(0, 100, 10)
_ORDINAL = "line"
"""The field that only tells which points a line joins."""


def chart_pieces(text: str, file: str, line: int) -> Pieces:
    """Yield the pieces of a chart that is written as JSON.

    Parameters
    ----------
    text : str
    file : str
        As problems name it.
    line : int
        The line of the file on which the chart begins.
    """
    try:
        spec = json.loads(text)
    except json.JSONDecodeError:
        yield unreadable(file)
        return
    yield from spec_pieces(spec, file, line)


def spec_pieces(spec: Any, file: str, line: int) -> Iterator[Piece]:
    """Yield the pieces of a chart as Python holds it."""
    datasets = spec.get("datasets", {}) if isinstance(spec, dict) else {}
    named = dict(_views(spec, ""))
    for name, rows in datasets.items():
        yield from _records(rows, name, named.get(name, ""), file, line)
    yield from _drawn(spec, "", file, line)


def _views(part: Any, titles: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each dataset with the titles of the views around it."""
    if isinstance(part, list):
        for member in part:
            yield from _views(member, titles)
    if isinstance(part, dict):
        titles = f"{titles}\n{_title(part.get('title', ''))}".strip()
        if isinstance(data := part.get("data"), dict) and "name" in data:
            yield data["name"], titles
        for key in part.keys() - {"datasets", "data", "encoding"} - _LOOKS:
            yield from _views(part[key], titles)


def _title(title: Any) -> str:
    """Return a title, whose lines may be a list and which may have settings beside it."""
    if isinstance(title, dict):
        return _title(title.get("text", ""))
    return "".join(map(str, title)) if isinstance(title, list) else str(title)


def _drawn(part: Any, titles: str, file: str, line: int) -> Iterator[Piece]:
    """Yield what is drawn beside the data, and data that stand in the view itself."""
    if isinstance(part, list):
        for member in part:
            yield from _drawn(member, titles, file, line)
    if not isinstance(part, dict):
        return
    titles = f"{titles}\n{_title(part.get('title', ''))}".strip()
    for key, value in part.items():
        if key in _LOOKS or key == "datasets":
            continue
        if key == "values":
            yield from _records(value, key, titles, file, line)
        elif key in _DRAWN and not isinstance(value, dict) and not _is_axis(value):
            place = Place(file, row=line, column=key)
            yield from (Piece(Form.PROSE, place, (text,)) for text in _texts(value))
        else:
            yield from _drawn(value, titles, file, line)


def _records(rows: Any, name: str, titles: str, file: str, line: int) -> Iterator[Piece]:
    """Yield one piece for each row of a chart's data, and one for its keys."""
    rows = rows if isinstance(rows, list) else [rows]
    for number, row in enumerate(rows, start=1):
        place = Place(file, row=line, column=f"{name}[{number}]")
        record = row if isinstance(row, dict) else {"": row}
        values = {k: v for k, v in record.items() if not (k == _ORDINAL and _ordinal(v))}
        texts = [text for value in values.values() for text in _texts(value)]
        yield Piece(Form.RECORD, place, tuple(texts), titles)
        yield Piece(Form.RECORD, place, tuple(map(str, record)))


def _ordinal(value: Any) -> bool:
    """Tell whether a value is one digit, or two with a point between."""
    return re.fullmatch(r"\d(\.\d)?", str(value)) is not None


def _is_axis(value: Any) -> bool:
    """Tell whether a value is the two ends of an axis of percents; it begins at a full ten."""
    return isinstance(value, list) and len(value) == 2 and value[1] == 100 and value[0] in _TENS


def _texts(value: Any) -> list[str]:
    """Return a value and all that is in it as texts; a truth or nothing is none."""
    if isinstance(value, dict):
        return [text for member in (*value, *value.values()) for text in _texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in _texts(member)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
