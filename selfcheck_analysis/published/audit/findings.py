"""What an audit finds: one finding is one thing in the print that a reader should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from selfcheck_analysis.published.blocks import Block, BlockKey, Group, Source, Span
from selfcheck_analysis.published.enumeration import FeasibleTable
from selfcheck_analysis.published.repairs import Repair
from selfcheck_analysis.terms import Tenure


class Severity(StrEnum):
    """How grave a finding is."""

    IMPOSSIBLE = "impossible"
    DOUBTFUL = "doubtful"
    DISCLOSES = "discloses"


class Code(StrEnum):
    """What kind of thing was found; its words stand in the catalogue under `audit.<code>`."""

    PAIR = "pair"
    PAIR_NEVER = "pair_never"
    OVERALL_OUTSIDE = "overall_outside"
    NO_TABLE = "no_table"
    NO_TABLE_OF_RANGE = "no_table_of_range"
    CONDITIONAL_BASE = "conditional_base"
    CONDITIONAL_JOINTLY = "conditional_jointly"
    SAME_PERSONS = "same_persons"
    SAME_PERSONS_JOINTLY = "same_persons_jointly"
    BASE_NOT_PRINTED = "base_not_printed"
    BASE_OF_CONDITION_NOT_PRINTED = "base_of_condition_not_printed"
    COPIED_BETWEEN_GROUPS = "copied_between_groups"
    COPIED_BETWEEN_QUESTIONS = "copied_between_questions"
    COPIED_BETWEEN_YEARS = "copied_between_years"
    HEADCOUNTS_ABOVE_TOTAL = "headcounts_above_total"
    HEADCOUNTS_BELOW_TOTAL = "headcounts_below_total"
    ANSWERS_ABOVE_HEADCOUNT = "answers_above_headcount"
    ANSWERS_DO_NOT_ADD_UP = "answers_do_not_add_up"
    SUM_OVER_ROLES = "sum_over_roles"
    ALL_ANSWERS = "all_answers_of_few"
    ALL_ANSWERS_IN_TABLES = "all_answers_in_every_table"
    SMALL_GROUP = "answers_of_a_small_group"
    ONE_TABLE = "one_table"
    ONE_TABLE_SHOWN = "one_table_and_its_neighbour"
    FEW_TABLES = "few_tables"


CONTRADICTIONS = frozenset(
    {
        Code.PAIR,
        Code.PAIR_NEVER,
        Code.OVERALL_OUTSIDE,
        Code.NO_TABLE,
        Code.NO_TABLE_OF_RANGE,
        Code.CONDITIONAL_BASE,
        Code.CONDITIONAL_JOINTLY,
        Code.SAME_PERSONS,
        Code.SAME_PERSONS_JOINTLY,
    }
)
"""What says that figures cannot hold together."""


class RoleOf(NamedTuple):
    """A role to be named in a sentence."""

    programme: str
    fiscal_year: int
    role: str


class QuestionOf(NamedTuple):
    """A question (or the headline rate) to be named in a sentence."""

    programme: str
    fiscal_year: int
    question: str


class SharesOf(NamedTuple):
    """Shares in percent between two ends, to be named in a sentence; an open end is left out."""

    low: str
    low_open: bool
    high: str
    high_open: bool


class TenureOf(NamedTuple):
    """A tenure to be named in a sentence."""

    tenure: Tenure


class YearOf(NamedTuple):
    """A fiscal year to be named in a sentence."""

    fiscal_year: int


class TablesOf(NamedTuple):
    """Tables to be listed in a sentence; `questions` as of their block."""

    tables: tuple[FeasibleTable, ...]
    questions: int


Value = int | str | Span | SharesOf | RoleOf | QuestionOf | TenureOf | YearOf | TablesOf
Values = dict[str, Value]


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    code : Code
    severity : Severity
    blocks : tuple of BlockKey
        What it is about; a headcount stands under the question "".
    sources : tuple of Source
        The rows of the files.
    values : dict
        What its sentence mentions.
    repairs : tuple of Repair
        The smallest sets of figures whose change would mend it, candidates all of them.
    """

    code: Code
    severity: Severity
    blocks: tuple[BlockKey, ...]
    sources: tuple[Source, ...]
    values: Mapping[str, Value]
    repairs: tuple[Repair, ...] = ()


def role_of(group: Group | Block) -> RoleOf:
    """Return the role of a group or block for a sentence."""
    if isinstance(group, Block):
        return RoleOf(*group.key[:3])
    return RoleOf(group.programme, group.fiscal_year, group.role)


def question_of(block: Block) -> QuestionOf:
    """Return the question of a block for a sentence."""
    return QuestionOf(block.key.programme, block.key.fiscal_year, block.key.question)


def printed_rows(block: Block) -> str:
    """Return the figures of a block as they stand in print: 76/95/90.

    Of questions the share of yes; a blank as a dash.
    """
    texts = [
        "-" if row is None or row.percent is None else block.precision.text(row.percent)
        for row in block.rows
    ]
    return "/".join(texts)
