"""The training list as a table: where first-year staff are weakest, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.everyone import everyone_state
from selfcheck_analysis.feedback.places import measures_cell, rank, rate_cell, rest_cell
from selfcheck_analysis.feedback.selection import state_of
from selfcheck_analysis.feedback.training import Lesson, lessons_of, listed
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import head, heads, mark, verdict
from selfcheck_analysis.tables.folding import untold
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure

_N_RATES = 2


def training_table(
    pub: Publication, measures: Measures, roles: Sequence[str], lessons: Sequence[Lesson]
) -> HtmlBlock:
    """Print the training list of some roles, the weakest questions first.

    A list over several roles has a column for them. Below stands how many questions are not
    ranked, by why.

    Parameters
    ----------
    pub : Publication
    measures : Measures
        The ledger; its measures stand beside the question they are meant for.
    roles : sequence of str
    lessons : sequence of Lesson
        As `training.lessons_of` returns them for the roles.
    """
    if not lessons:
        return pub.paragraph("feedback.training.none")
    named = len(roles) > 1
    width = _n_names(named) + _N_RATES + 2
    head_rows, rest = listed(lessons)
    rows = [_row(pub, measures, lesson, named) for lesson in head_rows]
    hidden = _hidden(pub, roles, width)
    bands = any(lesson.first.band for lesson in lessons)
    return Table(
        caption=pub.words("feedback.training.caption", year=this_year(pub)),
        notes=[
            pub.words("feedback.training.note"),
            *([pub.words("feedback.rank.bands")] if bands else []),
            *([pub.words("feedback.measures_sample")] if measures.sample else []),
        ],
        columns=[_n_names(named), _N_RATES, 1, 1],
        head=[_head(pub, named)],
        bodies=[[*rows, *_rest(pub, rest, named)], *([hidden] if hidden else [])],
    ).block(pub.words.language)


def training_or_of_programme(
    pub: Publication, measures: Measures, roles: Sequence[str], lessons: Sequence[Lesson]
) -> list[HtmlBlock]:
    """Return the list of some roles; where they have none, that of the programme, and say so."""
    if lessons:
        return [training_table(pub, measures, roles, lessons)]
    every = [role.id for role in pub.questionnaire.roles]
    programme = training_table(pub, measures, every, lessons_of(pub, every))
    return [pub.paragraph("feedback.training.of_programme"), programme]


def _n_names(named: bool) -> int:
    return 3 if named else 2


def _head(pub: Publication, named: bool) -> Row:
    tenures = (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
    return [
        *heads(pub, "text", "rank", *(["role"] if named else []), "question"),
        *(head(pub.words(f"feedback.training.{tenure}"), kind="figure") for tenure in tenures),
        *heads(pub, "text", "verdict", "measures_of_question"),
    ]


def _row(pub: Publication, measures: Measures, lesson: Lesson, named: bool) -> Row:
    role, question = lesson.first.role, lesson.first.question
    return [
        Cell(rank(pub, lesson.place)),
        *([Cell(pub.role(role), "prose")] if named else []),
        Cell(pub.question(question), "prose", scope="row", detail=_detail(pub, lesson, named)),
        rate_cell(pub, lesson.first, State.SHOWN, strong=True),
        rate_cell(pub, lesson.later, _later_state(pub, lesson)),
        _verdict(pub, lesson),
        measures_cell(pub, measures, role, question),
    ]


def _detail(pub: Publication, lesson: Lesson, named: bool) -> str:
    """Say that no is the proper answer, and in a list of one role whose rates others' are."""
    whose = pub.role(ALL_ROLES) if lesson.first.role == ALL_ROLES and not named else ""
    parts = [whose, pub.reversed_answer(lesson.first.question)]
    return pub.words("asked.joiner").join(filter(None, parts))


def _later_state(pub: Publication, lesson: Lesson) -> State:
    role, question = lesson.first.role, lesson.first.question
    if role == ALL_ROLES:
        return everyone_state(pub, question, Tenure.SECOND_YEAR_PLUS)
    return state_of(pub, role, question, Tenure.SECOND_YEAR_PLUS)


def _verdict(pub: Publication, lesson: Lesson) -> Cell:
    if lesson.contrast is None:
        return mark(pub, State.ABSENT)
    if lesson.contrast["state"] not in FIGURES:
        return mark(pub, State(lesson.contrast["state"]))
    return verdict(pub, lesson.contrast, "contrast_verdict")


def _rest(pub: Publication, rest: Sequence[Lesson], named: bool) -> list[Row]:
    if not rest:
        return []
    rates = [lesson.first for lesson in rest]
    place, names = Cell(rank(pub, rest[0].place)), rest_cell(pub, rates, _n_names(named) - 1)
    rate = rate_cell(pub, rates[0], State.SHOWN, strong=True)
    return [[place, names, rate, Cell("", colspan=_N_RATES + 1)]]


def _hidden(pub: Publication, roles: Sequence[str], width: int) -> list[Row]:
    """Count the questions whose first-year rate is not shown, by why.

    They are counted together over all roles of the programme, else role by role.
    """
    every = [role.id for role in pub.questionnaire.roles]
    groups = [every] if set(roles) == set(every) else [[role] for role in roles]
    rows: list[Row] = []
    for group in groups:
        lines = untold(pub, _reasons(pub, group), width)
        if lines and len(groups) > 1:
            rows.append([Cell(pub.role(group[0]), scope="rowgroup", colspan=width)])
        rows += lines
    if not rows:
        return []
    text = pub.words("feedback.training.hidden")
    return [[Cell(text, scope="rowgroup", colspan=width)], *rows]


def _reasons(pub: Publication, roles: Sequence[str]) -> list[tuple[str, str]]:
    frame = pub.release.frame("rates_by_question")
    first = frame["role"].isin(roles) & (frame["tenure"] == Tenure.FIRST_YEAR)
    hidden = frame[first & ~frame["state"].isin(FIGURES)]
    return [(row.question, pub.state(row.state)) for row in hidden.itertuples(index=False)]
