"""Sentences on a last year that is known only from print."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.bands import band_alone, without_verdict
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.sentences import declared_note
from selfcheck_analysis.figures import (
    known,
    last_year,
    number,
    p_relation,
    p_span,
    rate_text,
    span,
    this_year,
    whole,
)
from selfcheck_analysis.publication import FIGURES, MOVED_IN_PRINT, Publication
from selfcheck_analysis.terms import PrintedVerdict, State, Tenure

_TABLES = ("printed_changes", "printed_headlines", "contrasts")
"""The tables of the page of changes that hold figures."""


def printed_sentence(pub: Publication, row: Any, group: str = "") -> str:
    """Put one comparison with a print into a sentence; the verb is that of the verdict.

    Parameters
    ----------
    pub : Publication
    row : named tuple
        A row of the released `printed_changes`.
    group : str, optional
        Whose share it is, else the row's tenure.
    """
    words = pub.words
    group = group or words(f"tenure.{row.tenure}")
    if row.state not in FIGURES:
        return words("sentence.hidden", group=group, reason=pub.state(row.state))
    if row.verdict == PrintedVerdict.NOT_COMPARABLE:
        return words("sentence.not_comparable", group=group, note=declared_note(pub, row))
    return words(
        f"printed_sentence.{PrintedVerdict(row.verdict)}"
        if known(row.verdict)
        else "sentence.band_alone",
        group=group,
        measure=words("measure.question"),
        last_year=last_year(pub),
        this_year=this_year(pub),
        last=rate_text(row, "last_percent", words),
        this=rate_text(row, "this_percent", words),
        evidence=_evidence(pub, row) if known(row.n_this) else "",
    )


def lead_of_printed_changes(pub: Publication) -> tuple[list[str], list[str]]:
    """Return opening sentences and points: moved, not told by verdict, headlines, hidden."""
    frame = pub.release.frame("printed_changes")
    hidden = frame["state"].map(lambda state: State(state).hidden).astype(bool)
    told = frame[~hidden & ~without_verdict(frame)]
    moved = told[told["verdict"].isin(MOVED_IN_PRINT)]
    opening = pub.words(
        "lead.printed_changes.opening",
        year=this_year(pub),
        last_year=last_year(pub),
        total=whole(len(told)),
        moved=whole(len(moved)),
    )
    named = [_named(pub, row) for row in moved.itertuples(index=False)]
    counts = told["verdict"].value_counts()
    untold = [
        pub.words(f"lead.printed_changes.{verdict}", n=whole(counts[verdict]))
        for verdict in PrintedVerdict
        if verdict not in MOVED_IN_PRINT and verdict in counts.index
    ]
    headlines = pub.words("lead.printed_changes.headlines")
    return [opening], [
        *named,
        *untold,
        *band_alone(pub, frame),
        headlines,
        hidden_cells(pub, _TABLES),
    ]


def lead_of_printed_focus(pub: Publication) -> tuple[list[str], list[str]]:
    """Return how many focus questions moved in every table, and each of them with its verdict."""
    frame = pub.release.frame("printed_changes")
    frame = frame[frame["tenure"] == Tenure.ALL]
    moved = frame[frame["verdict"].isin(MOVED_IN_PRINT)]
    n = {"n": len(moved), "total": len(frame), "last_year": last_year(pub)}
    points = [
        pub.words(
            "lead.focus.question", question=pub.statement(row.question), verdict=_verdict(pub, row)
        )
        for row in pd.concat([moved, frame.drop(moved.index)]).itertuples(index=False)
    ]
    opening = pub.words("lead.printed_focus.opening", **n)
    return [opening], [*points, hidden_cells(pub, ["focus_answers"])]


def printed_rates(pub: Publication, shown: pd.DataFrame) -> list[str]:
    """Set the printed rates over all tenures beside this year's, where they differ.

    Parameters
    ----------
    pub : Publication
    shown : DataFrame
        The rows of `rates_by_role` that have a rate.
    """
    everyone = shown[shown["tenure"] == Tenure.ALL].set_index(["role", "fiscal_year"])
    rates = everyone["rate_percent"].unstack("fiscal_year", sort=False)
    years = [pub.release.last_year, pub.release.fiscal_year]
    both = rates.reindex(columns=years).dropna()
    differ = [
        pub.words(
            "lead.rates.printed",
            role=pub.role(str(role)),
            last_year=last_year(pub),
            last=whole(last),
            year=this_year(pub),
            this=whole(this),
        )
        for role, last, this in both.itertuples()
        if number(last) != number(this)
    ]
    same = len(both) - len(differ)
    alike = [pub.words("lead.rates.printed_same", n=same)] if same else []
    return [*differ, *alike, pub.words("lead.rates.printed_not_tested")]


def _named(pub: Publication, row: Any) -> str:
    group = pub.words(
        "lead.changes.question",
        role=pub.role(row.role),
        question=pub.statement(row.question),
        tenure=pub.words(f"tenure.{row.tenure}"),
    )
    return printed_sentence(pub, row, group)


def _verdict(pub: Publication, row: Any) -> str:
    if row.state not in FIGURES:
        return pub.state(row.state)
    said = known(row.verdict)
    verdict = pub.words(f"printed_verdict.{row.verdict}" if said else "no_verdict.name")
    last, this = (rate_text(row, f"{year}_percent", pub.words) for year in ("last", "this"))
    if not last or not this:
        return verdict
    return pub.words("lead.focus.verdict", verdict=verdict, last=last, this=this)


def _evidence(pub: Publication, row: Any) -> str:
    """Return, in brackets, what a verdict rests on: ranges of change and p, base, tables that fit.

    Of a comparison with a band it is the base alone.
    """
    words = pub.words
    parts = [words("evidence.n_this", year=this_year(pub), n=whole(row.n_this))]
    if known(row.p_high):
        change = span(row.low_change_points, row.high_change_points, words)
        p = p_relation(p_span(row.p_adjusted_low, row.p_adjusted_high, words))
        ranges = [words("evidence.range", range=change), words("evidence.p_adjusted_range", p=p)]
        parts = [*ranges, *parts, words("evidence.n_tables", n=whole(row.n_tables))]
    return words("asked.brackets", text=words("evidence.joiner").join(parts))
