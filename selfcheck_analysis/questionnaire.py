"""One year's forms of one programme: roles, questions, proper answers, conditions, focus items.

The unit of identity is our own question id. Each role's form maps that year's printed numbers
to ids; what changed since last year's form is declared in the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.paths import Project
from selfcheck_analysis.settings import Settings, read_settings
from selfcheck_analysis.words import Language


class Answer(StrEnum):
    """The two counted answers."""

    YES = "yes"
    NO = "no"


class Kind(StrEnum):
    """How a question is answered; only yes/no questions are counted."""

    YES_NO = "yes_no"
    FREE_TEXT = "free_text"


class ChangeKind(StrEnum):
    """How a question differs from last year's form.

    A changed meaning covers whatever else of the question changed with it.
    """

    REWORDED = "reworded"
    MEANING = "meaning"
    PROPER_ANSWER = "proper_answer"
    CONDITION = "condition"
    ANSWER_KIND = "answer_kind"
    ADDED = "added"
    DROPPED = "dropped"


class RoleChangeKind(StrEnum):
    """How a role differs from last year; one that keeps its id under another name is renamed."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"


def _unread_truth(value: object) -> object:
    """Undo YAML's reading of a bare yes/no as a truth value."""
    if isinstance(value, bool):
        return Answer.YES if value else Answer.NO
    return value


# Not strict: YAML can write an enum only as its word.
AnswerWord = Annotated[Answer, Field(strict=False), BeforeValidator(_unread_truth)]
KindWord = Annotated[Kind, Field(strict=False)]
ChangeWord = Annotated[ChangeKind, Field(strict=False)]
RoleChangeWord = Annotated[RoleChangeKind, Field(strict=False)]


def _printable(text: str) -> str:
    """Refuse signs that cannot be printed and that no document for Word may hold."""
    if any(ord(sign) < ord(" ") and sign not in "\t\n" for sign in text):
        raise PydanticCustomError("control_character", "holds a control character")
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_printable)]


class Label(Settings):
    """One text in both languages."""

    ja: Text
    en: Text

    def text(self, language: Language) -> str:
        """Return the text in one language."""
        return self.ja if language == "ja" else self.en


class Condition(Settings):
    """A question is asked only of those who gave `answer` to `question`.

    With a `situation` (for example "colleagues were near") the form leaves to the respondent
    whether it applied: a blank then means that it did not, not that the answer is missing.
    """

    question: str
    answer: AnswerWord
    situation: Label | None = None


class Question(Settings):
    """One question: `label` is what a delivered column is called."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    kind: KindWord = Kind.YES_NO
    proper_answer: AnswerWord | None = None
    focus_item: int | None = None
    asked_if: Condition | None = None


class FocusItem(Settings):
    """A theme of the year; its questions are reported one by one."""

    id: int
    label: Label


class Role(Settings):
    """A group that answers one form: printed number to question id, in the form's order."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    headcount: int = Field(ge=1)
    form: dict[str | int, str]


class FormChange(Settings):
    """A declared difference from last year's form; not comparable when the meaning changed.

    With a `role`, the question was added to or dropped from the form of that role alone;
    `comparable` then says whether the other roles' answers may be set against last year's.
    """

    question: str
    kind: ChangeWord
    comparable: bool
    note: Label
    role: str | None = None


class ReusedNumber(Settings):
    """A printed number that stood for another question last year."""

    role: str
    number: str | int
    was: str
    now: str


class Renumbered(Settings):
    """A question that stands under another printed number of a role's form than last year.

    Needless where the new number is declared as reused: that says it already.
    """

    role: str
    question: str
    was: str | int
    now: str | int


class RoleChange(Settings):
    """A declared role that is new, is no longer asked, or has another name."""

    role: str
    kind: RoleChangeWord
    note: Label


class Survey(Settings):
    """When the forms were open and how many sections were asked."""

    opens: dt.date
    closes: dt.date
    sections: int = Field(ge=1)


