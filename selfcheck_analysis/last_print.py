"""Last year's printed table: read, and checked against the forms before any work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, refuse
from selfcheck_analysis.published import Block, Print, Span, read_project_print
from selfcheck_analysis.published.blocks import NOT_PRINTED, is_headline
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.terms import ALL_ROLES, Tenure


def read_last_print(project: Project, params: Params) -> Print:
    """Read the printed tables of a run whose last year is known from print alone.

    Returns
    -------
    Print
        With this year's headcounts beside the printed ones: a headcount of last year that is not
        printed is looked for around the nearest one that is known (see `published.Reach`).

    Raises
    ------
    ProblemsError
        Faulty files; or, all at once: nothing is printed of that year, or what is printed does not
        fit the forms (see `print_faults`).
    """
    found = read_project_print(project)
    forms = [read_questionnaire(project, params.programme, params.fiscal_year)]
    year = params.fiscal_year - 1
    if project.questionnaire_file(params.programme, year).is_file():
        forms.append(read_questionnaire(project, params.programme, year))
    blocks = found.of(params.programme, year)
    if not blocks:
        values = {"programme": params.programme, "year": year}
        place = Place(project.relative(project.published))
        refuse([Problem("nothing_printed", place, values)])
    refuse(print_faults(blocks, forms))
    known = {
        (params.programme, params.fiscal_year, role.id): Span(role.headcount, role.headcount)
        for role in forms[0].roles
    }
    return replace(found, headcounts=known | found.headcounts)


def print_faults(blocks: Collection[Block], forms: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Yield where printed blocks do not fit the forms.

    Parameters
    ----------
    blocks : collection of Block
        What is printed of last year.
    forms : sequence of Questionnaire
        This year's forms, then last year's where they are kept. Known are the roles and questions
        of either, and the questions that this year's forms declare to have changed.
    """
    roles = {role.id for form in forms for role in form.roles}
    questions = {question.id for form in forms for question in form.questions}
    questions |= {change.question for form in forms for change in form.changes}
    for block in blocks:
        if block.key.role not in (ALL_ROLES, NOT_PRINTED):
            yield from _unknown("role", block.key.role, roles, block)
        if not is_headline(block):
            yield from _unknown("question", block.key.question, questions, block)
            yield from _turned_round(block, forms)


def _unknown(column: str, name: str, known: Collection[str], block: Block) -> Iterator[Problem]:
    if name not in known:
        near = get_close_matches(name, sorted(known), n=1)
        values = {"name": name, "near": near[0] if near else "-"}
        yield Problem(f"printed_{column}_unknown", _place(block, column), values)


def _turned_round(block: Block, forms: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Find a proper answer other than that of the forms: a slip would turn the rate round."""
    id_ = block.key.question
    answers = {q.proper_answer for form in forms for q in form.questions if q.id == id_}
    if forms[0].comparable(id_) and answers and block.proper_answer not in answers:
        values = {"found": block.proper_answer, "expected": ", ".join(sorted(map(str, answers)))}
        yield Problem("printed_proper_answer", _place(block, "proper_answer"), values)


def _place(block: Block, column: str) -> Place:
    source = block.source(Tenure.FIRST_YEAR)
    return Place(source.file, row=source.row, column=column)
