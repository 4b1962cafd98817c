"""The rows of a view as charts take them: in words, in order, with marks for what is not shown."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from selfcheck_analysis.charts.style import wrapped
from selfcheck_analysis.figures import MINUS, Band, known, signed, whole
from selfcheck_analysis.publication import FIGURES
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure
from selfcheck_analysis.words import Words
from selfcheck_analysis.workbench.views import View

SORTS = ("form", "change", "rate", "detectable")
"""In which order questions stand: as on the form, or the lowest first; detectable by its size."""

ROLE_WIDTH, QUESTION_WIDTH, _TITLE, _LINE = 34, 52, 56, 34
"""Of labels, in half-width characters."""

Record = dict[str, Any]

wrapped_label = lru_cache(maxsize=4096)(wrapped)
"""`charts.style.wrapped`, which looks for the evenest lines, once a label."""


def role_records(view: View, tenure: str) -> list[Record]:
    """Return one record a role, everyone asked first: the click target, and its two rates."""
    frame = view.roles[view.roles["tenure"] == tenure]
    first: Record = {"role": ALL_ROLES, "row": _row(0, everyone(view), ROLE_WIDTH)}
    first |= {"last": None, "this": None, "mark": "", "about": everyone(view)}
    records = [first] if (view.questions["role"] == ALL_ROLES).any() else []
    for number, row in enumerate(frame.to_dict("records"), start=1):
        label = role_label(view, row["role"])
        hidden = None if known(row["this"]) else State(row["state_this"])
        records.append(
            {
                "role": row["role"],
                "row": _row(number, label, ROLE_WIDTH),
                **{side: _number(row[side]) for side in ("last", "this")},
                "mark": "" if hidden is None else _mark(view.words, hidden),
                "about": label if hidden is None else _reason(view, hidden),
            }
        )
    return records


def question_records(view: View, tenure: str, sort: str, questions: list[str]) -> list[Record]:
    """Return one record a question and role of one tenure, numbered in the order of `sort`."""
    frame = view.questions
    chosen = frame[(frame["tenure"] == tenure) & frame["question"].isin(questions)]
    records: list[Record] = []
    for _, of_role in chosen.groupby("role", sort=False):
        ordered = in_order(of_role, sort)
        for number, row in enumerate(ordered.to_dict("records")):
            label = question_label(view, row["role"], row["question"])
            record = {"row": _row(number, label, QUESTION_WIDTH), **_figures(view, row)}
            records.append(record | {"role": row["role"], "question": row["question"]})
    return records


def detail_records(view: View, questions: list[str]) -> list[Record]:
    """Return one record a question, role and tenure: both rates, and the rest in words."""
    frame = view.questions[view.questions["question"].isin(questions)]
    order = {str(tenure): number for number, tenure in enumerate(_TENURES)}
    return [
        {
            "role": row["role"],
            "question": row["question"],
            "row": _row(order[row["tenure"]], _tenure(view, row["tenure"]), QUESTION_WIDTH),
            "title": wrapped_label(question_label(view, row["role"], row["question"]), _TITLE),
            **_figures(view, row),
        }
        for row in frame.to_dict("records")
    ]


_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)


def in_order(frame: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Return rows in the order of `sort`; what has no figure stands last."""
    if sort == "form":
        return frame
    values = {"change": "change", "rate": "this", "detectable": "detectable"}
    by = pd.to_numeric(frame[values[sort]], errors="coerce").astype(float)
    by = by.abs() if sort == "detectable" else by
    return frame.loc[by.sort_values(kind="stable", na_position="last").index]


def role_label(view: View, role: str) -> str:
    """Return a role's printed name."""
    if role == ALL_ROLES:
        return everyone(view)
    return view.form.role(role).label.text(view.words.language)


def everyone(view: View) -> str:
    """Name the focus questions over everyone asked."""
    return view.words("table.changes.focus")


def question_label(view: View, role: str, question: str) -> str:
    """Return a question's label with its number on the role's form."""
    label = view.form.question(question).label.text(view.words.language)
    if role == ALL_ROLES:
        return label
    numbers = {id_: str(number) for number, id_ in view.form.role(role).form.items()}
    number = numbers.get(question)
    return view.words("chart.changes.numbered", number=number, question=label) if number else label


