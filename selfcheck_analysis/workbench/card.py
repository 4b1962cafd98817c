"""What an opened year says of itself: which it is, who answered, and what can be asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.templating import render
from selfcheck_analysis.workbench.frames import CONFIDENTIAL, LANGUAGE, banner, stamp

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

CALLS = (
    'rates(by=["role", "tenure"])',
    "focus(1)",
    "compare(last={last})",
    'compare(role="{role}", against_role="others")',
    "questions()",
    "release()",
    "explore()",
)
"""What can be called next; `workbench.call` says what each tells."""

_NAMES = ("rates", "focus", "compare", "compare_groups", "questions", "release", "explore")


def plain(year: Year) -> str:
    """Return the card as lines of text."""
    lines = [stamp(_attrs(year)), title(year), *facts(year), year.words("workbench.card.next")]
    return "\n".join([*lines, *(f"  year.{call}  # {about}" for call, about in calls(year))])


def html(year: Year) -> str:
    """Return the card as HTML."""
    return banner(_attrs(year)) + render(
        "workbench_card.html.j2",
        title=title(year),
        facts=facts(year),
        roles=role_rows(year),
        heads=[year.words(f"workbench.card.{name}") for name in ("role", "id", "people")],
        next=year.words("workbench.card.next"),
        calls=calls(year),
    )


def title(year: Year) -> str:
    """Name the programme and the year."""
    language = year.words.language
    named = fiscal_year(year.fiscal_year, language)
    return year.words(
        "workbench.card.title",
        programme=year.form.title.text(language),
        id=year.programme,
        year=named,
    )


def facts(year: Year) -> list[str]:
    """Say how many answered, with what the year is compared, and its focus items."""
    words, language = year.words, year.words.language
    people = sum(n for _, _, n in role_rows(year))
    asked = sum(role.headcount for role in year.form.roles)
    earlier = [fiscal_year(known, language) for known in year.years if known < year.fiscal_year]
    items = [
        words("workbench.card.item", number=item.id, item=item.label.text(language))
        for item in year.form.focus_items
    ]
    joiner = words("workbench.card.joiner")
    lines = [
        words("workbench.card.answered", people=f"{people:,}", headcount=f"{asked:,}"),
        words("workbench.card.earlier", years=joiner.join(earlier) or "-"),
        words("workbench.card.items", items=joiner.join(items) or "-"),
    ]
    if year.survey(year.fiscal_year).intake.deliveries["synthetic"].any():
        lines.append(words("page.synthetic"))
    return lines


def role_rows(year: Year) -> list[tuple[str, str, int]]:
    """Return the name, id and people of every role."""
    figures = year.figures(year.fiscal_year)
    return [
        (role.label.text(year.words.language), role.id, figures.n_people(role.id))
        for role in year.form.roles
    ]


def calls(year: Year) -> list[tuple[str, str]]:
    """Return what can be called next, as it is typed, and what it tells."""
    values = {"last": year.previous or year.fiscal_year - 1, "role": year.form.roles[-1].id}
    return [
        (call.format(**values), year.words(f"workbench.call.{name}"))
        for call, name in zip(CALLS, _NAMES, strict=True)
    ]


def _attrs(year: Year) -> dict[str, object]:
    return {CONFIDENTIAL: True, LANGUAGE: year.words.language}
