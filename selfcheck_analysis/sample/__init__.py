"""Synthetic people whose tables reproduce the published figures, as delivered files.

The way: printed figures as conditions (`targets`), a plausible random population (`draw`), the
counts nearest to it that print as published (`solve`), persons who give these answers
(`people`), and the files that their sections send in (`sections`, `deliver`).
"""

from selfcheck_analysis.sample.solve import solve_counts
from selfcheck_analysis.sample.write import write_sample

__all__ = ["solve_counts", "write_sample"]
