"""The lead of the year-over-year page: what changed, what cannot be told, what is hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.coverage import coverage
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.outcomes import (
    MOST_NAMED,
    Groups,
    changed,
    moved,
    moved_sentence,
    told,
    unchanged,
    untold,
)
from selfcheck_analysis.commentary.parts import Lead, Summary
from selfcheck_analysis.commentary.summary import not_bounded
from selfcheck_analysis.commentary.trends import trends
from selfcheck_analysis.figures import last_year, p_relation, rate_text, this_year, whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State

_TABLES = ("headline_changes", "changes", "composition", "contrasts", "trend", "trend_tests")
"""The tables of the page that hold figures."""

_PRINTED_TABLES = ("printed_changes", "printed_headlines", "contrasts")
"""The same beside a year known from print."""

_STANDS_OUT = ("<0.01", "<0.05")
"""The classes of p within a role by which a question stands out."""


def lead_of_changes(pub: Publication) -> Lead:
    """Return how much moved, the four parts, and what each change that is named rests on."""
    if pub.release.last_year is None:
        return Lead([pub.words("lead.changes.first_year")], _parts(pub, {}))
    if pub.release.last_year_is_printed:
        return _of_print(pub)
    headlines, questions = (pub.release.frame(name) for name in _TABLES[:2])
    moved_headlines, moved_questions = moved(headlines), moved(questions)
    n = {"headlines": len(moved_headlines), "questions": len(moved_questions)}
    opening = pub.words(
        "lead.changes.moved" if any(n.values()) else "lead.changes.none_moved",
        year=this_year(pub),
        last_year=last_year(pub),
        **{f"n_{key}": whole(value) for key, value in n.items()},
    )
    evidence = [
        *(_headline(pub, row, questions) for row in moved_headlines.itertuples(index=False)),
        *(
            moved_sentence(pub, row, evidence=True)
            for row in moved_questions.itertuples(index=False)
        ),
    ]
    parts = _parts(pub, {"headlines": headlines, "questions": questions})
    if len(evidence) <= MOST_NAMED:
        return Lead([opening], parts, evidence)
    return Lead([opening, pub.words("lead.changes.too_many")], parts)


def _of_print(pub: Publication) -> Lead:
    """Return the lead beside a year known from print: the focus questions in every tenure."""
    frame = pub.release.frame("printed_changes")
    found = moved(frame)
    opening = pub.words(
        "lead.printed_changes.opening",
        year=this_year(pub),
        last_year=last_year(pub),
        total=whole(len(told(frame))),
        moved=whole(len(found)),
    )
    evidence = [moved_sentence(pub, row, evidence=True) for row in found.itertuples(index=False)]
    few = len(evidence) <= MOST_NAMED
    return Lead([opening], _parts(pub, {"focus": frame}), evidence if few else [])


def _parts(pub: Publication, groups: Groups) -> Summary:
    """Return the four parts of comparisons; without any only trends, what is missing and hidden."""
    printed = pub.release.last_year_is_printed
    hidden = (hidden_cells(pub, _PRINTED_TABLES if printed else _TABLES),)
    if not groups:
        first = pub.words("part.untold_first_year")
        return Summary(trends(pub), untold=(first, *coverage(pub)), hidden=hidden)
    return Summary(
        changed=(*changed(pub, groups), *trends(pub)),
        unchanged=unchanged(pub, groups),
        untold=(*untold(pub, groups), *not_bounded(pub), *coverage(pub)),
        hidden=hidden,
    )


def _headline(pub: Publication, row: Any, questions: pd.DataFrame) -> str:
    """Say that a headline moved, and which of its questions stand out by themselves."""
    sentence = moved_sentence(pub, row, evidence=True)
    return pub.words("chart.gap").join([sentence, _standing_out(pub, row, questions)])


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