class Section(Settings):
    """An office whose deliveries are told by its id or its name; only a declared one is named."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label

    def names(self) -> list[str]:
        """Return what deliveries may call it, in the form in which names are compared."""
        return sorted({normal(name) for name in (self.id, self.label.ja, self.label.en)})


class Questionnaire(Settings):
    """All forms of one programme and fiscal year."""

    programme: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    fiscal_year: int
    title: Label
    short_title: Label
    survey: Survey
    focus_items: list[FocusItem]
    questions: list[Question]
    roles: list[Role]
    sections: list[Section] = Field(default_factory=list)
    changes: list[FormChange] = Field(default_factory=list)
    reused_numbers: list[ReusedNumber] = Field(default_factory=list)
    renumbered: list[Renumbered] = Field(default_factory=list)
    role_changes: list[RoleChange] = Field(default_factory=list)

    def question(self, question_id: str) -> Question:
        """Return the question with this id; KeyError when there is none."""
        return {question.id: question for question in self.questions}[question_id]

    def role(self, role_id: str) -> Role:
        """Return the role with this id; KeyError when there is none."""
        return {role.id: role for role in self.roles}[role_id]

    def section(self, section_id: str) -> Section:
        """Return the section with this id; KeyError when there is none."""
        return {section.id: section for section in self.sections}[section_id]

    def form(self, role: Role) -> Iterator[tuple[str, Question]]:
        """Yield (printed number, question) in the order of one role's form."""
        by_id = {question.id: question for question in self.questions}
        for number, question_id in role.form.items():
            yield str(number), by_id[question_id]

    def counted(self, role: Role) -> list[Question]:
        """Return the yes/no questions of one role's form, in order."""
        return [question for _, question in self.form(role) if question.kind is Kind.YES_NO]

    def focus_questions(self) -> list[Question]:
        """Return the questions of every focus item, in the order of the items."""
        focus = [question for question in self.questions if question.focus_item is not None]
        return sorted(focus, key=lambda question: question.focus_item or 0)

    def comparable(self, question_id: str) -> bool:
        """Tell whether this year's answers may be set against last year's."""
        changed = {change.question for change in self.changes if not change.comparable}
        return question_id not in changed

    def unconditional(self, role_id: str) -> list[str]:
        """Return the counted questions of a role's form that everybody is asked, in order."""
        counted = self.counted(self.role(role_id))
        return [question.id for question in counted if question.asked_if is None]

    def common_questions(self, last: Questionnaire, role_id: str) -> list[str]:
        """Return the counted questions of a role's form that last year's asked alike, in order.

        Left out are questions that last year's form of the role did not ask, and those whose
        meaning changed; without such a role last year there is none.
        """
        if role_id not in {role.id for role in last.roles}:
            return []
        before = {question.id for question in last.counted(last.role(role_id))}
        asked = [question.id for question in self.counted(self.role(role_id))]
        return [id_ for id_ in asked if id_ in before and self.comparable(id_)]

    def common_unconditional(self, last: Questionnaire, role_id: str) -> list[str]:
        """Return those `common_questions` that everybody was asked in both years."""
        common = self.common_questions(last, role_id)
        asked = set(self.unconditional(role_id)) & set(
            last.unconditional(role_id) if common else ()
        )
        return [id_ for id_ in common if id_ in asked]


def read_questionnaire(project: Project, programme: str, fiscal_year: int) -> Questionnaire:
    """Read one year's forms (structure only; `questionnaire_lint` checks the sense).

    Raises
    ------
    ProblemsError
        Every fault of the file at once; also when the programme or year that the file states
        is not the one of its name, as in a copy of last year's file.
    """
    path = project.questionnaire_file(programme, fiscal_year)
    file = project.relative(path)
    named = {"programme": programme, "fiscal_year": fiscal_year}
    return read_settings(path, Questionnaire, file, named=named)
