"""Tables known only from print: which whole counts can stand behind rounded percents.

The way: files of printed tables (`reading`), blocks gathered by who answered (`blocks`), every
table of whole counts that fits (`enumeration`, `feasible`) or bounds where there are too many
(`programme`), the smallest changes that would mend a contradiction (`repairs`), and what a
comparison can say over all tables (`comparison`, `years`).
"""

from selfcheck_analysis.published.blocks import Block, BlockKey, Group, Opening, Reach, Span
from selfcheck_analysis.published.comparison import Counts, PrintedComparison, compare, contrast
from selfcheck_analysis.published.enumeration import FeasibleTable, feasible_tables
from selfcheck_analysis.published.feasible import Feasible, feasible, is_possible
from selfcheck_analysis.published.programme import PrintProgramme
from selfcheck_analysis.published.reading import Print, read_print, read_project_print
from selfcheck_analysis.published.repairs import Repair, smallest_repairs
from selfcheck_analysis.published.rounding_windows import (
    Precision,
    PrintedRow,
    Rounding,
    feasible_counts,
    prints_as,
)
from selfcheck_analysis.published.years import (
    PrintedYear,
    compare_printed_years,
    contrast_printed_tenures,
    printed_year,
)

__all__ = [
    "Block",
    "BlockKey",
    "Counts",
    "Feasible",
    "FeasibleTable",
    "Group",
    "Opening",
    "Precision",
    "Print",
    "PrintProgramme",
    "PrintedComparison",
    "PrintedRow",
    "PrintedYear",
    "Reach",
    "Repair",
    "Rounding",
    "Span",
    "compare",
    "compare_printed_years",
    "contrast",
    "contrast_printed_tenures",
    "feasible",
    "feasible_counts",
    "feasible_tables",
    "is_possible",
    "printed_year",
    "prints_as",
    "read_print",
    "read_project_print",
    "smallest_repairs",
]
