"""The rates of sections in printed form."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.printed import Row, band_columns, in_columns
from selfcheck_analysis.disclosure.sections.shown import SectionCell
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.rounding import percent
from selfcheck_analysis.terms import State, Tenure

Chosen = tuple[State, Band | None]


def section_rates(
    this: Side,
    counts: pd.DataFrame,
    merged: Mapping[str, str],
    chosen: Mapping[SectionCell, Chosen],
    policy: Policy,
) -> pd.DataFrame:
    """Print the rate of every question by section and role, all tenures together.

    A section that has all of a role is told what is told of the role. Why nothing is told is one
    reason for all of a section's questions under a role, by how many people it has there: by how
    many answered a question it would tell what single people left blank.

    Parameters
    ----------
    this : Side
    counts : DataFrame
        As `section_rates.counts_by_section`.
    merged : mapping of role to group
    chosen : mapping of SectionCell to (State, Band or None)
        Of the sections that have a part of a role.
    policy : Policy
    """
    cells = counts.assign(role=counts["role"].replace(dict(merged)))
    names = ["section", "role", "question"]
    cells = cells.groupby(names, sort=False)[["n_answers", "n_proper"]].sum().reset_index()
    people = _people(counts, merged)
    whole = {key for key, n in people.items() if n == this.year.n_people(key[1])}
    conditional = {q.id for q in this.year.questionnaire.questions if q.asked_if is not None}
    rows = []
    for cell in cells.to_dict("records"):
        key = (str(cell["section"]), str(cell["role"]), str(cell["question"]))
        if key[:2] in whole:
            name = (key[2], key[1], str(Tenure.ALL))
            state, band = this.states[name], this.bands.get(name)
        elif policy.internal_only.value:
            state, band = State.SHOWN if cell["n_answers"] else State.NO_ANSWERS, None
        elif key in chosen and not chosen[key][0].hidden:
            state, band = chosen[key]
        else:
            small = people[key[:2]] < policy.min_base.value
            state, band = _why_hidden(small, key[2] in conditional), None
        shown = state is State.SHOWN
        rows.append(
            {
                **dict(zip(names, key, strict=True)),
                "n_answers": cell["n_answers"] if shown or band else None,
                "rate_percent": percent(cell["n_proper"], cell["n_answers"]) if shown else None,
                **band_columns(band),
                "state": str(state),
            }
        )
    return in_columns(_in_order(rows, this), "section_rates")


def _why_hidden(small: bool, conditional: bool) -> State:
    """Return why nothing is told; a conditional question has its one reason everywhere."""
    if conditional:
        return State.HIDDEN_CONDITIONAL
    return State.HIDDEN_SMALL if small else State.HIDDEN_PROTECTS


def _people(counts: pd.DataFrame, merged: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Count who delivered the form of a role, by section and role as reported."""
    groups = counts.drop_duplicates(["section", "role", "tenure"])
    groups = groups.assign(role=groups["role"].replace(dict(merged)))
    found: Mapping[tuple[str, str], int] = groups.groupby(["section", "role"])["n_people"].sum()
    return {(section, role): int(n) for (section, role), n in found.items()}


def _in_order(rows: list[Row], this: Side) -> list[Row]:
    """Sort rows as the forms do: by section, role, and number on the form."""
    form = this.year.questionnaire
    sections = [section.id for section in form.sections]
    roles = [role.id for role in form.roles]
    numbers = {
        (role.id, question.id): number
        for role in form.roles
        for number, question in enumerate(form.counted(role))
    }
    return sorted(
        rows,
        key=lambda row: (
            sections.index(str(row["section"])),
            roles.index(str(row["role"])),
            numbers[str(row["role"]), str(row["question"])],
        ),
    )
