"""The same people delivered as persons, or some of them tallied by hand."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from selfcheck_analysis.tallies import Tallies


def tallied_of(answers: pd.DataFrame, people: Collection[int]) -> Tallies:
    """Tally some persons of scored answers, as a section does that sends counts only."""
    chosen = answers[answers["person"].isin(people)]
    keys = ["role", "tenure", "question", "status", "answer"]
    counts = chosen.groupby(keys, dropna=False).size().rename("n").reset_index()
    sizes = chosen.drop_duplicates("person").groupby(["role", "tenure"]).size()
    return Tallies(counts, sizes.rename("n_people").reset_index())


def without(answers: pd.DataFrame, people: Collection[int]) -> pd.DataFrame:
    """Return the answers of the others."""
    return answers[~answers["person"].isin(people)]


def every_second(answers: pd.DataFrame, role: str) -> list[int]:
    """Return every second person of a role."""
    of_role = answers.loc[answers["role"] == role, "person"].drop_duplicates()
    return [int(person) for person in of_role.iloc[::2]]
