"""How many comparisons of each family could be tested, were tested, and were flagged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.terms import Family, State, Verdict

_COLUMN_OF = {
    Verdict.NOT_COMPARABLE: "n_not_comparable",
    Verdict.NOT_COMPUTABLE: "n_not_computable",
    Verdict.NOT_TESTED: "n_no_answers",
    Verdict.NOT_TESTABLE: "n_not_testable",
    Verdict.NO_CHANGE_TO_TEST: "n_alike",
    Verdict.NOT_SHOWN: "n_tested",
    Verdict.ROSE: "n_tested",
    Verdict.FELL: "n_tested",
}
_FLAGGED = (Verdict.ROSE, Verdict.FELL)


def families(printed: Mapping[str, Sequence[pd.DataFrame]]) -> pd.DataFrame:
    """Count the printed comparisons by family.

    Parameters
    ----------
    printed : mapping of str to sequence of DataFrame
        What is compared (years, tenures) to printed comparisons with `family`, `verdict` and
        `state`. What is hidden or has a band is counted as such and nothing else.

    Returns
    -------
    DataFrame
        As `released.COLUMNS["families"]`; families without a comparison are left out.
    """
    rows = [
        {"comparison": comparison, "family": str(family), **_counts(of_family)}
        for comparison, frames in printed.items()
        for family in Family
        if len(of_family := _of_family(frames, family))
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS["families"]))
    numbers = [name for name in frame if str(name).startswith("n_")]
    return frame.astype(dict.fromkeys(numbers, "int64"))


def _of_family(frames: Sequence[pd.DataFrame], family: Family) -> pd.DataFrame:
    rows = [frame.loc[frame["family"] == family, ["verdict", "state"]] for frame in frames]
    return pd.concat(rows, ignore_index=True)


def _counts(frame: pd.DataFrame) -> dict[str, int]:
    hidden = frame["state"].map(lambda s: State(s).hidden or s == State.BAND).astype(bool)
    columns = frame.loc[~hidden, "verdict"].map(lambda verdict: _COLUMN_OF[Verdict(verdict)])
    counted = columns.value_counts()
    names = [name for name in COLUMNS["families"] if name.startswith("n_")]
    return {
        **{name: int(counted.get(name, 0)) for name in names},
        "n_comparisons": len(frame),
        "n_hidden": int(hidden.sum()),
        "n_flagged": int(frame.loc[~hidden, "verdict"].isin(_FLAGGED).sum()),
    }
