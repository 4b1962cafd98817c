"""Take a notebook apart: its outputs as pages show them, and everything else as text."""

from __future__ import annotations

import base64
import json
from typing import Any

from selfcheck_analysis.disclosure.scan.charts import spec_pieces
from selfcheck_analysis.disclosure.scan.images import image_pieces
from selfcheck_analysis.disclosure.scan.pages import page_pieces
from selfcheck_analysis.disclosure.scan.pieces import (
    Form,
    Piece,
    Pieces,
    unknown,
    unreadable,
    whole,
)
from selfcheck_analysis.problems import Place


def notebook_pieces(text: str, file: str) -> Pieces:
    """Yield the pieces of a notebook.

    Code and metadata are looked at as text; the figures of its outputs and of its Markdown cells
    are held against the release.
    """
    yield whole(file, text)
    try:
        cells = json.loads(text)["cells"]
        for number, cell in enumerate(cells, start=1):
            part = f"{file}/cell {number}"
            if cell["cell_type"] != "code":
                yield Piece(Form.PROSE, Place(part), (_joined(cell["source"]),))
            for output in cell.get("outputs", ()):
                yield from _output(output, part)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield unreadable(file)


def _output(output: dict[str, Any], part: str) -> Pieces:
    for key in ("text", "evalue", "traceback"):
        if key in output:
            yield Piece(Form.PROSE, Place(part), (_joined(output[key]),))
    for kind, data in output.get("data", {}).items():
        if kind in ("text/html", "image/svg+xml"):
            yield from page_pieces(_joined(data), part)
        elif kind in ("text/plain", "text/markdown", "text/latex"):
            lines = _joined(data).splitlines()
            yield from (Piece(Form.PROSE, Place(part, row=n), (s,)) for n, s in enumerate(lines, 1))
        elif "json" in kind:
            yield from spec_pieces(data, part, 0)
        elif kind in ("image/png", "image/jpeg"):
            yield from image_pieces(base64.b64decode(_joined(data)), part)
        else:
            yield unknown(part)


def _joined(text: Any) -> str:
    """Return a text that a notebook holds as one or as a list of lines."""
    return text if isinstance(text, str) else "".join(text)
