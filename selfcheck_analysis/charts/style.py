"""The look of every chart: fonts, colours, wrapped labels, and the block it is handed on in."""

from __future__ import annotations

import unicodedata
from typing import Any

from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render

FONT = "BIZ UDPGothic, Yu Gothic, Meiryo, Noto Sans CJK JP, sans-serif"
FONT_SIZE = 12

LINE_HEIGHT = 15
"""Pixels of a line of a label."""

# Okabe and Ito's palette, told apart by colour-blind readers; shapes tell them apart in grey.
BLUE, ORANGE, VERMILION = "#0072B2", "#E69F00", "#D55E00"
GREEN, PLUM = "#009E73", "#5E3370"
"""Bluish green of the palette, and a plum so dark that lightness alone tells it from the green."""
GREY, PALE = "#767676", "#b8c2cc"

LABEL_WIDTH = 40
"""Of a question beside its row, in half-width characters."""

_TITLE_WIDTH = 110
"""Of a drawn title, in half-width characters."""

_NO_LINE_START = "、。，．）」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ・：；？！％"
_NO_LINE_END = "（「『【"


def text_width(text: str) -> int:
    """Return the width of a text in half-width characters.

    Examples
    --------
    >>> text_width("端末ID")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` half-width characters.

    Japanese breaks between any two characters but not before closing punctuation or small kana,
    which then hang over by one, nor after an opening bracket; words of other scripts stay whole.

    Examples
    --------
    >>> wrap("端末から離れるときは、ログオフする", 20)
    ['端末から離れるときは、', 'ログオフする']
    >>> wrap("I log off when I leave", 12)
    ['I log off', 'when I leave']
    """
    lines = [""]
    for piece in _pieces(text):
        fits = text_width((lines[-1] + piece).rstrip()) <= width
        if fits or not lines[-1] or piece in _NO_LINE_START:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]


def title_lines(text: str, width: int) -> list[str]:
    """Return the lines of a panel's title, with a space at the end of those that break at one.

    Joined they are the title again, in every language.

    Examples
    --------
    >>> title_lines("I log off when I leave", 12)
    ['I log off ', 'when I leave']
    >>> title_lines("端末から離れる", 8)
    ['端末から', '離れる']
    """
    *lines, last = wrap(text, width)
    return [
        *(line if unicodedata.east_asian_width(line[-1]) in "WF" else f"{line} " for line in lines),
        last,
    ]


def wrapped(text: str, width: int) -> str:
    """Return a label of as few lines as `width` allows, made even and parted by line feeds.

    Examples
    --------
    >>> wrapped("端末を離れるときはログオフする", 28).split(chr(10))
    ['端末を離れるとき', 'はログオフする']
    """
    fewest = len(wrap(text, width))
    even = next(w for w in range(1, width + 1) if len(wrap(text, w)) == fewest)
    return "\n".join(wrap(text, even))


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: after each wide character, and after each space."""
    pieces: list[str] = []
    for char in text:
        narrow = unicodedata.east_asian_width(char) not in "WF"
        bracket = bool(pieces) and pieces[-1][-1] in _NO_LINE_END
        if bracket or (pieces and narrow and _open(pieces[-1])):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _open(piece: str) -> bool:
    """Tell whether a piece is an unfinished word."""
    return piece[-1] != " " and unicodedata.east_asian_width(piece[-1]) not in "WF"


def lines_of_label(text: str, most: int) -> dict[str, Any]:
    """Return the settings of an axis that prints its labels on their lines, centred on the row.

    Parameters
    ----------
    text : str
        A Vega expression: the label, its lines parted by line feeds.
    most : int
        Lines of the longest label.
    """
    lines = f"split({text}, '\\n')"
    tests = [
        {"test": f"length({lines}) === {n}", "value": -(n - 1) * LINE_HEIGHT / 2}
        for n in range(2, most + 1)
    ]
    offset = {"labelOffset": {"condition": tests, "value": 0}} if tests else {}
    return {"labelExpr": lines, **offset}


def config() -> dict[str, Any]:
    """Return the settings that all charts share; no label is ever cut off."""
    ink, line = "#1f2933", "#d5dbe1"
    labels = {"labelFontSize": FONT_SIZE, "labelLimit": 0, "labelColor": ink}
    titles = {"titleFontSize": FONT_SIZE, "titleLimit": 0, "titleColor": ink}
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": line},
        "axis": {
            **labels,
            **titles,
            "titleFontWeight": "normal",
            "labelLineHeight": LINE_HEIGHT,
            "gridColor": line,
            "domainColor": line,
            "tickColor": line,
        },
        "legend": {**labels, **titles, "symbolSize": 90, "titleFontWeight": "normal"},
        "title": {
            "fontSize": 14,
            "subtitleFontSize": FONT_SIZE,
            "subtitleLineHeight": 16,
            "limit": 0,
            "anchor": "start",
            "color": ink,
            "offset": 12,
        },
    }


def block(chart: Any, title: str, notes: list[str], description: str) -> ChartBlock:
    """Finish an Altair chart and hand it on.

    Title and notes are drawn for JupyterLab; a page prints them as text, where they wrap, and
    finds the notes under `usermeta`.
    """
    spec = chart.to_dict()
    subtitle = [line for note in notes for line in wrap(note, _TITLE_WIDTH)]
    spec["title"] = {"text": wrap(title, _TITLE_WIDTH * 6 // 7), "subtitle": subtitle}
    spec["config"] = config()
    spec["usermeta"] = {"notes": notes}
    spec["description"] = description
    return ChartBlock(spec=spec, title=title, description=description)


def nothing_to_draw(pub: Publication, title: str, notes: list[str]) -> HtmlBlock:
    """Say in words that a chart would be empty, and why."""
    text = pub.words("chart.gap").join([pub.words("chart.empty", title=title), *notes])
    return HtmlBlock(html=render("paragraph.html.j2", text=text), plain=text)
