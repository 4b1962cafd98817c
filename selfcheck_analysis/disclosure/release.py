"""The door: from confidential counts to released tables. Nothing else makes a released table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from selfcheck_analysis import released
from selfcheck_analysis.disclosure import printed
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.states import cell_states
from selfcheck_analysis.params import Params
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.released import Release, ReleasedTable
from selfcheck_analysis.responses.intake import Intake

RELEASE_FILE = "release.json"


def release(
    params: Params,
    policy: Policy,
    intake: Intake,
    this: YearFigures,
    last: YearFigures | None,
    changes: pd.DataFrame | None,
) -> Release:
    """Let through what the policy allows, in printed form, and a reason for the rest.

    Parameters
    ----------
    params, policy
        The run's settings and the thresholds that they name.
    intake : Intake
        This year's deliveries.
    this, last : YearFigures
        Counts of this year and, if there is one, of last year.
    changes : DataFrame or None
        As `change.changes` returns; None without a last year.

    Returns
    -------
    Release
        Percents and points are whole numbers rounded half up from exact fractions.
    """
    min_base = policy.min_base.value
    years = [year for year in (this, last) if year is not None]
    states = {
        year.questionnaire.fiscal_year: cell_states(year, min_base, params.headline_rate)
        for year in years
    }
    frames = {
        "deliveries": intake.deliveries,
        "set_aside": printed.set_aside(intake),
        "response_rates": printed.response_rates(this),
        "rates_by_role": printed.rates_by_role(years, states, params.headline_rate),
        "rates_by_question": printed.rates_by_question(this, states[params.fiscal_year]),
        "focus_answers": printed.focus_answers(years, states),
        "changes": printed.changes(changes, states, params, policy),
    }
    frames["cell_states"] = printed.count_states(frames)
    tables = {name: ReleasedTable(released._SEAL, name, frame) for name, frame in frames.items()}
    return Release(
        programme=params.programme,
        fiscal_year=params.fiscal_year,
        last_year=params.previous_year,
        headline_rate=params.headline_rate,
        alpha=params.alpha,
        policy_name=params.disclosure_policy,
        min_base=min_base,
        p_exact_min_base=policy.p_exact_min_base.value,
        synthetic=bool(intake.deliveries["synthetic"].any()),
        tables=tables,
    )


def save_release(released_tables: Release, folder: Path) -> None:
    """Write a release so that `open_release` can verify and read it."""
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, table in released_tables.tables.items():
        path = folder / f"{name}.parquet"
        table.frame.to_parquet(path)
        digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    about = {key: value for key, value in vars(released_tables).items() if key != "tables"}
    text = json.dumps({"about": about, "sha256": digests}, indent=2)
    (folder / RELEASE_FILE).write_text(text, encoding="utf-8")


def open_release(folder: Path) -> Release:
    """Read a release that the door wrote; ValueError when a table was changed since."""
    saved = json.loads((folder / RELEASE_FILE).read_text(encoding="utf-8"))
    tables = {}
    for name, digest in saved["sha256"].items():
        path = folder / f"{name}.parquet"
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ValueError(f"{path.name} was changed after its release; run the analysis again")
        tables[name] = ReleasedTable(released._SEAL, name, pd.read_parquet(path))
    return Release(**saved["about"], tables=tables)
