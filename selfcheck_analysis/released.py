"""What has passed the door: the only kind of table that charts, pages and sentences accept.

`ReleasedTable` cannot be made without the seal, and only `disclosure.release` uses the seal
(a test reads the source for it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

_SEAL = object()

PRINTED_PREFIX = "printed_"
"""Begins the names of tables that compare with a year known only from print."""

SECTION_TABLE = "section_rates"
"""The table of what sections are told of themselves."""

_COMPARED = ("change_points", "low_points", "high_points", "p", "p_adjusted")
_BANDS_OF_YEARS = ("last_low_percent", "last_high_percent", "this_low_percent", "this_high_percent")
_JUDGED = ("detectable_points", "verdict", "reason", "note", "state")

COLUMNS: dict[str, tuple[str, ...]] = {
    # one row = one delivered file
    "deliveries": ("file", "delivered", "used", "set_aside", "answers_set_aside", "synthetic"),
    # one row = one reason for which rows, columns or answers were set aside
    "set_aside": ("code", "count"),
    # one row = one role, and `all_roles`
    "response_rates": ("role", "headcount", "n_people", "response_percent"),
    # one row = role x fiscal year x tenure; the headline rate, whole percent
    "rates_by_role": (
        "role",
        "fiscal_year",
        "tenure",
        "n_questions",
        "n_people",
        "rate_percent",
        "state",
    ),
    # one row = role x question x tenure of this year; whole percent of proper answers
    "rates_by_question": (
        "role",
        "question",
        "tenure",
        "n_answers",
        "rate_percent",
        "low_percent",
        "high_percent",
        "state",
    ),
    # one row = declared section x role x question of this year, all tenures together; whole percent
    # of proper answers, or a band
    "section_rates": (
        "section",
        "role",
        "question",
        "n_answers",
        "rate_percent",
        "low_percent",
        "high_percent",
        "state",
    ),
    # one row = focus question x fiscal year x tenure over everyone asked (role: all_roles)
    "focus_answers": (
        "focus_item",
        "question",
        "fiscal_year",
        "tenure",
        "n_answers",
        "yes_percent",
        "no_percent",
        "yes_low_percent",
        "yes_high_percent",
        "state",
    ),
    # one row = role (or all_roles) x question x tenure, last year against this
    "changes": (
        "role",
        "question",
        "tenure",
        "family",
        "n_last",
        "n_this",
        "last_percent",
        "this_percent",
        *_BANDS_OF_YEARS,
        *_COMPARED,
        "p_role",
        *_JUDGED,
    ),
    # one row = role x tenure; headline rates over the questions that both years ask
    # everybody alike; the two percents are left out where they would give a hidden figure away
    "headline_changes": (
        "role",
        "tenure",
        "n_questions",
        "n_last",
        "n_this",
        "last_percent",
        "this_percent",
        *_COMPARED,
        *_JUDGED,
    ),
    # one row = focus question x tenure over everyone asked, last year's print against this year;
    # every figure but n_this and the percents is a range over all tables that fit the print
    "printed_changes": (
        "role",
        "question",
        "tenure",
        "family",
        "n_this",
        "last_percent",
        "this_percent",
        "this_low_percent",
        "this_high_percent",
        "low_change_points",
        "high_change_points",
        "n_tables",
        "significant_percent",
        "p_low",
        "p_high",
        "p_adjusted_low",
        "p_adjusted_high",
        "verdict",
        "state",
    ),
    # one row = role x tenure; last year's printed headline rate beside this year's
    "printed_headlines": (
        "role",
        "tenure",
        "last_percent",
        "this_percent",
        "verdict",
        "state",
    ),
    # one row = role (or all_roles) x question (or headline) of this year: the first-year staff
    # against the others; change is the first-year rate less the later one
    "contrasts": (
        "role",
        "question",
        "family",
        "n_later",
        "n_first",
        "later_percent",
        "first_percent",
        "later_low_percent",
        "later_high_percent",
        "first_low_percent",
        "first_high_percent",
        *_COMPARED,
        *_JUDGED,
    ),
    # one row = role (or all_roles) x question: the change of 全体 split into the change within
    # the tenures and the change of their shares
    "composition": (
        "role",
        "question",
        "change_points",
        "within_points",
        "mix_points",
        "first_share_last_percent",
        "first_share_this_percent",
        "cmh_p",
        "against_both",
        "reason",
        "state",
    ),
    # one row = what is compared (years, tenures or trend) x family; n_comparisons is the sum of
    # the columns behind it but n_flagged, which is a part of n_tested
    "families": (
        "comparison",
        "family",
        "n_comparisons",
        "n_hidden",
        "n_not_comparable",
        "n_not_computable",
        "n_no_answers",
        "n_not_testable",
        "n_alike",
        "n_tested",
        "n_flagged",
    ),
    # one row = role (or all_roles) x question (or headline) x fiscal year, all tenures; years of
    # one stretch follow each other without a gap or a change of meaning
    "trend": (
        "role",
        "question",
        "fiscal_year",
        "stretch",
        "n_answers",
        "rate_percent",
        "low_percent",
        "high_percent",
        "state",
    ),
    # one row = role (or all_roles) x question (or headline): the test over the last stretch
    "trend_tests": (
        "role",
        "question",
        "first_fiscal_year",
        "n_years",
        "p",
        "p_adjusted",
        "verdict",
        "reason",
        "state",
    ),
    # one row = table x state; how many cells are shown and how many are not, but of sections
    "cell_states": ("table", "state", "count"),
}
"""The columns of every released table, in order. Percents and points are whole numbers
(rounded half up from the exact fractions), missing where `state` is not `shown`; every p is a
text, coarser where the base is small. `verdict`, `reason` and `note` are words of `terms`;
`detectable_points` is the smallest change that the test would find with 80 % probability.

