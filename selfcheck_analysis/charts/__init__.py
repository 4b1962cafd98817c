"""Charts, made from released tables only: one function for each."""

from selfcheck_analysis.charts.changes import changes
from selfcheck_analysis.charts.focus import focus_answers
from selfcheck_analysis.charts.heat import rates_by_question
from selfcheck_analysis.charts.rates import rates_by_role
from selfcheck_analysis.charts.tenures import contrasts
from selfcheck_analysis.charts.trend import trend

__all__ = [
    "changes",
    "contrasts",
    "focus_answers",
    "rates_by_question",
    "rates_by_role",
    "trend",
]
