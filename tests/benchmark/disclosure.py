"""What the disclosure door costs, how its cost grows, and what simpler rules leak.

    python -m tests.benchmark.disclosure

First the shipped sample: everything that leaves the room of one programme, both years together,
chosen and audited, in a process of its own with everything imported. The goal is an audit in under
60 s on two cores. Beside the seconds stand the numbers of unknowns, of statements, of protected
counts (two bounds each) and of calls of the solver. A handful of bounds is then taken twice in one
fresh process: as the audit takes them, and by one integer programme over all rows.

Then surveys made up from a seed, one year each: more questions for the same five roles, and more
roles for the same ten questions. A tenth of the questions is conditional, and a share of the
answers is improper; sizes of roles run through `SIZES`, a quarter of the staff being in the first
year. What takes longer than `LIMIT_SECONDS` is given up. Last, the table of
`tests.benchmark.naive_rules`.

The machine may be shared: trust the ratios more than the seconds. Peak memory is that of the whole
process, with the imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from selfcheck_analysis.change.year import Comparisons, compare_years
from selfcheck_analysis.disclosure import protection
from selfcheck_analysis.disclosure.attack import kept
from selfcheck_analysis.disclosure.attack.choice import choose
from selfcheck_analysis.disclosure.attack.kept import attacked
from selfcheck_analysis.disclosure.attack.statements import Levels, Survey, Target
from selfcheck_analysis.disclosure.merging import regrouped, roles_to_merge, with_groups
from selfcheck_analysis.disclosure.policy import Rules, read_policy
from selfcheck_analysis.disclosure.release_set import Year
from selfcheck_analysis.params import read_params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.published.integer_programme import IntegerProgramme
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.rates import year_figures
from selfcheck_analysis.responses.intake import take_in
from selfcheck_analysis.terms import ANSWERED_TENURES, Status

GOAL_SECONDS = 60
PROGRAMMES = ("info_nws", "juki_net")
YEARS = (2022, 2023)
HANDFUL = 10

QUESTIONS, ROLES = (10, 20, 40, 80), (2, 5, 10, 20)
FEW_ROLES, FEW_QUESTIONS = 5, 10
SIZES = (126, 8, 40, 14, 258)
FIRST_YEAR_SHARE = 0.25
IMPROPER = 0.03
CONDITIONAL = 10
"""One question in so many is asked of those alone who gave the improper answer to another."""
SEED = 1
LIMIT_SECONDS = 40
"""A made-up survey that takes longer is given up."""


def main() -> None:
    """Print the times, how they grow, and what other rules would show and leak."""
    from tests.benchmark.naive_rules import print_rules

    found = {programme: alone(of_sample, programme) for programme in PROGRAMMES}
    for programme, measure in found.items():
        print_measure(programme, measure)
    print()
    print_growth()
    print()
    print_rules(found)


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do a piece of work in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


# The sample


@dataclass(frozen=True)
class Sample:
    """The years of one release, and what is compared between them."""

    years: Mapping[int, Year]
    compared: Comparisons
    rules: Rules


def read_sample(programme: str) -> Sample:
    """Count and compare the shipped responses as a run does."""
    project = Project.current()
    params = read_params(project, programme, YEARS[-1])
    policy = read_policy(project, params.disclosure_policy)
    forms = {year: read_questionnaire(project, programme, year) for year in YEARS}
    answers = {year: take_in(project, form).answers for year, form in forms.items()}
    delivered = {year: year_figures(answers[year], form) for year, form in forms.items()}
    merged = roles_to_merge(policy, delivered.values())
    reported = {
        year: year_figures(regrouped(answers[year], merged), with_groups(form, merged, policy))
        for year, form in forms.items()
    }
    roles = list(dict.fromkeys(merged.get(role, role) for role in params.headline_family))
    params = params.model_copy(update={"headline_family": roles})
    compared = compare_years(reported, params, policy.min_base.value)
    years = {year: Year(delivered[year], reported[year], merged) for year in YEARS}
    return Sample(years, compared, Rules(policy, params.headline_rate))


class Watched:
    """A function of which the seconds, the calls and the last arguments and result are kept.

    `n_solved` counts the calls of another watched function, the solver, while this one ran.
    """

    def __init__(self, function: Callable[..., Any], solver: Watched | None = None) -> None:
        self._function, self._solver = function, solver
        self.seconds, self.calls, self.n_solved = 0.0, 0, 0
        self.arguments: tuple[Any, ...] = ()
        self.result: Any = None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        before = self._solver.calls if self._solver else 0
        started = perf_counter()
        self.result = self._function(*arguments, **named)
        self.seconds += perf_counter() - started
        self.calls += 1
        self.n_solved += self._solver.calls - before if self._solver else 0
        self.arguments = arguments
        return self.result


@dataclass(frozen=True)
class Measure:
    """What one release cost, and what came of it."""

    seconds: Mapping[str, float]
    solver_calls: Mapping[str, int]
    survey: Survey
    levels: Levels
    protected: protection.Protected
    megabytes: float

    @property
    def n_bounds(self) -> int:
        """Two for every protected count."""
        return 2 * len(self.survey.targets)


def of_sample(programme: str) -> Measure:
    """Choose and audit what is released of one programme."""
    sample = read_sample(programme)
    return measured(partial(protection.protect, sample.years, sample.compared, sample.rules))


def measured(protect: Callable[[], protection.Protected]) -> Measure:
    """Watch a release being put together, chosen and audited."""
    import resource  # Windows has none, and collects this module's doctests all the same

    import scipy.optimize  # noqa: F401 - loaded now, and not where it is timed

    solver = Watched(IntegerProgramme.minimum)
    choosing, attacking = Watched(choose, solver), Watched(attacked, solver)
    with (
        patch.object(IntegerProgramme, "minimum", lambda *a, **named: solver(*a, **named)),
        patch.object(kept, "choose", choosing),
        patch.object(protection, "attacked", attacking),
    ):
        started = perf_counter()
        protected = protect()
        seconds = perf_counter() - started
    survey = attacking.arguments[0]
    return Measure(
        {
            "build": seconds - attacking.seconds,
            "choose": choosing.seconds,
            "audit": attacking.seconds - choosing.seconds,
        },
        {"choose": choosing.n_solved, "audit": attacking.n_solved - choosing.n_solved},
        survey,
        attacking.result.levels,
        protected,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def print_measure(programme: str, measure: Measure) -> None:
    """Print what one release of the sample cost."""
    seconds, calls = measure.seconds, measure.solver_calls
    split, plain = alone(both_ways, measure.survey, measure.levels)
    print(
        f"{programme}, both years: {len(measure.survey.highs)} unknowns, "
        f"{len(measure.survey.statements)} statements, "
        f"{len(measure.survey.targets)} protected counts"
    )
    rows = [
        (f"{seconds['build']:8.2f} s", "everything said put together, and printed as chosen"),
        (f"{seconds['choose']:8.2f} s", f"chosen: {calls['choose']:,} calls of the solver"),
        (
            f"{seconds['audit']:8.2f} s",
            f"audited: {measure.n_bounds:,} bounds, {calls['audit']:,} calls of the solver "
            f"(goal: under {GOAL_SECONDS} s on two cores)",
        ),
        (f"{1000 * seconds['audit'] / measure.n_bounds:7.1f} ms", "a bound of the audit"),
        (f"{measure.megabytes:6.0f} MB", "peak memory"),
        (
            f"{plain / split:8.0f} x",
            f"faster than one programme over all rows: {HANDFUL} counts, "
            f"{1000 * split / (2 * HANDFUL):.1f} ms a bound against "
            f"{1000 * plain / (2 * HANDFUL):.0f} ms",
        ),
    ]
    for figure, what in rows:
        print(f"{figure:10}  {what}", flush=True)


def both_ways(survey: Survey, levels: Levels) -> tuple[float, float]:
    """Return the seconds for the bounds of a handful of counts: as audited, and plainly."""
    import scipy.optimize  # noqa: F401 - loaded now, and not where it is timed

    some = survey.targets[:: -(-len(survey.targets) // HANDFUL)][:HANDFUL]
    started = perf_counter()
    knowledge = survey.knowledge(levels)
    split = [knowledge.bounds(target.form) for target in some]
    between = perf_counter()
    plain = list(_plain_bounds(survey, levels, some))
    ended = perf_counter()
    if plain != split:
        raise AssertionError(f"the same counts have other bounds: {split}, plainly {plain}")
    return between - started, ended - between


def _plain_bounds(
    survey: Survey, levels: Levels, targets: Sequence[Target]
) -> Iterator[tuple[int, int]]:
    """Yield bounds by one integer programme over everything."""
    programme = IntegerProgramme()
    for high in survey.highs:
        programme.column(0, high)
    rows = [*survey.facts]
    for statement in survey.statements:
        rows += statement.wordings[levels[statement.key]]
    for row in rows:
        weights = dict(zip(row.columns, row.weights, strict=True))
        programme.row(weights, row.low, row.high)
    for target in targets:
        ends = []
        for sign in (1, -1):
            cost = {column: sign * weight for column, weight in target.form.items()}
            columns = programme.minimum(cost)
            if columns is None:
                raise AssertionError("what is said contradicts itself")
            ends.append(round(sum(w * columns[c] for c, w in target.form.items())))
        yield ends[0], ends[1]


# Growth


def print_growth() -> None:
    """Print what made-up surveys of rising size cost."""
    print("surveys made up, one year each")
    print(f"{'questions':>9}{'roles':>7}{'unknowns':>10}{'said':>6}{'protected':>11}", end="")
    print(f"{'build s':>9}{'choose s':>10}{'audit s':>9}{'solver calls':>14}{'MB':>6}")
    sizes = [(n, FEW_ROLES) for n in QUESTIONS] + [(FEW_QUESTIONS, n) for n in ROLES]
    for questions, roles in dict.fromkeys(sizes):
        measure = alone(of_made_up, questions, roles)
        if measure is None:
            print(f"{questions:>9}{roles:>7}  given up after {LIMIT_SECONDS} s", flush=True)
            continue
        seconds, calls = measure.seconds, sum(measure.solver_calls.values())
        print(f"{questions:>9}{roles:>7}{len(measure.survey.highs):>10}", end="")
        print(f"{len(measure.survey.statements):>6}{len(measure.survey.targets):>11}", end="")
        print("".join(f"{seconds[name]:>{w}.2f}" for name, w in _WIDTHS.items()), end="")
        print(f"{calls:>14,}{measure.megabytes:>6.0f}", flush=True)


_WIDTHS = {"build": 9, "choose": 10, "audit": 9}


def of_made_up(n_questions: int, n_roles: int) -> Measure | None:
    """Choose and audit what is released of a made-up survey; None where it takes too long."""
    import signal  # Windows has no alarm, and collects this module's doctests all the same

    def give_up(*_: object) -> None:
        raise TimeoutError

    form = made_up_form(n_questions, n_roles)
    figures = year_figures(made_up_answers(form), form)
    policy = read_policy(Project.current(), "standard")
    years = {form.fiscal_year: Year(figures, figures, {})}
    nothing = pd.DataFrame({"question": []})
    compared = Comparisons(None, None, None, None, nothing, None, None)
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT_SECONDS)
    try:
        return measured(partial(protection.protect, years, compared, Rules(policy, "macro")))
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def made_up_form(n_questions: int, n_roles: int) -> Questionnaire:
    """Return the forms of roles that are all asked the same; the last questions are conditional."""
    n_conditional = n_questions // CONDITIONAL
    questions: list[dict[str, Any]] = [
        {
            "id": f"q{number}",
            "label": _label(f"question {number}"),
            "proper_answer": "yes",
            "focus_item": 1 if number < 2 else None,
        }
        for number in range(n_questions)
    ]
    for number in range(n_conditional):
        condition = {"question": f"q{number}", "answer": "no"}
        questions[n_questions - n_conditional + number]["asked_if"] = condition
    return Questionnaire.model_validate(
        {
            "programme": "made_up",
            "fiscal_year": 2023,
            "title": _label("made up"),
            "short_title": _label("made up"),
            "survey": {"opens": "2023-11-01", "closes": "2023-11-30", "sections": 1},
            "focus_items": [{"id": 1, "label": _label("focus")}],
            "questions": questions,
            "roles": [
                {
                    "id": f"role{number}",
                    "label": _label(f"role {number}"),
                    "headcount": SIZES[number % len(SIZES)],
                    "form": {n: question["id"] for n, question in enumerate(questions, 1)},
                }
                for number in range(n_roles)
            ],
        },
        strict=False,
    )


def made_up_answers(form: Questionnaire) -> pd.DataFrame:
    """Draw everybody's answers."""
    stream = np.random.Generator(np.random.PCG64([SEED, len(form.questions), len(form.roles)]))
    parts = [_answers_of(stream, form, role.id, role.headcount) for role in form.roles]
    return pd.concat(parts, ignore_index=True)


def _answers_of(
    stream: np.random.Generator, form: Questionnaire, role: str, n: int
) -> pd.DataFrame:
    """Draw the answers of one role, one row a person and question."""
    tenure = np.where(np.arange(n) < FIRST_YEAR_SHARE * n, *map(str, ANSWERED_TENURES))
    proper = {q.id: stream.random(n) >= IMPROPER for q in form.questions}
    frames = []
    for question in form.questions:
        asked = ~proper[question.asked_if.question] if question.asked_if else np.ones(n, bool)
        frame = pd.DataFrame({"person": [f"{role}/{i}" for i in range(n)], "tenure": tenure})
        frame["role"], frame["question"] = role, question.id
        frame["proper"] = proper[question.id] & asked
        frame["status"] = np.where(asked, str(Status.ANSWERED), str(Status.NOT_ASKED))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _label(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


if __name__ == "__main__":
    main()
