"""The closed word lists of the product; `words/terms.yaml` says them in both languages."""

from __future__ import annotations

from enum import StrEnum

ALL_ROLES = "all_roles"
"""Stands in a role column for everyone who was asked, whatever their role."""

HEADLINE = "headline"
"""Stands in a question column for the headline rate of a group."""

NUMBERS_JOINER = "・"
"""Stands between the numbers of one question on several forms; a slash would paste as a date."""


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
    NOT_COMPUTABLE = "not_computable_without_persons"


class InTables(StrEnum):
    """In which of the tables that fit a print a difference is significant."""

    EVERY = "in_every_table"
    NONE = "in_none"
    UNDECIDED = "undecided"
    TOO_MANY = "too_many_tables"
    CONTRADICTORY = "print_contradicts_itself"
    NOBODY = "nobody_answered"
    NOT_BOUNDED = "cannot_be_bounded_without_persons"


class PrintedVerdict(StrEnum):
    """What can be said of a change since a year that is known only from print."""

    ROSE = "rose_in_every_table"
    FELL = "fell_in_every_table"
    NOT_SHOWN = "not_shown_to_have_changed_in_any_table"
    ALIKE = "all_alike_in_every_table"
    UNDECIDED = "undecided"
    TOO_MANY = "too_many_tables"
    CONTRADICTORY = "print_contradicts_itself"
    NOBODY = "nobody_answered"
    NOT_BOUNDED = "cannot_be_bounded_without_persons"
    NOT_COMPARABLE = "not_comparable"
    NOT_PRINTED = "not_printed"


class Reason(StrEnum):
    """What decided a verdict; each names the two numbers that were set against each other."""

    P_AT_MOST_ALPHA = "adjusted_p_at_most_alpha"
    P_ABOVE_ALPHA = "adjusted_p_above_alpha"
    ALL_ALIKE = "all_answered_alike"
    SMALLEST_P_ABOVE_LEVEL = "smallest_p_above_level"
    NO_ANSWERS = "no_answers"
    DECLARED = "declared_not_comparable"
    NO_COMMON_QUESTION = "no_common_question"
    BROKEN_SERIES = "fewer_than_three_years_in_a_row"
    NEEDS_PERSONS = "needs_persons_where_tallied"
    NOTHING_DETECTABLE = "no_change_is_found_with_this_probability"


class Note(StrEnum):
    """Why a verdict and the interval beside it may seem to contradict each other."""

    ADJUSTED = "interval_without_zero_for_one_test_alone"
    METHOD = "interval_without_zero_by_another_method"
    WITH_ZERO = "interval_with_zero_by_another_method"
    ROUNDED = "interval_touches_zero_by_rounding"


class State(StrEnum):
    """Why a released cell shows its figure or does not."""

    SHOWN = "shown"
    BAND = "band"
    ABSENT = "absent_group"
    NO_ANSWERS = "no_answers"
    HIDDEN_MERGED = "merged_into_all_tenures"
    HIDDEN_SMALL = "hidden_small_base"
    HIDDEN_PROTECTS = "hidden_protects_another_cell"
    HIDDEN_CONDITIONAL = "hidden_conditional"

    @property
    def hidden(self) -> bool:
        """True where a figure exists and is withheld; a band is a figure, only coarser."""
        return self.name.startswith("HIDDEN_")


class Family(StrEnum):
    """The comparisons that are adjusted together, declared before looking."""

    FOCUS = "focus"
    HEADLINE = "headline"
    SCREENING = "screening"
