"""The cells that every table uses: heads, figures, and the marks for figures not shown."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.figures import Band, band_of, interval, known, signed, whole
from selfcheck_analysis.publication import MOVED, Publication
from selfcheck_analysis.tables.model import Cell, Kind, Row
from selfcheck_analysis.terms import State


def head(text: str, *, kind: Kind = "text", rowspan: int = 1) -> Cell:
    """Return the head of one column; a unit in brackets stands on a line of its own."""
    name, bracket, unit = text.partition("（" if "（" in text else " (")
    detail = f"{bracket}{unit}".strip()
    return Cell(name, kind, scope="col", rowspan=rowspan, detail=detail)


def spanner(text: str, colspan: int) -> Cell:
    """Return the head of a group of columns."""
    return Cell(text, scope="colgroup", colspan=colspan)


def heads(pub: Publication, kind: Kind, *names: str, rowspan: int = 1) -> Row:
    """Return column heads from the catalogue; those over figures stand right."""
    return [head(pub.words(f"column.{name}"), kind=kind, rowspan=rowspan) for name in names]


def mark(pub: Publication, state: State, colspan: int = 1) -> Cell:
    """Return the mark for a figure that is not there, with its reason."""
    text = pub.words(f"mark.{state}")
    return Cell(text, "mark", reason=pub.state(state), colspan=colspan)


def marked(pub: Publication, name: str, colspan: int = 1) -> Cell:
    """Return the mark for a figure that was not made, with its reason."""
    reason = pub.words(f"state.{name}", p_exact_min_base=pub.release.p_exact_min_base)
    return Cell(pub.words(f"mark.{name}"), "mark", reason=reason, colspan=colspan)


def not_computed(pub: Publication) -> Cell:
    """Return the mark for a figure that nothing was computed for; the verdict says why."""
    return marked(pub, "not_computed")


def absent(pub: Publication, colspan: int = 1) -> Cell:
    """Return the mark for a figure that last year did not have, or did not print."""
    if pub.release.last_year_is_printed:
        return marked(pub, "not_printed", colspan)
    return mark(pub, State.ABSENT, colspan)


def missing(pub: Publication, state: State) -> Cell:
    """Return the mark of a missing figure: by its state, else as not computed."""
    return not_computed(pub) if state is State.SHOWN else mark(pub, state)


def count(value: Any) -> Cell:
    """Return a count or percentage that is always known."""
    return Cell(whole(value), "figure")


def figure(pub: Publication, value: Any, state: Any) -> Cell:
    """Return a whole number, or the mark that says why there is none."""
    return count(value) if known(value) else missing(pub, State(state))


def band_cell(pub: Publication, band: Band) -> Cell:
    """Return the band in the place of a rate; what a band is stands in the notes of the table."""
    note = (pub.words("band.term"), pub.words("band.meaning"))
    return Cell(band.figure(pub.words), "figure", notes=[note])


def percent(pub: Publication, row: Any, name: str) -> Cell:
    """Return a percent of a row, its band, or the mark that says why there is neither."""
    band = band_of(row, name)
    return band_cell(pub, band) if band else figure(pub, row[name], row["state"])


def rate(pub: Publication, row: Any, name: str) -> Cell:
    """Return one side's rate of a comparison, or say that the comparison is shown without."""
    if known(row[name]) or band_of(row, name):
        return percent(pub, row, name)
    return marked(pub, "rates_not_shown" if known(row["change_points"]) else "not_computed")


def change(pub: Publication, value: Any, state: Any) -> Cell:
    """Return a change in points with its sign, or the mark that says why there is none."""
    return Cell(signed(value), "figure") if known(value) else missing(pub, State(state))


def bounds(pub: Publication, row: Any) -> Cell:
    """Return the interval of a comparison in points, or say that it is not shown."""
    low, high = row["low_points"], row["high_points"]
    if known(low) and known(high):
        return Cell(interval(low, high, pub.words), "figure")
    if known(row["change_points"]):
        return marked(pub, "spread_not_shown")
    return missing(pub, State(row["state"]))


def detectable(pub: Publication, row: Any) -> Cell:
    """Return the smallest change a comparison would find, or say why there is none."""
    if known(row["detectable_points"]):
        return Cell(signed(row["detectable_points"]), "figure")
    if not known(row["low_points"]):
        return bounds(pub, row)
    return marked(pub, "nothing_detectable")


def p_value(pub: Publication, row: Any, name: str) -> Cell:
    """Return the text of a p-value, or the mark that says why there is none."""
    return Cell(row[name], "figure") if known(row[name]) else missing(pub, State(row["state"]))


def no_verdict(pub: Publication) -> Cell:
    """Say that no verdict is given, because it is not the same all over a band."""
    return Cell(pub.words("no_verdict.name"), reason=pub.words("no_verdict.reason"))


def verdict(pub: Publication, row: Any, group: str = "verdict") -> Cell:
    """Return a verdict, in bold where there is a difference, with the mark of its note.

    A comparison with a band may have none.

    Parameters
    ----------
    pub : Publication
    row : mapping
        A row with `verdict`, and perhaps `reason` and `note`.
    group : {"verdict", "contrast_verdict", "trend_verdict"}
        The words of the catalogue to say it in.
    """
    if not known(row["verdict"]):
        return no_verdict(pub)
    text = pub.verdict(row["verdict"], row.get("reason"), group)
    strong = row["verdict"] in MOVED
    note = row.get("note")
    if not known(note) or not note:
        return Cell(text, strong=strong)
    reason = pub.words(f"note.{note}")
    return Cell(text, strong=strong, footnote=pub.words(f"note_mark.{note}"), reason=reason)
