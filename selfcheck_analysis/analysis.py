"""The confidential way of one programme and year: deliveries, answers, counts, changes, release.

What is computed is kept under `data/processed/` and used again as long as nothing that it
depends on has changed: deliveries, forms, settings, thresholds and the package itself.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from selfcheck_analysis.change.printed_year import AgainstPrint, against_print
from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.disclosure.audit import UnsafeReleaseError
from selfcheck_analysis.disclosure.earlier import keep, private_folder, read_earlier
from selfcheck_analysis.disclosure.merging import regrouped, roles_to_merge, with_groups
from selfcheck_analysis.disclosure.policy import read_policy, unmapped_roles
from selfcheck_analysis.disclosure.release import open_release, release, save_release
from selfcheck_analysis.families import family_faults
from selfcheck_analysis.last_print import read_last_print
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Problem, refuse
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.published import printed_year
from selfcheck_analysis.published.reading import printed_files
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.rates import YearFigures, rate_by_role_tenure, year_figures
from selfcheck_analysis.released import Release
from selfcheck_analysis.responses.intake import Intake, delivered_files, take_in
from selfcheck_analysis.responses.years import earlier_years
from selfcheck_analysis.settings import as_model
from selfcheck_analysis.spreadsheets import as_text
from selfcheck_analysis.words import Words

FINGERPRINT_FILE = "fingerprint.json"
RELEASE_FOLDER = "release"
ERROR_TABLE = "set_aside.csv"
SAID_FOLDER = "said"
AUDIT_TABLE = "disclosure_audit.csv"


@dataclass(frozen=True)
class Outcome:
    """A finished analysis: the release, and how many faults the deliveries of all years had.

    `said` is what the release tells, to be kept once it is published; None where it may not be.
    """

    release: Release
    n_problems: int
    said: Path | None = None


def open_publication(**settings: object) -> Publication:
    """Return the release of one run with the words to print it; a notebook's first call.

    Parameters
    ----------
    **settings
        Exactly the fields of `params.Params`.

    Raises
    ------
    ProblemsError
        Faulty settings, files or deliveries, all at once.
    """
    project = Project.current()
    params = as_model(Params, settings, "parameters")
    questionnaire = read_questionnaire(project, params.programme, params.fiscal_year)
    refuse(family_faults(params, questionnaire, "parameters"))
    release_ = analyse(project, params).release
    return Publication(release_, reported_form(project, params, release_), Words(params.language))


def reported_form(project: Project, params: Params, released: Release) -> Questionnaire:
    """Return the forms of a run's year, with the groups under which its release reports roles."""
    form = read_questionnaire(project, params.programme, params.fiscal_year)
    policy = read_policy(project, params.disclosure_policy)
    groups = policy.roles.get(params.programme, {})
    merged = {role: group for role, group in groups.items() if group in released.merged_roles}
    return with_groups(form, merged, policy)


def analyse(project: Project, params: Params) -> Outcome:
    """Compute one programme and year, or return what was computed from the same inputs."""
    folder = project.processed(params.programme, params.fiscal_year)
    marker = folder / FINGERPRINT_FILE
    own = next(iter((folder / SAID_FOLDER).glob("*.json")), None)
    if marker.is_file():
        kept = json.loads(marker.read_text(encoding="utf-8"))
        if kept["fingerprint"] == _fingerprint(project, params, own):
            return Outcome(open_release(folder / RELEASE_FOLDER), kept["n_problems"], own)
        marker.unlink()
    outcome = _compute(project, params, folder)
    fingerprint = _fingerprint(project, params, outcome.said)
    kept = {"fingerprint": fingerprint, "n_problems": outcome.n_problems}
    marker.write_text(json.dumps(kept), encoding="utf-8")
    return outcome


def delivery_files(project: Project, params: Params) -> list[Path]:
    """List the deliveries of every year that a run reads (confidential)."""
    return [
        path
        for year in years_read(project, params)
        for path in delivered_files(project, params.programme, year)
    ]


def settings_files(project: Project, params: Params) -> list[Path]:
    """List the forms, settings, thresholds, mappings and prints that a run's figures depend on."""
    years = years_read(project, params)
    forms = [project.questionnaire_file(params.programme, year) for year in years]
    settings = project.params_file(params.programme, params.fiscal_year)
    prints = [] if params.printed_year is None else printed_files(project)
    mapping = project.deliveries_file(params.programme)
    mappings = [mapping] if mapping.is_file() else []
    return [*forms, settings, project.disclosure_policy, *mappings, *prints]


def years_read(project: Project, params: Params) -> list[int]:
    """Return the fiscal years that a run reads, its own first, then from the latest back."""
    return [params.fiscal_year, *reversed(earlier_years(project, params))]


