"""The closed word lists of the product; `words/terms.yaml` says them in both languages."""

from __future__ import annotations

from enum import StrEnum

ALL_ROLES = "all_roles"
"""Stands in a role column for everyone who was asked, whatever their role."""


class Tenure(StrEnum):
    """Years of service as the form asks them; `ALL` is computed from the persons."""

    FIRST_YEAR = "first_year"
    SECOND_YEAR_PLUS = "second_year_plus"
    ALL = "all"


ANSWERED_TENURES = (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
"""The tenures a person can have."""


class Status(StrEnum):
    """What one person's cell for one question holds; kept apart everywhere."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"
    INVALID = "invalid"
    NOT_DELIVERED = "not_delivered"


class Verdict(StrEnum):
    """What can be said of a change between two years."""

    ROSE = "rose"
    FELL = "fell"
    NOT_SHOWN = "not_shown_to_have_changed"
    NO_CHANGE_TO_TEST = "no_change_to_test"
    NOT_TESTABLE = "not_testable_at_this_size"
    NOT_TESTED = "not_tested_no_answers"
    NOT_COMPARABLE = "not_comparable"


class State(StrEnum):
    """Why a released cell shows its figure or does not."""

    SHOWN = "shown"
    ABSENT = "absent_group"
    NO_ANSWERS = "no_answers"
    HIDDEN_SMALL = "hidden_small_base"
    HIDDEN_PROTECTS = "hidden_protects_another_cell"
    HIDDEN_CONDITIONAL = "hidden_conditional"

    @property
    def hidden(self) -> bool:
        """True where a figure exists and is withheld."""
        return self.name.startswith("HIDDEN_")


class Family(StrEnum):
    """The comparisons that are adjusted together, declared before looking."""

    FOCUS = "focus"
    SCREENING = "screening"
