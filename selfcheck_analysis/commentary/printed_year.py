"""Sentences on a last year that is known only from print."""

from __future__ import annotations

from typing import Any

import pandas as pd

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
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.terms import PrintedVerdict, Tenure


def printed_sentence(pub: Publication, row: Any, group: str = "", *, evidence: bool = True) -> str:
    """Put one comparison with a print into a sentence; the verb is that of the verdict.

    Parameters
    ----------
    pub : Publication
    row : named tuple
        A row of the released `printed_changes`.
    group : str, optional
        Whose share it is, else the row's tenure.
    evidence : bool
        Whether to add, in brackets, what a verdict rests on.
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
        evidence=_evidence(pub, row) if evidence and known(row.n_this) else "",
    )


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
