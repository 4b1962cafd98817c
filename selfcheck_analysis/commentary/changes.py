"""The lead of the year-over-year page: what changed, what cannot be told, what is hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.bands import band_alone, without_verdict
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.printed_year import lead_of_printed_changes
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.figures import last_year, p_relation, rate_text, this_year, whole
from selfcheck_analysis.publication import FIGURES, MOVED, Publication
from selfcheck_analysis.terms import Reason, State

_TABLES = ("headline_changes", "changes", "composition", "contrasts", "trend", "trend_tests")
"""The tables of the page that hold figures."""

_MOST_NAMED = 8
"""More changes than this are counted and left to the table."""

_STANDS_OUT = ("<0.01", "<0.05")
"""The classes of p within a role by which a question stands out."""


def lead_of_changes(pub: Publication) -> tuple[list[str], list[str]]:
    """Return opening sentences and points: moved, not told by reason, hidden."""
    if pub.release.last_year is None:
        return [pub.words("table.changes.first_year")], []
    if pub.release.last_year_is_printed:
        return lead_of_printed_changes(pub)
    headlines, questions = (pub.release.frame(name) for name in _TABLES[:2])
    moved_headlines, moved = _moved(headlines), _moved(questions)
    named = [
        *(_headline(pub, row, questions) for row in moved_headlines.itertuples(index=False)),
        *(_question(pub, row) for row in moved.itertuples(index=False)),
    ]
    told_headlines, told = _told(headlines), _told(questions)
    opening = pub.words(
        "lead.changes.moved" if named else "lead.changes.none_moved",
        year=this_year(pub),
        last_year=last_year(pub),
        headlines=whole(len(told_headlines)),
        n_headlines=whole(len(moved_headlines)),
        questions=whole(len(told)),
        n_questions=whole(len(moved)),
    )
    points = named if len(named) <= _MOST_NAMED else [pub.words("lead.changes.too_many")]
    reasons = pd.concat([told_headlines["reason"], told["reason"]])
    untold = [*_not_told(pub, reasons), *band_alone(pub, pd.concat([headlines, questions]))]
    return [opening], [*points, *untold, hidden_cells(pub, _TABLES)]


def _moved(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["state"].isin(FIGURES) & frame["verdict"].isin(MOVED)]


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons of which the result is not hidden."""
    hidden = frame["state"].map(lambda state: State(state).hidden).astype(bool)
    return frame[~hidden & ~without_verdict(frame)]


def _not_told(pub: Publication, reasons: pd.Series) -> list[str]:
    """Count the comparisons that found no change, by what stood in the way."""
    counts = reasons.value_counts()
    untold = [reason for reason in Reason if reason is not Reason.P_AT_MOST_ALPHA]
    return [
        pub.words(f"lead.changes.{reason}", n=whole(counts[reason]))
        for reason in untold
        if counts.get(reason, 0)
    ]


def _question(pub: Publication, row: Any) -> str:
    named = pub.words(
        "lead.changes.question",
        role=pub.role(row.role),
        question=pub.statement(row.question),
        tenure=pub.words(f"tenure.{row.tenure}"),
    )
    return change_sentence(pub, row, named)


def _headline(pub: Publication, row: Any, questions: pd.DataFrame) -> str:
    """Say that a headline moved, and which of its questions stand out by themselves."""
    fewer = pub.fewer_questions(row.role, row.n_questions)
    measure = pub.words(
        "measure.headline_common" if fewer else "measure.headline", n=whole(row.n_questions)
    )
    named = pub.words(
        "lead.changes.headline", role=pub.role(row.role), tenure=pub.words(f"tenure.{row.tenure}")
    )
    sentence = change_sentence(pub, row, named, measure)
    joiner = pub.words("chart.gap")
    return joiner.join([sentence, _standing_out(pub, row, questions)])


def _standing_out(pub: Publication, headline: Any, questions: pd.DataFrame) -> str:
    """Name the questions of a role and tenure of which p within the role is small."""
    same = (questions["role"] == headline.role) & (questions["tenure"] == headline.tenure)
    judged = questions[same & (questions["state"] == State.SHOWN) & questions["p_role"].notna()]
    bands = bool((same & (questions["state"] == State.BAND)).any())
    besides = pub.words("lead.changes.besides_bands") if bands else ""
    if judged.empty:
        return pub.words("lead.changes.questions_hidden")
    found = judged[judged["p_role"].isin(_STANDS_OUT)]
    if found.empty:
        return pub.words("lead.changes.none_stands_out", besides=besides)
    names = pub.words("lead.joiner").join(
        pub.words(
            "lead.changes.stands_out",
            question=pub.statement(row.question),
            last=rate_text(row, "last_percent", pub.words),
            this=rate_text(row, "this_percent", pub.words),
            p=p_relation(row.p_role),
        )
        for row in found.itertuples(index=False)
    )
    return pub.words("lead.changes.standing_out", questions=names, besides=besides)
