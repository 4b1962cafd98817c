"""Differences of forms as values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfcheck_analysis.form_changes.between import (
    ChangedQuestion,
    ChangedRole,
    Declared,
    FormChanges,
)
from selfcheck_analysis.questionnaire import FormChange


def as_values(changes: FormChanges) -> dict[str, Any]:
    """Return one programme's differences as JSON holds them."""
    return {
        "programme": changes.last.programme,
        "missing_years": list(changes.missing),
        "roles": [_role(role) for role in changes.roles],
        "questions": [_question(question) for question in changes.questions],
    }


def _role(role: ChangedRole) -> dict[str, Any]:
    return {
        "role": role.id,
        "kind": str(role.kind),
        "before": None if role.before is None else role.before.model_dump(),
        "after": None if role.after is None else role.after.model_dump(),
        "declared": _declared(role.declared),
    }


def _question(question: ChangedQuestion) -> dict[str, Any]:
    sides = {"before": question.before, "after": question.after}
    return {
        "question": question.id,
        "kinds": list(question.kinds),
        "comparison": str(question.comparison),
        **{
            side: None if asked is None else asked.model_dump(mode="json", exclude={"id"})
            for side, asked in sides.items()
        },
        "numbers": [vars(numbers) for numbers in question.numbers],
        "declared": _declared(question.declared),
    }


def _declared(declared: Sequence[Declared]) -> list[dict[str, Any]]:
    found = []
    for it in declared:
        values = {"fiscal_year": it.fiscal_year, "kind": str(it.change.kind)}
        if isinstance(it.change, FormChange):
            values |= {"comparable": it.change.comparable, "role": it.change.role}
        found.append(values | {"note": it.change.note.model_dump()})
    return found
