"""What changed for a role since last year, in the sentences of the verdicts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.printed_year import printed_sentence
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.selection import focus_questions, of_role
from selfcheck_analysis.figures import known, last_year, rate_text, this_year, whole
from selfcheck_analysis.fiscal_year import counted
from selfcheck_analysis.publication import FIGURES, MOVED, Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict

_MOST_MOVED = 4
"""More changes than this are left to their own section."""


def change_points(pub: Publication, role: str) -> HtmlBlock:
    """Say what changed for a role: its headline, the focus questions, what moved, what is untold.

    The verbs are those of the verdicts. Of the questions that did not move there is a count for
    each reason; the headline and the focus questions always have their sentence.
    """
    if pub.release.last_year is None:
        return pub.paragraph("table.changes.first_year")
    if pub.release.last_year_is_printed:
        points = [*_printed_headline(pub, role), *_printed_focus(pub, role)]
    else:
        points = [*_headlines(pub, role), *_focus(pub, role), *_questions(pub, role)]
    html = render("feedback_points.html.j2", points=points)
    return HtmlBlock(html=html, plain="\n".join(points))


def moved_briefly(pub: Publication, role: str) -> list[str]:
    """Name what rose or fell for a role, the headline first, or say that nothing did.

    Nothing is said where last year is not known person by person.
    """
    if pub.release.last_year is None or pub.release.last_year_is_printed:
        return []
    headlines, questions = _moved(pub, "headline_changes", role), _moved(pub, "changes", role)
    named = [
        *((row, _headline_group(pub, row)) for row in headlines.itertuples(index=False)),
        *((row, _named(pub, row, "question")) for row in questions.itertuples(index=False)),
    ]
    if not named:
        return [_none_moved(pub)]
    points = [_briefly(pub, row, group) for row, group in named[:_MOST_MOVED]]
    more = [pub.words("feedback.changes.more")] if len(named) > _MOST_MOVED else []
    return [*points, *more]


def _moved(pub: Publication, table: str, role: str) -> pd.DataFrame:
    """Return the rows of a role that rose or fell, all tenures together first."""
    frame = of_role(pub, table, role)
    moved = frame[frame["state"].isin(FIGURES) & frame["verdict"].isin(MOVED)]
    everyone = moved["tenure"] == Tenure.ALL
    return pd.concat([moved[everyone], moved[~everyone]])


def _none_moved(pub: Publication) -> str:
    return pub.words("feedback.changes.none", last_year=last_year(pub), year=this_year(pub))


def _headline_group(pub: Publication, row: Any) -> str:
    fewer = pub.fewer_questions(row.role, row.n_questions)
    return pub.words(
        "feedback.changes.headline_common" if fewer else "feedback.changes.headline",
        n=counted(int(row.n_questions), pub.words.language),
        tenure=pub.words(f"tenure.{row.tenure}"),
    )


def _headlines(pub: Publication, role: str) -> list[str]:
    """Say how the headline over all tenures changed, and that of a tenure only if it moved."""
    frame, moved = of_role(pub, "headline_changes", role), _moved(pub, "headline_changes", role)
    rows = pd.concat([frame[frame["tenure"] == Tenure.ALL], moved[moved["tenure"] != Tenure.ALL]])
    return [_headline(pub, row) for row in rows.itertuples(index=False)]


def _headline(pub: Publication, row: Any) -> str:
    measure = _measure(pub, row)
    if row.state not in FIGURES:
        return pub.words("sentence.hidden", group=measure, reason=pub.state(row.state))
    return change_sentence(pub, row, measure=measure)


def _measure(pub: Publication, row: Any) -> str:
    fewer = pub.fewer_questions(row.role, row.n_questions)
    key = "measure.headline_common" if fewer else "measure.headline"
    return pub.words(key, n=counted(int(row.n_questions), pub.words.language))


def _focus(pub: Publication, role: str) -> list[str]:
    """Say how every focus question of the role changed over everyone asked.

    One that rose or fell has a sentence, any other its verdict and both rates.
    """
    frame = of_role(pub, "changes", ALL_ROLES)
    rows = frame[frame["tenure"] == Tenure.ALL].set_index("question", drop=False)
    return [
        change_sentence(pub, row, named) if row.verdict in MOVED else _briefly(pub, row, named)
        for question in focus_questions(pub, role)
        if question in rows.index
        for row in rows.loc[[question]].itertuples(index=False)
        for named in [_named(pub, row, "focus")]
    ]


def _briefly(pub: Publication, row: Any, named: str) -> str:
    """Say the verdict of a comparison, and both rates where they are shown."""
    if row.state not in FIGURES:
        verdict = pub.state(row.state)
    else:
        verdict = pub.verdict(row.verdict, row.reason) if known(row.verdict) else ""
        verdict = verdict or pub.words("no_verdict.name")
    rates = {year: rate_text(row, f"{year}_percent", pub.words) for year in ("last", "this")}
    if row.state in FIGURES and all(rates.values()):
        verdict = pub.words("lead.focus.verdict", verdict=verdict, **rates)
    return pub.words("feedback.changes.briefly", group=named, verdict=verdict)


def _questions(pub: Publication, role: str) -> list[str]:
    """Name the role's questions that moved, and count the others by why they did not."""
    moved = _moved(pub, "changes", role)
    named = [
        change_sentence(pub, row, _named(pub, row, "question"))
        for row in moved.itertuples(index=False)
    ]
    if not named and len(_moved(pub, "headline_changes", role)):
        named = [_none_moved(pub)]  # where the rate did not move either, the lead says so
    return [*named, *_untold(pub, role)]