def _figures(view: View, row: Record) -> Record:
    """Return the figures of a comparison, and as texts what is not drawn."""
    state = State(row["state"])
    shown = state in FIGURES
    bands = {side: _band(row, side) for side in ("last", "this")}
    return {
        **{side: _number(row[side]) for side in ("last", "this")},
        **{f"{side}_low": band.low if band else None for side, band in bands.items()},
        **{f"{side}_high": band.high if band else None for side, band in bands.items()},
        **{name: _number(row[name]) for name in ("change", "low", "high")},
        "verdict": verdict_text(view, row) if shown else "",
        "mark": "" if shown else _mark(view.words, state),
        "about": _about(view, row, bands) if shown else _reason(view, state),
        "lines": _lines(view, row, bands) if shown else wrapped_label(_reason(view, state), _LINE),
        "bases": _bases(view, row) if shown else "",
        "found": _signed(view, row["detectable"]),
        "p": row["p_adjusted"] if known(row["p_adjusted"]) else "",
    }


def _about(view: View, row: Record, bands: dict[str, Band | None]) -> str:
    """Say rates or bands, change, interval and verdict in one line."""
    parts = [_rates(view, row, bands), _change(view, row), _interval(view, row)]
    return _joined(view, *parts, verdict_text(view, row))


def _lines(view: View, row: Record, bands: dict[str, Band | None]) -> str:
    """Say the same and the bases, line by line."""
    first = _joined(view, _rates(view, row, bands), _change(view, row))
    lines = [first, _interval(view, row), _bases(view, row), verdict_text(view, row)]
    return "\n".join(filter(None, lines))


def _joined(view: View, *parts: str) -> str:
    return view.words("workbench.chart.joiner").join(part for part in parts if part)


def _rates(view: View, row: Record, bands: dict[str, Band | None]) -> str:
    rates = {
        side: band.text(view.words) if band else _percent(view, row[side])
        for side, band in bands.items()
    }
    return view.words("workbench.chart.rates", **rates)


def _change(view: View, row: Record) -> str:
    if not known(row["change"]):
        return ""
    return view.words("workbench.chart.change", change=_signed(view, row["change"]))


def _interval(view: View, row: Record) -> str:
    if not known(row["low"]):
        return ""
    ends = {end: _signed(view, row[end]) for end in ("low", "high")}
    interval = view.words("figure.interval", **ends)
    return view.words("workbench.chart.interval", interval=interval)


def _bases(view: View, row: Record) -> str:
    counts = [whole(row[name]) if known(row[name]) else "-" for name in ("n_last", "n_this")]
    return view.words("workbench.chart.bases", last=counts[0], this=counts[1])


def verdict_text(view: View, row: Record) -> str:
    """Say the verdict of a comparison; empty where there is none."""
    if not known(row["verdict"]) or not row["verdict"]:
        return view.words("no_verdict.name") if known(row["this_low"]) else ""
    exact = f"{view.verdicts}_because.{row['reason']}"
    return view.words(exact if view.words.has(exact) else f"{view.verdicts}.{row['verdict']}")


def _reason(view: View, state: State) -> str:
    return view.words(f"state.{state}", min_base=view.min_base)


def _mark(words: Words, state: State) -> str:
    return words(f"mark.{state}")


def _band(row: Record, side: str) -> Band | None:
    ends = [row[f"{side}_low"], row[f"{side}_high"]]
    return Band(int(ends[0]), int(ends[1])) if all(map(known, ends)) else None


def _tenure(view: View, tenure: str) -> str:
    return view.words(f"tenure.{tenure}")


def _percent(view: View, value: Any) -> str:
    return view.words("figure.percent", n=_plain(view, value)) if known(value) else "-"


def _signed(view: View, value: Any) -> str:
    """Write points with their sign, in the room with a decimal."""
    if not known(value):
        return ""
    if view.publication is not None or not value:
        return signed(value)
    return f"{float(value):+.1f}".replace("-", MINUS)


def _plain(view: View, value: Any) -> str:
    return f"{float(value):.1f}" if view.publication is None else whole(value)


def _number(value: Any) -> float | None:
    return float(value) if known(value) else None


def _row(number: int, label: str, width: int) -> str:
    """Return what a row's axis holds: its place in the order, a tab, its wrapped label."""
    return f"{number:03d}\t{wrapped_label(label, width)}"
