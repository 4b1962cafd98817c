"""Every question's change since last year, with interval, p and verdict."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.printed_year import printed_changes
from selfcheck_analysis.tables.questions import question_table, questions_of_role, roles_of
from selfcheck_analysis.terms import PrintedVerdict, Tenure, Verdict


def changes(
    pub: Publication, only: Collection[Verdict | PrintedVerdict] | None = None
) -> HtmlBlock:
    """Print the change of every question, the focus questions first, then role by role.

    A question has a row for all tenures, and one for each tenure that is shown and has something
    to test. A role of which nothing is shown takes one line for each reason.

    Parameters
    ----------
    pub : Publication
    only : collection of Verdict or PrintedVerdict, optional
        Print only the comparisons with these verdicts, of whatever tenure.
    """
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    if pub.release.last_year_is_printed:
        return printed_changes(pub, only)
    frame = pub.release.frame("changes")
    chosen = frame[_kept(frame)] if only is None else judged(frame, only)
    if chosen.empty:
        return pub.paragraph("table.changes.none")
    bodies = [
        questions_of_role(pub, role, chosen[chosen["role"] == role]) for role in roles_of(chosen)
    ]
    if only is None:
        caption, footnotes = "caption", ["tenures", "methods", "detectable"]
    else:
        caption, footnotes = "caption_selected", ["methods", "detectable"]
    table = question_table(pub, caption, bodies, footnotes=footnotes)
    return table.block(pub.words.language)


def _kept(frame: pd.DataFrame) -> pd.Series:
    """Keep all tenures together, and a single tenure only where it has something to say."""
    tells = frame["state"].isin(FIGURES) & (frame["verdict"] != Verdict.NO_CHANGE_TO_TEST)
    return (frame["tenure"] == Tenure.ALL) | tells


def judged(frame: pd.DataFrame, only: Collection[Verdict | PrintedVerdict]) -> pd.DataFrame:
    """Return the comparisons that are shown and have one of some verdicts."""
    return frame[frame["state"].isin(FIGURES) & frame["verdict"].isin(list(only))]
