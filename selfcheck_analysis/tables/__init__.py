"""Printed tables, made from released tables only: one function for each."""

from selfcheck_analysis.tables.changes import changes, changes_found
from selfcheck_analysis.tables.focus import focus_answers
from selfcheck_analysis.tables.rates import rates_by_role
from selfcheck_analysis.tables.responses import deliveries, response_rates, set_aside
from selfcheck_analysis.tables.states import cell_states

__all__ = [
    "cell_states",
    "changes",
    "changes_found",
    "deliveries",
    "focus_answers",
    "rates_by_role",
    "response_rates",
    "set_aside",
]
