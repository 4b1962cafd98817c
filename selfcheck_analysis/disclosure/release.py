"""The door: from confidential counts to released tables. Nothing else makes a released table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from selfcheck_analysis import released
from selfcheck_analysis.change.printed_year import AgainstPrint
from selfcheck_analysis.change.year import Comparisons
from selfcheck_analysis.disclosure import comparisons, printed, printed_year, trends
from selfcheck_analysis.disclosure.comparisons import Headlines
from selfcheck_analysis.disclosure.composition import composition
from selfcheck_analysis.disclosure.earlier import EarlierRelease
from selfcheck_analysis.disclosure.families import families
from selfcheck_analysis.disclosure.merging import names_of_merged
from selfcheck_analysis.disclosure.policy import Policy, Rules
from selfcheck_analysis.disclosure.protection import (
    Protected,
    comparable_headlines,
    protect,
    unprotected,
)
from selfcheck_analysis.disclosure.release_set import Year
from selfcheck_analysis.disclosure.sections.printed import section_rates
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.params import Params
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.released import Release, ReleasedTable
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.terms import ALL_ROLES, Family

RELEASE_FILE = "release.json"


def release(
    params: Params,
    policy: Policy,
    intake: Intake,
    years: Mapping[int, YearFigures],
    compared: Comparisons,
    against: AgainstPrint | None = None,
    delivered: Mapping[int, YearFigures] | None = None,
    merged: Mapping[str, str] | None = None,
    earlier: Sequence[EarlierRelease] = (),
    kept: Path | None = None,
) -> tuple[Release, Protected]:
    """Let through what the policy allows, in printed form, and a reason for the rest.

    Parameters
    ----------
    params, policy
        The run's settings and the thresholds that they name.
    intake : Intake
        This year's deliveries.
    years : mapping of fiscal year to YearFigures
        Counts of every year the run reads, in order, this year last; as they are reported.
    compared : Comparisons
        As `change.year.compare_years` returns.
    against : AgainstPrint, optional
        This year against last year's print, where nothing else is left of last year.
    delivered : mapping of fiscal year to YearFigures, optional
        The same counts by the roles that delivered them, where some are reported as a group.
    merged : mapping of role to group, optional
        The roles that are reported as part of a group.
    earlier : sequence of EarlierRelease
        What was released before.
    kept : Path, optional
        Where choices are kept, so that the same figures are attacked once.

    Returns
    -------
    Release
        Percents and points are whole numbers rounded half up from exact fractions.
    Protected
        What was chosen and how it withstood the attack (confidential).

    Raises
    ------
    ProblemsError
        What is not shown could be worked out, or the solver could not tell.
    """
    rules = Rules(policy, params.headline_rate)
    modelled = _modelled(params, years, delivered or years, merged or {})
    if policy.internal_only.value:
        protected = unprotected(modelled)
    else:
        protected = protect(modelled, compared, rules, earlier, kept, intake.sections)
    sides = dict(protected.sides)
    headlines = Headlines.of(comparable_headlines(modelled, compared, rules), protected)
    frames = _frames(params, rules, intake, sides, compared, headlines)
    frames |= _beside_print(frames, against, sides[params.fiscal_year], rules)
    frames["cell_states"] = printed.count_states(frames)
    frames["section_rates"] = section_rates(
        sides[params.fiscal_year], intake.sections, merged or {}, protected.sections, policy
    )
    tables = {name: ReleasedTable(released._SEAL, name, frames[name]) for name in released.COLUMNS}
    this_form = (delivered or years)[params.fiscal_year].questionnaire
    result = Release(
        programme=params.programme,
        fiscal_year=params.fiscal_year,
        last_year=params.previous_year or params.printed_year,
        last_year_source=params.last_year,
        headline_rate=params.headline_rate,
        alpha=params.alpha,
        contradictions=params.contradictions,
        policy_name=params.disclosure_policy,
        thresholds=policy.sentences(),
        merged_roles=names_of_merged(this_form, merged or {}),
        checked=protected.audit is not None,
        synthetic=bool(intake.deliveries["synthetic"].any()),
        tables=tables,
    )
    return result, protected


def _modelled(
    params: Params,
    years: Mapping[int, YearFigures],
    delivered: Mapping[int, YearFigures],
    merged: Mapping[str, str],
) -> dict[int, Year]:
    """Put together what is delivered and reported; before last year only trends are released."""
    whole = (params.fiscal_year, params.fiscal_year - 1)
    asked_only = params.contradictions == "only_if_asked"
    return {
        number: Year(delivered[number], year, merged, whole=number in whole, asked_only=asked_only)
        for number, year in years.items()
    }


def _frames(
    params: Params,
    rules: Rules,
    intake: Intake,
    sides: dict[int, Side],
    compared: Comparisons,
    compared_headlines: Headlines,
) -> dict[str, pd.DataFrame]:
    """Print every table."""
    this = sides[params.fiscal_year]
    last = None if params.previous_year is None else sides[params.previous_year]
    both = [side for side in (this, last) if side is not None]
    alpha = params.alpha
    changes = comparisons.changes(compared.questions, this, last, rules, alpha)
    headlines = comparisons.headline_changes(
        compared.headlines, this, last, compared_headlines, rules
    )
    contrasts = comparisons.contrasts(compared.contrasts, this, compared_headlines, rules, alpha)
    trend_tests = trends.trend_tests(compared.trends, sides, rules)
    return {
        "deliveries": intake.deliveries,
        "set_aside": printed.set_aside(intake),
        "response_rates": printed.response_rates(this.year),
        "rates_by_role": printed.rates_by_role(both, params.headline_rate),
        "rates_by_question": printed.rates_by_question(this),
        "focus_answers": printed.focus_answers(both),
        "changes": changes,
        "headline_changes": headlines,
        "contrasts": contrasts,
        "composition": composition(compared.composition, this, last, rules),
        "families": families(
            {
                "years": [headlines.assign(family=Family.HEADLINE), changes],
                "tenures": [contrasts],
                "trend": [_with_family(trend_tests)],
            }
        ),
        "trend": trends.trend(compared.trends, sides, rules),
        "trend_tests": trend_tests,
    }


def _beside_print(
    frames: Mapping[str, pd.DataFrame],
    against: AgainstPrint | None,
    this: Side,
    rules: Rules,
) -> dict[str, pd.DataFrame]:
    """Print what is known of last year from print, and the tables that it changes."""
    rates = frames["rates_by_role"]
    beside = {
        "printed_changes": printed_year.printed_changes(against, this, rules),
        "printed_headlines": printed_year.printed_headlines(against, this, rates),
    }
    if against is None:
        return beside
    answers = frames["focus_answers"]
    return beside | {
        "rates_by_role": printed_year.with_printed_rates(rates, against, this),
        "focus_answers": printed_year.with_printed_answers(answers, against, this),
    }


def _with_family(trend_tests: pd.DataFrame) -> pd.DataFrame:
    """Name the family of every trend: a series over everyone asked is a focus question."""
    everyone = trend_tests["role"] == ALL_ROLES
    return trend_tests.assign(family=np.where(everyone, Family.FOCUS, Family.HEADLINE))


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