def _named(pub: Publication, row: Any, kind: str) -> str:
    return pub.words(
        f"feedback.changes.{kind}",
        question=pub.statement(row.question),
        tenure=pub.words(f"tenure.{row.tenure}"),
    )


def _untold(pub: Publication, role: str) -> list[str]:
    """Count the role's other questions by their verdict, over all tenures, in one sentence.

    Those hidden are counted too; a band without a verdict is only mentioned.
    """
    frame = of_role(pub, "changes", role)
    frame = frame[frame["tenure"] == Tenure.ALL]
    is_hidden = frame["state"].map(lambda state: State(state).hidden).astype(bool)
    told, hidden = frame.loc[~is_hidden, "verdict"].value_counts(), int(is_hidden.sum())
    counts = {
        pub.words(f"verdict.{verdict}"): int(told[verdict])
        for verdict in Verdict
        if verdict not in MOVED and verdict in told.index
    }
    counts |= {pub.words("feedback.changes.hidden"): hidden} if hidden else {}
    texts = [
        pub.words("feedback.changes.count", verdict=verdict, n=counted(n, pub.words.language))
        for verdict, n in counts.items()
    ]
    if ((frame["state"] == State.BAND) & frame["verdict"].isna()).any():
        texts.append(pub.words("feedback.changes.bands"))
    joined = pub.words("lead.joiner").join(texts)
    return [pub.words("feedback.changes.others", counts=joined)] if texts else []


def _printed_headline(pub: Publication, role: str) -> list[str]:
    frame = of_role(pub, "printed_headlines", role)
    both = [
        pub.words(
            "feedback.changes.printed",
            last_year=last_year(pub),
            last=whole(row.last_percent),
            year=this_year(pub),
            this=whole(row.this_percent),
        )
        for row in frame[frame["tenure"] == Tenure.ALL].itertuples(index=False)
        if row.state in FIGURES and known(row.last_percent) and known(row.this_percent)
    ]
    return [*both, pub.words("lead.printed_changes.headlines")]


def _printed_focus(pub: Publication, role: str) -> list[str]:
    frame = pub.release.frame("printed_changes")
    rows = frame[frame["tenure"] == Tenure.ALL].set_index("question", drop=False)
    return [
        printed_sentence(pub, row, _named(pub, row, "focus"))
        for question in focus_questions(pub, role)
        if question in rows.index
        for row in rows.loc[[question]].itertuples(index=False)
    ]
