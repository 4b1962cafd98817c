"""Differences of forms in words: names, what stood before and stands after, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.form_changes.between import (
    FOCUS_ITEM,
    ChangedQuestion,
    ChangedRole,
    Comparison,
    Declared,
    FormChanges,
    Numbers,
    focus_label,
)
from selfcheck_analysis.form_differences import reworded_in
from selfcheck_analysis.questionnaire import ChangeKind, Label, Question, Questionnaire
from selfcheck_analysis.words import LANGUAGES, Words


class Wording:
    """One programme's differences in one language."""

    def __init__(self, changes: FormChanges, words: Words) -> None:
        self.changes, self.words = changes, words

    def year(self, fiscal_year: int) -> str:
        """Name a fiscal year."""
        named = FiscalYear(fiscal_year)
        return named.japanese if self.words.language == "ja" else named.english

    @property
    def years(self) -> tuple[str, str]:
        """The names of the two years."""
        first, last = self.changes.first.fiscal_year, self.changes.last.fiscal_year
        return self.year(first), self.year(last)

    @property
    def programme(self) -> str:
        """The short title, as the later forms have it."""
        return self._text(self.changes.last.short_title)

    def heading(self) -> str:
        """Say of which programme and years it is."""
        first, last = self.years
        return self.words("forms.programme", programme=self.programme, first=first, last=last)

    def missing(self) -> str:
        """Name the years between of which there are no forms; empty when there are all."""
        years = self.words("forms.joiner").join(map(self.year, self.changes.missing))
        return self.words("forms.missing", years=years) if years else ""

    def summary(self) -> list[str]:
        """Count what differs, and say how much of it is open."""
        questions = self.changes.questions
        if not questions and not self.changes.roles:
            return [self.words("forms.same")]
        kinds = (ChangeKind.ADDED, ChangeKind.DROPPED, ChangeKind.REWORDED)
        counts = {str(kind): sum(kind in q.kinds for q in questions) for kind in kinds}
        apart = sum(q.comparison is Comparison.NOT_COMPARABLE for q in questions)
        counts |= {"questions": len(questions), "not_comparable": apart}
        said = [self.words("forms.summary", **counts)]
        unsettled = (Comparison.NOT_DECLARED, Comparison.UNKNOWN)
        n = sum(question.comparison in unsettled for question in questions)
        return [*said, self.words("forms.summary_open", n=n)] if n else said

    def role(self, role_id: str) -> str:
        """Name a role as the later of its forms does."""
        forms = (self.changes.first, self.changes.last)
        labels = {role.id: role.label for form in forms for role in form.roles}
        return self._text(labels[role_id])

    def question(self, changed: ChangedQuestion) -> str:
        """Return the label of a question, of its later year."""
        return self._text(changed.asked.label)

    def kinds(self, changed: ChangedQuestion, numbers: Numbers | None = None) -> str:
        """Say how a question differs, on all forms or on those of one role.

        Of a new wording the language is named.
        """
        kinds = changed.kinds if numbers is None else changed.kinds_on(numbers)
        return self.words("forms.joiner").join(self._kind(changed, kind) for kind in kinds)

    def _kind(self, changed: ChangedQuestion, kind: str) -> str:
        text = self.words(f"forms.kind.{kind}")
        if kind != ChangeKind.REWORDED or changed.before is None or changed.after is None:
            return text
        languages = "_".join(reworded_in(changed.before.label, changed.after.label))
        if not languages:  # reworded, and later taken back
            return text
        detail = self.words(f"forms.languages.{languages}")
        return self.words("forms.brackets", text=text, detail=detail)

    def comparison(self, changed: ChangedQuestion) -> str:
        """Say whether the years can be compared."""
        return self.words(f"forms.comparison.{changed.comparison}")

    def notes(self, declared: Sequence[Declared]) -> list[str]:
        """Return the declared notes; with their year where more than one year lies between."""
        if not declared:
            return []
        texts = [(it.fiscal_year, self._text(it.change.note)) for it in declared]
        if self.changes.last.fiscal_year - self.changes.first.fiscal_year == 1:
            return [note for _, note in texts]
        return [self.words("forms.note", year=self.year(year), note=note) for year, note in texts]

    def notes_of(self, changed: ChangedQuestion | ChangedRole) -> list[str]:
        """Return the declared notes of a question or role, or that there should be one."""
        notes = self.notes(changed.declared)
        return [*notes, self.words("forms.undeclared")] if changed.undeclared else notes

    def before(self, changed: ChangedQuestion) -> list[str]:
        """Return what the earlier forms say of a question, in lines."""
        return list(self._side(changed, changed.before, self.changes.first))

    def after(self, changed: ChangedQuestion) -> list[str]:
        """Return what the later forms say of a question, in lines."""
        return list(self._side(changed, changed.after, self.changes.last))

    def name(self, label: Label | None) -> str:
        """Return a label, or the mark for none."""
        return self._text(label) if label is not None else self.words("forms.blank")

    def number(self, number: str | None) -> str:
        """Return a printed number, or the mark for none."""
        return number if number is not None else self.words("forms.blank")

    def _side(
        self, changed: ChangedQuestion, question: Question | None, form: Questionnaire
    ) -> Iterator[str]:
        if question is None:
            yield self.words("forms.blank")
            return
        yield self._text(question.label)
        if changed.before is None or changed.after is None:
            return
        other = next(it for it in LANGUAGES if it != self.words.language)
        if other in reworded_in(changed.before.label, changed.after.label):
            yield self._aspect("other_language", question.label.text(other))
        for kind in changed.kinds:
            if text := self._of_kind(kind, question, form):
                yield self._aspect(kind, text)

    def _of_kind(self, kind: str, question: Question, form: Questionnaire) -> str:
        if kind == ChangeKind.ANSWER_KIND:
            return self.words(f"forms.answered.{question.kind}")
        if kind == ChangeKind.PROPER_ANSWER and question.proper_answer is not None:
            return self.words(f"answer.{question.proper_answer}")
        if kind == ChangeKind.CONDITION:
            return self._condition(question, form)
        if kind == FOCUS_ITEM:
            label = focus_label(form, question)
            return self.words("forms.no_item") if label is None else self._text(label)
        return ""

    def _condition(self, question: Question, form: Questionnaire) -> str:
        condition = question.asked_if
        if condition is None:
            return self.words("forms.everybody")
        asked = self._text(form.question(condition.question).label)
        values = {"question": asked, "answer": self.words(f"answer.{condition.answer}")}
        if condition.situation is None:
            return self.words("forms.those", **values)
        return self.words("forms.those_if", **values, situation=self._text(condition.situation))

    def _aspect(self, kind: str, text: str) -> str:
        return self.words(f"forms.aspect.{kind}", text=text)

    def _text(self, label: Label) -> str:
        return label.text(self.words.language)
