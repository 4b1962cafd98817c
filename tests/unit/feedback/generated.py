"""Random releases of three roles, with all that may happen to a cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.terms import ALL_ROLES, Reason, State, Tenure, Verdict
from selfcheck_analysis.words import Language
from tests.factories import fake_publication

POISON = 41
"""Stands in cells that are hidden, where a broken release could leave it; nothing shown is 41."""

QUESTIONS = [f"q_{letter}" for letter in "abcdefghijkl"]
FOCUS = {"q_a": 1, "q_b": 2, "q_l": 2}
FORMS = {"alpha": QUESTIONS, "beta": QUESTIONS[:6], "gamma": QUESTIONS[:4]}
NAMES = {"alpha": ("甲の区分", "Alpha staff"), "beta": ("乙の区分", "Beta staff")}
NAMES |= {"gamma": ("丙の区分", "Gamma staff")}
SECTIONS = {"tax": ("課税課", "Tax division"), "care": ("介護課", "Care division")}

_HIDDEN = [state for state in State if state.hidden]
_BANDS = [(95, 100), (90, 100), (80, 85), (85, 90), (0, 15)]
_VERDICTS = {
    Verdict.ROSE: Reason.P_AT_MOST_ALPHA,
    Verdict.FELL: Reason.P_AT_MOST_ALPHA,
    Verdict.NOT_SHOWN: Reason.P_ABOVE_ALPHA,
    Verdict.NOT_TESTABLE: Reason.SMALLEST_P_ABOVE_LEVEL,
}


def questionnaire() -> Questionnaire:
    """Role alpha is asked twelve questions, beta six of them, gamma four; three are focus ones."""
    return Questionnaire.model_validate(
        {
            "programme": "fake_net",
            "fiscal_year": 2023,
            "title": {"ja": "見本の自己点検", "en": "Sample self-check"},
            "short_title": {"ja": "見本", "en": "Sample"},
            "survey": {"opens": date(2023, 11, 1), "closes": date(2023, 11, 30), "sections": 2},
            "focus_items": [
                {"id": 1, "label": {"ja": "離席", "en": "Leaving"}},
                {"id": 2, "label": {"ja": "連絡", "en": "Contacts"}},
            ],
            "questions": [
                {
                    "id": question,
                    "label": label(question),
                    "proper_answer": "no" if question in ("q_a", "q_d") else "yes",
                    "focus_item": FOCUS.get(question),
                }
                for question in QUESTIONS
            ],
            "roles": [
                {
                    "id": role,
                    "label": dict(zip(("ja", "en"), NAMES[role], strict=True)),
                    "headcount": 126,
                    "form": dict(enumerate(form, start=1)),
                }
                for role, form in FORMS.items()
            ],
            "sections": [
                {"id": section, "label": dict(zip(("ja", "en"), names, strict=True))}
                for section, names in SECTIONS.items()
            ],
        }
    )


def label(question: str) -> dict[str, str]:
    letter = question[-1].upper()
    return {"ja": f"規則{letter}を守っている", "en": f"I follow rule {letter} at work"}


def ledger() -> Measures:
    """One measure of this year and one of last year, and one of another programme."""
    made = [
        ("fake_net", 2023, {"question": "q_b"}, "掲示する", "Put up a note", "総務課", "General"),
        ("fake_net", 2022, {"focus_item": 2}, "説明する", "Explain it", "人事課", "Personnel"),
        ("other", 2023, {"question": "q_b"}, "別の対策", "Another", "別課", "Elsewhere"),
    ]
    return Measures.model_validate(
        {
            "measures": [
                {
                    "programme": programme,
                    "fiscal_year": year,
                    **subject,
                    "measure": {"ja": ja, "en": en},
                    "owner": {"ja": owner, "en": owner_en},
                }
                for programme, year, subject, ja, en, owner, owner_en in made
            ]
        }
    )


def generated(seed: int, language: Language = "ja", shown: float = 0.5) -> Publication:
    """Return a random release; `shown` is the share of cells with an exact figure.

    Every hidden cell holds `POISON`, which no release that passed the door does.
    """
    make = _Generator(np.random.default_rng(seed), shown)
    tables = {
        "rates_by_role": make.rates_by_role(),
        "rates_by_question": make.rates_by_question(),
        "focus_answers": make.focus_answers(),
        "changes": make.compared("changes"),
        "headline_changes": make.headline_changes(),
        "contrasts": make.compared("contrasts"),
        "section_rates": make.section_rates(),
    }
    return replace(fake_publication(language, **tables), questionnaire=questionnaire())


class _Generator:
    def __init__(self, rng: np.random.Generator, shown: float) -> None:
        self._rng, self._shown = rng, shown

    def rates_by_role(self) -> pd.DataFrame:
        rows = []
        for role in FORMS:
            for year in (2023, 2022):
                for tenure in Tenure:
                    cell = self._cell(bands=False)
                    row = {"role": role, "fiscal_year": year, "tenure": tenure}
                    rows.append(row | cell | {"n_questions": 126, "n_people": 126})
        return _frame("rates_by_role", rows)

    def rates_by_question(self) -> pd.DataFrame:
        rows = [
            {"role": role, "question": question, "tenure": tenure, "n_answers": 126} | self._cell()
            for role, form in FORMS.items()
            for question in form
            for tenure in Tenure
        ]
        return _frame("rates_by_question", rows)

    def section_rates(self) -> pd.DataFrame:
        rows = [
            {"section": section, "role": role, "question": question, "n_answers": 126}
            | self._cell()
            for section, roles in {"tax": ["beta"], "care": ["beta", "gamma"]}.items()
            for role in roles
            for question in FORMS[role]
        ]
        return _frame("section_rates", rows)

    def focus_answers(self) -> pd.DataFrame:
        rows = []
        for question, item in FOCUS.items():
            for year in (2023, 2022):
                for tenure in Tenure:
                    cell = self._cell()
                    yes = cell["rate_percent"]
                    no = yes if yes in (None, POISON) else 100 - yes
                    named = {"focus_item": item, "question": question, "fiscal_year": year}
                    ends = {f"yes_{end}_percent": cell[f"{end}_percent"] for end in ("low", "high")}
                    row = {"tenure": tenure, "n_answers": 126, "state": cell["state"]}
                    rows.append(named | row | ends | {"yes_percent": yes, "no_percent": no})
        return _frame("focus_answers", rows)

    def compared(self, table: str) -> pd.DataFrame:
        """Return comparisons of every role and question, and of the focus questions over all."""
        sides = ("last", "this") if table == "changes" else ("later", "first")
        pairs = [(ALL_ROLES, question) for question in FOCUS]
        pairs += [(role, q) for role, form in FORMS.items() for q in form if q != "q_l"]
        tenures = list(Tenure) if table == "changes" else [None]
        return _frame(
            table,
            [
                {"role": role, "question": question, "family": "screening"}
                | ({"tenure": tenure} if tenure else {})
                | self._comparison(sides)
                for role, question in pairs
                for tenure in tenures
            ],
        )

    def headline_changes(self) -> pd.DataFrame:
        return _frame(
            "headline_changes",
            [
                {"role": role, "tenure": tenure, "n_questions": len(form)}
                | self._comparison(("last", "this"), bands=False)
                for role, form in FORMS.items()
                for tenure in Tenure
            ],
        )

    def _comparison(self, sides: tuple[str, str], bands: bool = True) -> dict[str, Any]:
        cells = [self._cell(bands), self._cell(bands)]
        states = {cell["state"] for cell in cells}
        hidden = [state for state in states if state not in (State.SHOWN, State.BAND)]
        state = hidden[0] if hidden else State.BAND if State.BAND in states else State.SHOWN
        row: dict[str, Any] = {"state": state}
        for side, cell in zip(sides, cells, strict=True):
            row[f"{side}_percent"] = POISON if hidden else cell["rate_percent"]
            ends = {} if hidden else {e: cell[f"{e}_percent"] for e in ("low", "high")}
            row |= {f"{side}_{end}_percent": value for end, value in ends.items()}
        if hidden:
            return row
        verdict = list(_VERDICTS)[self._rng.integers(len(_VERDICTS))]
        row |= {"verdict": verdict, "reason": _VERDICTS[verdict], "note": ""}
        row |= {f"n_{side}": 126 for side in sides}
        if state is State.SHOWN:
            row |= {"change_points": row[f"{sides[1]}_percent"] - row[f"{sides[0]}_percent"]}
            row |= {"low_points": -9, "high_points": 9, "p": "0.5", "p_adjusted": "0.6"}
        return row

    def _cell(self, bands: bool = True) -> dict[str, Any]:
        low, high = _BANDS[self._rng.integers(len(_BANDS))]
        draw = self._rng.random()
        if draw < self._shown:
            percent = int(self._rng.choice([100, 100, 97, 90, *range(60, 100)]))
            return _values(State.SHOWN, percent)
        if bands and draw < self._shown + (1 - self._shown) / 2:
            return _values(State.BAND, None, low, high)
        return _values(_HIDDEN[self._rng.integers(len(_HIDDEN))], POISON)


def _values(
    state: State, percent: int | None, low: int | None = None, high: int | None = None
) -> dict[str, Any]:
    return {"state": state, "rate_percent": percent, "low_percent": low, "high_percent": high}


def _frame(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object).reindex(columns=list(COLUMNS[table]))
