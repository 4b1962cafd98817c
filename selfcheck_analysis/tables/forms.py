"""What the year's forms declare to differ from last year's, and why it cannot be compared."""

from __future__ import annotations

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.normalise import normal
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import (
    ChangeKind,
    FormChange,
    Kind,
    Label,
    Questionnaire,
    RoleChange,
)
from selfcheck_analysis.tables.cells import head
from selfcheck_analysis.tables.model import Cell, Row, Table

_COLUMNS = ("change", "question", "comparison", "note")


def form_changes(pub: Publication, last: Questionnaire | None = None) -> HtmlBlock:
    """Print every declared change of the forms, with its note; or say that none is declared.

    Numbers are not printed: a question is matched by what it asks.

    Parameters
    ----------
    pub : Publication
    last : Questionnaire, optional
        Last year's forms, which name what was dropped.
    """
    form = pub.questionnaire
    rows = [_of_question(pub, change, last) for change in form.changes]
    rows += [_of_role(pub, change, last) for change in form.role_changes]
    apart = any(_comparison(pub, change) == "not_comparable" for change in form.changes)
    moved = _renumbered(pub)
    if not rows:
        none = pub.words("forms.page.none")
        said = [none, moved] if moved else [none]
        return pub.paragraph("forms.page.only", text=pub.words("forms.page.space").join(said))
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    caption = "caption" if pub.release.last_year is not None else "caption_alone"
    return Table(
        caption=pub.words(f"forms.page.{caption}", **named),
        notes=[pub.words("forms.page.about")] if apart else [],
        head=[[head(pub.words(f"forms.column.{name}")) for name in _COLUMNS]],
        bodies=[rows],
        footnotes=[moved] if moved else [],
    ).block(pub.words.language)


def _of_question(pub: Publication, change: FormChange, last: Questionnaire | None) -> Row:
    return [
        Cell(_kind(pub, change), "prose"),
        Cell(_question(pub, change.question, last), "prose", scope="row"),
        Cell(pub.words(f"forms.comparison.{_comparison(pub, change)}")),
        Cell(change.note.text(pub.words.language), "prose"),
    ]


def _of_role(pub: Publication, change: RoleChange, last: Questionnaire | None) -> Row:
    words = pub.words
    forms = [pub.questionnaire] if last is None else [last, pub.questionnaire]
    labels = {role.id: role.label for form in forms for role in form.roles}
    name = _earlier(pub, labels.get(change.role)) or words("forms.page.some_role")
    return [
        Cell(words("forms.page.of_role", kind=words(f"forms.role_kind.{change.kind}")), "prose"),
        Cell(name, "prose", scope="row"),
        Cell(words("forms.blank")),
        Cell(_earlier(pub, change.note) or words("forms.blank"), "prose"),
    ]


def _kind(pub: Publication, change: FormChange) -> str:
    """Say how a question changed, and on which role's form if not on all."""
    if change.role is None:
        return pub.words(f"forms.kind.{change.kind}")
    roles = {role.id for role in pub.questionnaire.roles}
    text = pub.words(f"forms.kind.{change.kind}_in_role")
    if change.role not in roles:  # reported as part of a group
        return text
    return pub.words("forms.page.in_role", kind=text, role=pub.role(change.role))


def _question(pub: Publication, question: str, last: Questionnaire | None) -> str:
    if question in {asked.id for asked in pub.questionnaire.questions}:
        return pub.question(question)
    labels = {asked.id: asked.label for asked in last.questions} if last is not None else {}
    return _earlier(pub, labels.get(question)) or pub.words("forms.page.dropped_question")


def _comparison(pub: Publication, change: FormChange) -> str:
    """Return the word for what a declaration means for the comparison with last year."""
    if change.role is None and change.kind in (ChangeKind.ADDED, ChangeKind.DROPPED):
        return "one_year"
    asked = {question.id: question.kind for question in pub.questionnaire.questions}
    if asked.get(change.question) is Kind.FREE_TEXT and change.kind is not ChangeKind.ANSWER_KIND:
        return "not_counted"
    return "comparable" if pub.questionnaire.comparable(change.question) else "not_comparable"


def _renumbered(pub: Publication) -> str:
    """Name the roles with changed numbers; empty where there is none."""
    form = pub.questionnaire
    moved = {it.role for it in form.reused_numbers} | {it.role for it in form.renumbered}
    roles = [pub.role(role.id) for role in form.roles if role.id in moved]
    named = pub.words("forms.joiner").join(roles)
    return pub.words("forms.page.renumbered", roles=named) if roles else ""


def _earlier(pub: Publication, label: Label | None) -> str:
    """Return a text that finished pages are not known to say, unless it holds a digit.

    The scan of finished pages would take the digit for a figure.
    """
    text = label.text(pub.words.language) if label is not None else ""
    return "" if any(sign.isdigit() for sign in normal(text)) else text
