"""The whole of the programme: the focus questions over everyone asked."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.places import rate_cell
from selfcheck_analysis.feedback.selection import by_question, rates_of_everyone
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import head, heads
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import State, Tenure

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)


def everyone_table(pub: Publication, questions: Sequence[str]) -> HtmlBlock:
    """Print this year's rates of some focus questions over everyone asked, by tenure."""
    if not questions:
        return pub.paragraph("feedback.everyone.none")
    tenures = [head(pub.words(f"tenure.{tenure}"), kind="figure") for tenure in _TENURES]
    return Table(
        caption=pub.words("feedback.everyone.caption", year=this_year(pub)),
        columns=[1, len(_TENURES)],
        head=[[*heads(pub, "text", "question"), *tenures]],
        bodies=[[_row(pub, question) for question in questions]],
    ).block(pub.words.language)


def _row(pub: Publication, question: str) -> Row:
    detail = pub.reversed_answer(question)
    rates = [by_question(rates_of_everyone(pub, tenure)).get(question) for tenure in _TENURES]
    states = [everyone_state(pub, question, tenure) for tenure in _TENURES]
    return [
        Cell(pub.question(question), "prose", scope="row", detail=detail),
        *(rate_cell(pub, rate, state) for rate, state in zip(rates, states, strict=True)),
    ]


def everyone_state(pub: Publication, question: str, tenure: Tenure = Tenure.ALL) -> State:
    """Return the state of a rate over everyone asked; absent for all but the focus questions."""
    frame = pub.release.frame("focus_answers")
    this = (frame["fiscal_year"] == pub.release.fiscal_year) & (frame["tenure"] == tenure)
    states = frame[this & (frame["question"] == question)]["state"]
    return State(states.iloc[0]) if len(states) else State.ABSENT