A cell whose state is `band` has no percent but the two ends of a band, both whole and multiples
of five: 95 to 100 reads "95 % or more", 0 to 10 "10 % or less", 80 to 85 "80 % or more, below
85 %". Of a comparison, one side or both can be a band; then nothing is printed of how they differ
but the verdict, if it is the same for all numbers of answers in the bands.

Where last year is known from print alone, its percents are public and always there; they are a
text, as printed, and so is the whole column. `significant_percent` is a text too: the share of the
tables in which p, not adjusted, is at most `alpha`; it is missing where p is a class."""


@dataclass(frozen=True)
class ReleasedTable:
    """One table that may leave the room.

    Parameters
    ----------
    seal : object
        Proof of having passed the door.
    name : str
        A key of `COLUMNS`.
    frame : DataFrame
        Exactly the columns of `COLUMNS[name]`.

    Raises
    ------
    PermissionError
        Made by anything but the door.
    ValueError
        Unknown name, or columns other than declared.
    """

    seal: object
    name: str
    _frame: pd.DataFrame

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise PermissionError(
                "a ReleasedTable is made only by selfcheck_analysis.disclosure.release; "
                "hand your counts to release() instead"
            )
        if tuple(self._frame.columns) != COLUMNS.get(self.name):
            raise ValueError(
                f"released table {self.name!r}: found columns {list(self._frame.columns)}, "
                f"expected {COLUMNS.get(self.name)}"
            )

    @property
    def frame(self) -> pd.DataFrame:
        """A copy of the rows; changing it changes nothing that was released."""
        return self._frame.copy()


@dataclass(frozen=True)
class Release:
    """All released tables of one programme and fiscal year, with what a reader must know of them.

    `policy_name` and `thresholds` repeat the disclosure policy that was applied: each threshold's
    value and its sentence in Japanese and English. `internal_only` is true where the policy
    protects nothing, so that nothing of the release may leave the room; `merged_roles` holds the
    names (ja, en) of the roles that are reported under each group; `checked` is true when the audit
    by attack found what was not shown safe. `headline_rate`
    says which mean `rates_by_role` shows ("macro" or "pooled"), `contradictions` what was counted
    of answers against the condition of a question ("only_if_asked", "keep" or "drop"); `synthetic`
    is true as soon as one delivered file says that its people are made up; `last_year` is None in
    a first year, and `last_year_source` says what it is known from ("responses", "printed" or
    "none").
    """

    programme: str
    fiscal_year: int
    last_year: int | None
    last_year_source: str
    headline_rate: str
    alpha: float
    contradictions: str
    policy_name: str
    thresholds: Mapping[str, Mapping[str, Any]]
    merged_roles: Mapping[str, list[dict[str, str]]]
    checked: bool
    synthetic: bool
    tables: Mapping[str, ReleasedTable]

    @property
    def min_base(self) -> int:
        """The smallest base that is shown."""
        return int(self.thresholds["min_base"]["value"])

    @property
    def p_exact_min_base(self) -> int:
        """The smallest base with an exact p."""
        return int(self.thresholds["p_exact_min_base"]["value"])

    @property
    def internal_only(self) -> bool:
        """True where nothing is protected."""
        return bool(self.thresholds["internal_only"]["value"])

    @property
    def last_year_is_printed(self) -> bool:
        """True where of last year nothing but its printed table is known."""
        return self.last_year_source == "printed"

    @property
    def written_tables(self) -> list[str]:
        """The tables written as files: those of a printed year or of sections only if any are."""
        return [
            name
            for name, table in self.tables.items()
            if (self.last_year_is_printed or not name.startswith(PRINTED_PREFIX))
            and not (name == SECTION_TABLE and table.frame.empty)
        ]

    def frame(self, name: str) -> pd.DataFrame:
        """Return a copy of one table's rows; KeyError names the tables there are."""
        if name not in self.tables:
            raise KeyError(f"no released table {name!r}; there are {sorted(self.tables)}")
        return self.tables[name].frame