def _compute(project: Project, params: Params, folder: Path) -> Outcome:
    policy = read_policy(project, params.disclosure_policy)
    forms = {
        year: read_questionnaire(project, params.programme, year)
        for year in sorted(years_read(project, params))
    }
    file = project.relative(project.disclosure_policy)
    refuse(unmapped_roles(policy, forms.values(), file, params.disclosure_policy))
    rule = params.contradictions
    taken_in = {year: take_in(project, form, rule) for year, form in forms.items()}
    delivered = {
        year: year_figures(taken_in[year].answers, form, taken_in[year].tallies)
        for year, form in forms.items()
    }
    merged = roles_to_merge(policy, delivered.values())
    years = {
        year: year_figures(
            regrouped(taken_in[year].answers, merged),
            with_groups(form, merged, policy),
            taken_in[year].tallies.regrouped(merged),
        )
        for year, form in forms.items()
    }
    params = params.model_copy(
        update={
            "headline_family": list(
                dict.fromkeys(merged.get(role, role) for role in params.headline_family)
            )
        }
    )
    compared = compare_years(years, params, policy.min_base.value)
    against = _against_print(project, params, years[params.fiscal_year])
    intake = taken_in[params.fiscal_year]
    earlier = read_earlier(project.releases / params.programme)
    try:
        result, protected = release(
            params,
            policy,
            intake,
            years,
            compared,
            against,
            delivered=delivered,
            merged=merged,
            earlier=earlier,
            kept=project.choices,
        )
    except UnsafeReleaseError as error:
        private_folder(folder)
        _write_audit(error.audit, folder)
        raise
    problems = {year: taken_in[year].problems for year in years_read(project, params)}
    error_table = _error_table(problems, Words(params.language))
    frames = compared.frames() | ({} if against is None else against.frames())
    _write(folder, intake, delivered[params.fiscal_year], frames, error_table)
    (folder / AUDIT_TABLE).unlink(missing_ok=True)  # of an earlier run under another policy
    if protected.audit is not None:
        _write_audit(protected.audit, folder)
    save_release(result, folder / RELEASE_FOLDER)
    shutil.rmtree(folder / SAID_FOLDER, ignore_errors=True)
    said = None if protected.said is None else keep(protected.said, folder / SAID_FOLDER)
    return Outcome(result, sum(map(len, problems.values())), said)


def _against_print(project: Project, params: Params, this: YearFigures) -> AgainstPrint | None:
    """Set this year against last year's printed table, if the run has no more of last year."""
    if params.printed_year is None:
        return None
    found = read_last_print(project, params)
    last = printed_year(found, params.programme, params.printed_year)
    return against_print(this, last, params.focus_family, params.alpha)


def _write(
    folder: Path,
    intake: Intake,
    this: YearFigures,
    compared: Mapping[str, pd.DataFrame],
    error_table: pd.DataFrame,
) -> None:
    """Keep the confidential tables, readable by their owner only where the system can say so."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    tables = {
        "answers": intake.answers,
        "statuses_by_question": intake.statuses(),
        "counts_by_question": this.counts,
        "rate_by_role_tenure": rate_by_role_tenure(this.counts, this.people),
        **{f"compared_{name}": frame for name, frame in compared.items()},
    }
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    error_table.to_csv(folder / ERROR_TABLE, index=False, encoding="utf-8-sig")


def _write_audit(audit: pd.DataFrame, folder: Path) -> None:
    audit.to_csv(folder / AUDIT_TABLE, index=False, encoding="utf-8-sig")


def _error_table(problems: dict[int, tuple[Problem, ...]], words: Words) -> pd.DataFrame:
    """Lay the faults of every year's deliveries out, one row each, for the analyst's Excel."""
    rows = [
        {
            "fiscal_year": year,
            "file": as_text(problem.place.file),
            "sheet": as_text(problem.place.sheet),
            "row": problem.place.row or "",
            "column": as_text(problem.place.column),
            "code": problem.code,
            "reason": problem.found(words),
            "expected": problem.expected(words),
            "what_to_do": problem.mend(words),
        }
        for year, of_year in problems.items()
        for problem in of_year
    ]
    columns = ["fiscal_year", "file", "sheet", "row", "column"]
    columns += ["code", "reason", "expected", "what_to_do"]
    return pd.DataFrame(rows, columns=columns)


def _fingerprint(project: Project, params: Params, own: Path | None) -> str:
    """Digest all that a release depends on; of the releases before it, all but itself."""
    digest = hashlib.sha256(params.model_dump_json().encode())
    package = Path(__file__).parent
    code = [path for path in package.rglob("*") if path.suffix in (".py", ".yaml")]
    inputs = [*delivery_files(project, params), *settings_files(project, params)]
    earlier = sorted((project.releases / params.programme).glob("*.json"))
    inputs += [path for path in earlier if own is None or path.name != own.name]
    for path in [*inputs, *sorted(code)]:
        digest.update(project.relative(path).encode())
        with suppress(OSError):  # a file that cannot be opened is reported when it is taken in
            digest.update(path.read_bytes())
    return digest.hexdigest()
