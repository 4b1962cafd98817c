"""The page that states how the forms of two fiscal years differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.form_changes.wording import Wording
from selfcheck_analysis.report.exporter import stylesheet
from selfcheck_analysis.report.security import content_security_policy
from selfcheck_analysis.templating import render
from selfcheck_analysis.words import Words

Lines = list[str]


def render_page(
    programmes: Sequence[Wording], skipped: Sequence[str], years: tuple[int, int], words: Words
) -> str:
    """Return one self-contained HTML page, to be written as UTF-8.

    Parameters
    ----------
    programmes : sequence of Wording
        Each in the language of `words`.
    skipped : sequence of str
        What is said of programmes that were not compared.
    years : tuple of (int, int)
        The fiscal years that are compared.
    words : Words
    """
    japanese = words.language == "ja"
    first, last = ((it.japanese if japanese else it.english) for it in map(FiscalYear, years))
    return render(
        "form_changes.html.j2",
        language=words.language,
        title=words("forms.title", first=first, last=last),
        skipped=skipped,
        programmes=[_programme(said) for said in programmes],
        policy=content_security_policy(),
        style=stylesheet(),
    )


def _programme(said: Wording) -> dict[str, Any]:
    groups = [
        (said.words("forms.heading.roles"), [_roles(said)]),
        (said.words("forms.heading.questions"), [_questions(said)]),
        (said.words("forms.heading.numbers"), [_numbers(said, r) for r in _changed_roles(said)]),
    ]
    filled = [(heading, [it for it in tables if it["rows"]]) for heading, tables in groups]
    return {
        "heading": said.programme,
        "summary": [*said.summary(), *filter(None, [said.missing()])],
        "groups": [(heading, tables) for heading, tables in filled if tables],
        "rest": _unchanged(said),
    }


def _roles(said: Wording) -> dict[str, Any]:
    words, (first, last) = said.words, said.years
    return {
        "caption": words("forms.caption.roles", programme=said.programme),
        "columns": [words("forms.column.change"), first, last, words("forms.column.note")],
        "head": 0,
        "rows": [
            [
                [words(f"forms.role_kind.{role.kind}")],
                [said.name(role.before)],
                [said.name(role.after)],
                said.notes_of(role),
            ]
            for role in said.changes.roles
        ],
        "note": "",
    }


def _questions(said: Wording) -> dict[str, Any]:
    words, (first, last) = said.words, said.years
    after = [words(f"forms.column.{name}") for name in ("comparison", "note")]
    return {
        "caption": words("forms.caption.questions", programme=said.programme),
        "columns": [words("forms.column.change"), first, last, *after],
        "head": 0,
        "rows": [
            [
                [said.kinds(question)],
                said.before(question),
                said.after(question),
                [said.comparison(question)],
                said.notes_of(question),
            ]
            for question in said.changes.questions
        ],
        "note": "",
    }


def _numbers(said: Wording, role: str) -> dict[str, Any]:
    """Return the printed numbers of a role's questions that differ, before and after."""
    words = said.words
    heads = [words("forms.column.number", year=year) for year in said.years]
    names = [words(f"forms.column.{name}") for name in ("question", "change")]
    n_same = said.changes.n_same(role)
    return {
        "caption": words("forms.caption.numbers", role=said.role(role)),
        "columns": [*heads, *names],
        "head": 2,
        "rows": [
            [
                [said.number(numbers.before)],
                [said.number(numbers.after)],
                [said.question(question)],
                [said.kinds(question, numbers)],
            ]
            for question, numbers in said.changes.of_role(role)
        ],
        "note": words("forms.rest", n=n_same) if n_same else "",
    }


def _changed_roles(said: Wording) -> Lines:
    return [role for role in said.changes.common_roles if said.changes.of_role(role)]


def _unchanged(said: Wording) -> str:
    """Name the roles whose forms are as they were; empty where none is, or all are."""
    changed = _changed_roles(said)
    same = [said.role(role) for role in said.changes.common_roles if role not in changed]
    if not same or not said.changes.questions:
        return ""
    return said.words("forms.unchanged_role", roles=said.words("forms.joiner").join(same))
