"""Exact tests that compare the rates of two independent groups, and what they can detect.

Boschloo's test decides; Fisher's mid-p is shown beside it. Everywhere x of n means x proper
answers among n answers; arguments may be arrays and are broadcast, and single numbers give a float.
"""

from selfcheck_analysis.exact.attainable import smallest_attainable_p
from selfcheck_analysis.exact.detection import power, smallest_detectable_change
from selfcheck_analysis.exact.fisher import fisher_exact, fisher_midp
from selfcheck_analysis.exact.fisher_order import LARGEST_TOTAL
from selfcheck_analysis.exact.unconditional import boschloo

__all__ = [
    "LARGEST_TOTAL",
    "boschloo",
    "fisher_exact",
    "fisher_midp",
    "power",
    "smallest_attainable_p",
    "smallest_detectable_change",
]
