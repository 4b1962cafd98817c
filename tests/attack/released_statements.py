"""What each released table says of the hidden counts, as bounds of sums.

Read are printed figures and forms, as an outsider has them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import pandas as pd

from tests.attack.joint_programme import (
    ALL,
    EVERYONE,
    TENURES,
    Group,
    Knowledge,
    Sum,
    Survey,
    weighted,
)

HALF = 0.5
OPEN = 1e-5
"""How far inside an excluded bound is kept: more than the solver's tolerance of 1e-6."""

MOST_UNLIKE, MOST_PROPER = 3, 2
"""Up to so many a band at the upper or lower end stands for."""

SMALLEST_BASE = 10

HEADLINE, BAND = "headline", "band"
YEARS = {2022: "last", 2023: "this"}
LAST, THIS = YEARS


def know(survey: Survey, tables: Mapping[str, pd.DataFrame], names: Collection[str]) -> Knowledge:
    """Return what the named tables say."""
    knowledge = Knowledge(survey)
    for name in names:
        frame = tables[name]
        _READERS[name](knowledge, frame[frame["state"].isin(["shown", "band"])])
    return knowledge


def add_counts(knowledge: Knowledge, proper: Mapping[Group, int]) -> None:
    """Add the exact counts of everything that is shown, and those for which a band is printed.

    Below 100 answers a whole percent has one count; above, p with three decimals gives it away.
    A band at the end stands for up to three who answered unlike the others, or up to two who did
    answer properly. That none answered unlike the others is shown as such, unless a group of fewer
    than `SMALLEST_BASE` is among those who answered.
    """
    counts = [proper[group] for group in knowledge.survey.bases]
    for places in sorted(knowledge.shown):
        count = sum(counts[place] for place in places)
        knowledge.add(dict.fromkeys(places, 1.0), count, count)
    for places in sorted(knowledge.banded - knowledge.shown):
        sizes = [knowledge.survey.sizes[place] for place in places]
        base, count = sum(sizes), sum(counts[place] for place in places)
        if base - count <= MOST_UNLIKE:
            none_shown = min(sizes) >= SMALLEST_BASE
            knowledge.add(dict.fromkeys(places, 1.0), base - MOST_UNLIKE, base - none_shown)
        elif count <= MOST_PROPER:
            knowledge.add(dict.fromkeys(places, 1.0), 0, MOST_PROPER)


def add_conditions(knowledge: Knowledge) -> None:
    """Add that whoever was asked a follow-up gave the answer that it depends on."""
    survey = knowledge.survey
    for year, role, tenure, question in survey.bases:
        asked_if = survey.forms[year].question(question).asked_if
        if asked_if is None:
            continue
        condition = (year, role, tenure, asked_if.question)
        asked, base = survey.base((year, role, tenure, question)), survey.base(condition)
        if asked_if.answer == survey.forms[year].question(asked_if.question).proper_answer:
            knowledge.add(survey.proper(condition), asked, base)
        else:
            knowledge.add(survey.proper(condition), 0, base - asked)


def unconditional_in_both(survey: Survey, role: str) -> list[str]:
    """Return the questions of a role that both forms ask everybody alike."""
    changed = {change.question for change in survey.forms[THIS].changes if not change.comparable}
    left_out = changed | survey.conditional(LAST) | survey.conditional(THIS)
    before = set(survey.counted(LAST, role)) - left_out
    return [question for question in survey.counted(THIS, role) if question in before]


def say_percent(knowledge: Knowledge, rate: Sum, printed: object) -> None:
    """Add that a figure in points was rounded half up, away from nought, to a printed one."""
    if pd.notna(printed):
        low = printed - HALF + (OPEN if printed <= 0 else 0)
        high = printed + HALF - (OPEN if printed >= 0 else 0)
        knowledge.add(rate, low, high)


def say_comparison(knowledge: Knowledge, before: Sum, after: Sum, row: pd.Series) -> None:
    """Add two rates, their difference, and that a headline's interval has it in its middle."""
    change = weighted((1, after), (-1, before))
    say_percent(knowledge, before, row["last_percent"])
    say_percent(knowledge, after, row["this_percent"])
    say_percent(knowledge, change, row["change_points"])
    ends = row["low_points"], row["high_points"]
    # The score interval of a question is not symmetric; one cut off at 100 points neither.
    if row["question"] == HEADLINE and all(pd.notna(end) and abs(end) < 100 for end in ends):
        middle = sum(ends) / 2
        knowledge.add(change, middle - HALF, middle + HALF)


