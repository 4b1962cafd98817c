"""How many figures of a page are not shown, and why."""

from __future__ import annotations

from collections.abc import Collection

from selfcheck_analysis.figures import whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State


def hidden_cells(pub: Publication, tables: Collection[str] = ()) -> str:
    """Say how many cells of some tables, or else of the whole release, are not shown, and why.

    Those that are shown as a band are counted beside them.

    Parameters
    ----------
    pub : Publication
    tables : collection of str
        Names of released tables.
    """
    frame = pub.release.frame("cell_states")
    frame = frame[frame["table"].isin(list(tables))] if tables else frame
    by_state = frame.groupby("state")["count"].sum()
    counts = {state: int(by_state.get(state, 0)) for state in State if state.hidden}
    bands, total = int(by_state.get(State.BAND, 0)), whole(by_state.sum())
    if not sum(counts.values()):
        key = "lead.hidden.none_but_bands" if bands else "lead.hidden.none"
        return pub.words(key, total=total, n=whole(bands))
    reasons = pub.words("lead.joiner").join(
        pub.words(
            "lead.hidden.reason",
            reason=pub.words(f"state_short.{state}", min_base=pub.release.min_base),
            n=whole(n),
        )
        for state, n in counts.items()
        if n
    )
    key = "lead.hidden.some" if tables else "lead.hidden.some_in_release"
    hidden = pub.words(key, total=total, n=whole(sum(counts.values())), reasons=reasons)
    beside = [pub.words("lead.hidden.bands", n=whole(bands))] if bands else []
    return pub.words("chart.gap").join([hidden, *beside])
