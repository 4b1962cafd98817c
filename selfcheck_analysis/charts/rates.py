"""The rates of each role and tenure, this year and last."""

from __future__ import annotations

from selfcheck_analysis.charts.dots import dots_by_year
from selfcheck_analysis.charts.notes import left_out
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.publication import Publication


def rates_by_role(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw the headline rate of every role and tenure that is shown."""
    frame = pub.release.frame("rates_by_role")
    shown = frame[frame["rate_percent"].notna()]
    names = [pub.role(role) for role in shown["role"]]
    return dots_by_year(
        pub,
        shown.assign(name=names, percent=shown["rate_percent"], band=None),
        title=pub.words("chart.rates_by_role.title"),
        axis=pub.words("chart.rates_by_role.axis"),
        notes=left_out(pub, frame["state"]),
    )
