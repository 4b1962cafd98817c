"""Small years put through the choice of disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from selfcheck_analysis.change.year import Comparisons, compare_years
from selfcheck_analysis.disclosure.comparisons import Headlines
from selfcheck_analysis.disclosure.earlier import EarlierRelease
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.protection import Protected, comparable_headlines, protect
from selfcheck_analysis.disclosure.release_set import Year
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.params import Params
from selfcheck_analysis.rates import YearFigures
from tests.small_figures import small_params, thresholds

RULES = Rules(thresholds(), "macro")


@dataclass(frozen=True)
class Chosen:
    """What was compared and what of it was chosen to be said."""

    compared: Comparisons
    protected: Protected
    headlines: Headlines

    @property
    def sides(self) -> list[Side]:
        """This year and, if there is one, the year before it."""
        sides = self.protected.sides
        return [sides[year] for year in sorted(sides, reverse=True)]


def chosen(
    years: Mapping[int, YearFigures],
    params: Params | None = None,
    rules: Rules = RULES,
    earlier: Sequence[EarlierRelease] = (),
    sections: pd.DataFrame | None = None,
) -> Chosen:
    """Choose what is shown of counted years whose roles all stand alone."""
    if params is None:
        params = small_params(last_year="responses" if len(years) > 1 else "none")
    whole = max(years) - 1  # before it only what a trend shows is released
    modelled = {n: Year(year, year, {}, whole=n >= whole) for n, year in years.items()}
    compared = compare_years(years, params, rules.policy.min_base.value)
    protected = protect(modelled, compared, rules, earlier, sections=sections)
    headlines = Headlines.of(comparable_headlines(modelled, compared, rules), protected)
    return Chosen(compared, protected, headlines)
