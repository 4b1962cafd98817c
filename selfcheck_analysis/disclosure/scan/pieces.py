"""What a finished file is taken apart into: pieces of text, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from selfcheck_analysis.problems import Place, Problem


class Form(StrEnum):
    """What a piece is, which says how its figures are looked at.

    WHOLE: the text of a file or of a part as it stands, with markup; figures are not looked at.
    PROSE: one block of sentences, a caption, an aria-label, a text of a picture.
    ROW: the cells of one row of a table.
    RECORD: the values of one row of a chart's data.
    SCALE: the labels of one axis of a drawn chart.
    """

    WHOLE = "whole"
    PROSE = "prose"
    ROW = "row"
    RECORD = "record"
    SCALE = "scale"


@dataclass(frozen=True)
class Piece:
    """One piece of a finished file.

    Parameters
    ----------
    form : Form
    place : Place
    texts : tuple of str
        Cells or values; of prose and whole texts one.
    context : str
        Titles above the piece, which may name its role or question.
    """

    form: Form
    place: Place
    texts: tuple[str, ...]
    context: str = ""


Pieces = Iterator[Piece | Problem]
"""What a reader of one kind of file yields: pieces, and what it finds wrong by itself."""


def whole(file: str, text: str) -> Piece:
    """Return the text of a file or part as it stands."""
    return Piece(Form.WHOLE, Place(file), (text,))


def decoded(content: bytes, file: str) -> str | Problem:
    """Return the text of a file, or say that it is no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return unreadable(file)


def unreadable(file: str) -> Problem:
    """Say that a file or a part of it cannot be read, so that nobody knows what is in it."""
    return Problem("scan_unreadable", Place(file))


def unknown(file: str) -> Problem:
    """Say that a file or a part of it is of a kind that the scan cannot read."""
    return Problem("scan_unknown_kind", Place(file))