def _read_rates_by_role(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    survey = knowledge.survey
    for row in frame.itertuples():
        questions = survey.counted(row.fiscal_year, row.role)
        mean = survey.mean(row.fiscal_year, row.role, row.tenure, questions)
        say_percent(knowledge, mean, row.rate_percent)


def _read_rates_by_question(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    for row in frame.itertuples():
        group = (THIS, row.role, row.tenure, row.question)
        if row.state == BAND:
            _say_band(knowledge, group, row.low_percent, row.high_percent)
        else:
            _say_shown(knowledge, group, row.rate_percent)


def _read_focus_answers(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    survey = knowledge.survey
    for row in frame.itertuples():
        group = (row.fiscal_year, EVERYONE, row.tenure, row.question)
        percents = {"yes": row.yes_percent, "no": row.no_percent}
        proper = str(survey.forms[row.fiscal_year].question(row.question).proper_answer)
        if row.state == BAND:
            ends = row.yes_low_percent, row.yes_high_percent
            ends = ends if proper == "yes" else (100 - ends[1], 100 - ends[0])
            _say_band(knowledge, group, *ends)
            continue
        _say_shown(knowledge, group, percents.pop(proper))
        [improper] = percents.values()
        base = survey.base(group)
        complement = dict.fromkeys(survey.places(group), -100 / base)
        knowledge.add(complement, improper - HALF - 100, improper + HALF - OPEN - 100)


def _say_band(knowledge: Knowledge, group: Group, low: float, high: float) -> None:
    """Add that a rate lies in a band, both ends included."""
    places = knowledge.survey.places(group)
    knowledge.banded.add(places)
    knowledge.add(knowledge.survey.rate(group), low, high)


def _say_shown(knowledge: Knowledge, group: Group, printed: object) -> None:
    knowledge.shown.add(knowledge.survey.places(group))
    say_percent(knowledge, knowledge.survey.rate(group), printed)


def _read_changes(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    for _, row in frame.iterrows():
        groups = [(year, row["role"], row["tenure"], row["question"]) for year in YEARS]
        if row["state"] == BAND:
            _say_sides(knowledge, zip(groups, ("last", "this"), strict=True), row)
            continue
        knowledge.shown.update(knowledge.survey.places(group) for group in groups)
        say_comparison(knowledge, *(knowledge.survey.rate(group) for group in groups), row)


def _say_sides(knowledge: Knowledge, sides: Iterable[tuple[Group, str]], row: pd.Series) -> None:
    """Add both sides of a comparison of which one is a band at least."""
    for group, side in sides:
        if pd.notna(row[f"{side}_percent"]):
            _say_shown(knowledge, group, row[f"{side}_percent"])
        else:
            ends = row[f"{side}_low_percent"], row[f"{side}_high_percent"]
            _say_band(knowledge, group, *ends)


def _read_headline_changes(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    for _, row in frame.assign(question=HEADLINE).iterrows():
        role, tenure = row["role"], row["tenure"]
        questions = unconditional_in_both(knowledge.survey, role)
        if len(questions) != row["n_questions"]:
            raise AssertionError(f"{role}: not over {len(questions)} questions as supposed")
        means = (knowledge.survey.mean(year, role, tenure, questions) for year in YEARS)
        say_comparison(knowledge, *means, row)


def _read_contrasts(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    survey = knowledge.survey
    ends = ("percent", "low_percent", "high_percent")
    names = {f"later_{end}": f"last_{end}" for end in ends}
    names |= {f"first_{end}": f"this_{end}" for end in ends}
    for _, row in frame.rename(columns=names).iterrows():
        role, question = row["role"], row["question"]
        asked = {question}
        if question == HEADLINE:
            asked = set(survey.counted(THIS, role)) - survey.conditional(THIS)
        if row["state"] == BAND:
            groups = [(THIS, role, tenure, question) for tenure in TENURES]
            _say_sides(knowledge, zip(groups, ("this", "last"), strict=True), row)
            continue
        first, later = (
            survey.mean(THIS, role, tenure, sorted(asked))
            if question == HEADLINE
            else survey.rate((THIS, role, tenure, question))
            for tenure in TENURES
        )
        say_comparison(knowledge, later, first, row)


def _read_composition(knowledge: Knowledge, frame: pd.DataFrame) -> None:
    """Kitagawa: within = mean share x change of the rate, mix = mean rate x change of the share."""
    survey = knowledge.survey
    for row in frame[frame["state"] == "shown"].itertuples():
        parts: dict[str, list[tuple[float, Sum]]] = {"within": [], "mix": []}
        for tenure in TENURES:
            groups = [(year, row.role, tenure, row.question) for year in YEARS]
            wholes = [(year, row.role, ALL, row.question) for year in YEARS]
            last, this = (
                survey.base(g) / survey.base(w) for g, w in zip(groups, wholes, strict=True)
            )
            before, after = (survey.rate(group) for group in groups)
            share = (last + this) / 2
            parts["within"] += [(share, after), (-share, before)]
            parts["mix"] += [((this - last) / 2, after), ((this - last) / 2, before)]
        say_percent(knowledge, weighted(*parts["within"]), row.within_points)
        say_percent(knowledge, weighted(*parts["mix"]), row.mix_points)


_READERS: dict[str, Callable[[Knowledge, pd.DataFrame], None]] = {
    "rates_by_role": _read_rates_by_role,
    "rates_by_question": _read_rates_by_question,
    "focus_answers": _read_focus_answers,
    "changes": _read_changes,
    "headline_changes": _read_headline_changes,
    "contrasts": _read_contrasts,
    "composition": _read_composition,
}
