"""Printed tables, made from released tables only: one function for each."""

from selfcheck_analysis.tables.changes import changes
from selfcheck_analysis.tables.composition import composition
from selfcheck_analysis.tables.contrasts import contrasts
from selfcheck_analysis.tables.families import families
from selfcheck_analysis.tables.focus import focus_answers, focus_shares
from selfcheck_analysis.tables.forms import form_changes
from selfcheck_analysis.tables.found import changes_found
from selfcheck_analysis.tables.headlines import detectable_changes, headline_changes
from selfcheck_analysis.tables.measures import measures_table
from selfcheck_analysis.tables.question_rates import rates_by_question
from selfcheck_analysis.tables.rates import rates_by_role
from selfcheck_analysis.tables.responses import deliveries, response_rates, set_aside
from selfcheck_analysis.tables.states import cell_states
from selfcheck_analysis.tables.trend import trend

__all__ = [
    "cell_states",
    "changes",
    "changes_found",
    "composition",
    "contrasts",
    "deliveries",
    "detectable_changes",
    "families",
    "focus_answers",
    "focus_shares",
    "form_changes",
    "headline_changes",
    "measures_table",
    "rates_by_question",
    "rates_by_role",
    "response_rates",
    "set_aside",
    "trend",
]
