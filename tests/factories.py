"""Releases made by hand, for tests of what is printed from them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.released import _SEAL, COLUMNS, Release, ReleasedTable
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict
from selfcheck_analysis.words import Language, Words

SHOWN, ABSENT = State.SHOWN, State.ABSENT
SMALL, PROTECTS = State.HIDDEN_SMALL, State.HIDDEN_PROTECTS
FIRST, LATER, ALL = Tenure
NOT_COMPARABLE = Verdict.NOT_COMPARABLE

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "saw_unattended_terminal",
        "label": {
            "ja": "この１年間に、ログインしたままの端末を見かけた",
            "en": "In the past year I saw a terminal left logged in",
        },
        "proper_answer": "no",
        "focus_item": 1,
    },
    {
        "id": "spoke_to_colleague",
        "label": {
            "ja": "見かけた端末の利用者に声をかけた",
            "en": "I spoke to the user of that terminal",
        },
        "proper_answer": "yes",
        "focus_item": 1,
        "asked_if": {
            "question": "saw_unattended_terminal",
            "answer": "yes",
            "situation": {"ja": "周囲に職員がいた", "en": "colleagues were near"},
        },
    },
    {
        "id": "knows_contact_tree",
        "label": {
            "ja": "緊急時の連絡体制表がある場所を知っている",
            "en": "I know where the contact tree is kept",
        },
        "proper_answer": "yes",
        "focus_item": 2,
    },
    {
        "id": "told_password",
        "label": {
            "ja": "自分のパスワードを人に教えたことがある <決して>",
            "en": "I have told somebody my password <never>",
        },
        "proper_answer": "no",
    },
    {
        "id": "locks_papers_away",
        "label": {"ja": "印刷物を施錠して保管している", "en": "I lock printed results away"},
        "proper_answer": "yes",
    },
]


def fake_questionnaire() -> Questionnaire:
    """Two roles, two focus items, a condition, a proper answer of each kind."""
    return Questionnaire.model_validate(
        {
            "programme": "fake_net",
            "fiscal_year": 2023,
            "title": {"ja": "見本ネットの職員自己点検", "en": "Staff self-check of the sample net"},
            "short_title": {"ja": "見本ネット", "en": "Sample net"},
            "survey": {"opens": date(2023, 11, 2), "closes": date(2023, 11, 28), "sections": 3},
            "focus_items": [
                {"id": 1, "label": {"ja": "離席時のログオフ", "en": "Logging off"}},
                {"id": 2, "label": {"ja": "緊急時の連絡体制", "en": "Emergency contacts"}},
            ],
            "questions": QUESTIONS,
            "roles": [
                {
                    "id": "counter_staff",
                    "label": {
                        "ja": "窓口業務を担当する一般職員及び会計年度任用職員",
                        "en": "Staff at the counters",
                    },
                    "headcount": 126,
                    "form": {i: q["id"] for i, q in enumerate(QUESTIONS, start=1)},
                },
                {
                    "id": "section_leads",
                    "label": {"ja": "係長級", "en": "Section leads"},
                    "headcount": 8,
                    "form": {1: "told_password", "2-1": "locks_papers_away"},
                },
            ],
            "changes": [
                {
                    "question": "locks_papers_away",
                    "kind": "meaning",
                    "comparable": False,
                    "note": {"ja": "保管の範囲を広げた", "en": "it now covers all papers"},
                }
            ],
        }
    )


def _deliveries() -> list[tuple[Any, ...]]:
    return [
        ("section_a.csv", 90, 88, 2, 1, True),
        ("section_b.xlsx", 46, 46, 0, 0, True),
    ]


def _rates_by_role() -> list[tuple[Any, ...]]:
    staff = [
        ("counter_staff", 2023, FIRST, 5, 34, 97, SHOWN),
        ("counter_staff", 2023, LATER, 5, 92, 98, SHOWN),
        ("counter_staff", 2023, ALL, 5, 126, 98, SHOWN),
        ("counter_staff", 2022, FIRST, 5, 30, 91, SHOWN),
        ("counter_staff", 2022, LATER, 5, 90, 98, SHOWN),
        ("counter_staff", 2022, ALL, 5, 120, 96, SHOWN),
    ]
    leads = [
        ("section_leads", year, tenure, 2, None, None, ABSENT if tenure == FIRST else SMALL)
        for year in (2023, 2022)
        for tenure in Tenure
    ]
    return [*staff, *leads]


def _rates_by_question() -> list[tuple[Any, ...]]:
    return [("counter_staff", "told_password", ALL, 126, 99, SHOWN)]


def _focus_answers() -> list[tuple[Any, ...]]:
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    return [
        (1, saw, 2023, FIRST, 34, 9, 91, SHOWN),
        (1, saw, 2023, LATER, 92, 13, 87, SHOWN),
        (1, saw, 2023, ALL, 126, 12, 88, SHOWN),
        (1, saw, 2022, FIRST, 30, 15, 85, SHOWN),
        (1, saw, 2022, LATER, 90, 14, 86, SHOWN),
        (1, saw, 2022, ALL, 120, 14, 86, SHOWN),
        (1, spoke, 2023, FIRST, None, None, None, SMALL),
        (1, spoke, 2023, LATER, None, None, None, PROTECTS),
        (1, spoke, 2023, ALL, 16, 81, 19, SHOWN),
        (1, spoke, 2022, FIRST, None, None, None, SMALL),
        (1, spoke, 2022, LATER, None, None, None, PROTECTS),
        (1, spoke, 2022, ALL, 17, 89, 11, SHOWN),
        (2, knows, 2023, FIRST, 34, 76, 24, SHOWN),
        (2, knows, 2023, LATER, 92, 95, 5, SHOWN),
        (2, knows, 2023, ALL, 126, 90, 10, SHOWN),
        (2, knows, 2022, FIRST, 30, 88, 12, SHOWN),
        (2, knows, 2022, LATER, 90, 99, 1, SHOWN),
        (2, knows, 2022, ALL, 120, 99, 1, SHOWN),
    ]


def _changes() -> list[tuple[Any, ...]]:
    focus = [("all_roles", "focus", *row) for row in _changes_of_focus_questions()]
    staff = [("counter_staff", "screening", *row) for row in _changes_of_focus_questions()]
    others = [(role, "screening", *row) for role, *row in _changes_of_other_questions()]
    return [
        (role, question, tenure, family, *rest)
        for role, family, question, tenure, *rest in [*focus, *staff, *others]
    ]


_NOT_SHOWN = (None,) * 10  # nine figures and the verdict


def _changes_of_focus_questions() -> list[tuple[Any, ...]]:
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    some, no, fell = ("≥0.05", "≥0.05"), Verdict.NOT_SHOWN, Verdict.FELL
    few = ("≥0.05", None, Verdict.NOT_TESTABLE)
    return [
        (saw, FIRST, 30, 34, 85, 91, 6, -11, 24, *some, no, SHOWN),
        (saw, LATER, 90, 92, 86, 87, 1, -9, 11, *some, no, SHOWN),
        (saw, ALL, 120, 126, 86, 88, 3, -6, 11, "0.571", "1.000", no, SHOWN),
        (spoke, FIRST, *_NOT_SHOWN, SMALL),
        (spoke, LATER, *_NOT_SHOWN, PROTECTS),
        (spoke, ALL, 17, 16, 89, 81, -7, -33, 18, *few, SHOWN),
        (knows, FIRST, 30, 34, 88, 76, -11, -30, 8, *some, no, SHOWN),
        (knows, LATER, 90, 92, 99, 95, -4, -11, 1, *some, no, SHOWN),
        (knows, ALL, 120, 126, 99, 90, -9, -16, -4, "0.003", "0.008", fell, SHOWN),
    ]


def _changes_of_other_questions() -> list[tuple[Any, ...]]:
    told, locks = (question["id"] for question in QUESTIONS[3:])
    same = ("1.000", "1.000", Verdict.NO_CHANGE_TO_TEST, SHOWN)
    no_figures = (None,) * 5  # change, its interval, both p
    return [
        ("counter_staff", told, FIRST, 30, 34, 100, 100, 0, -11, 10, *same),
        ("counter_staff", told, LATER, 90, 92, 100, 100, 0, -4, 4, *same),
        ("counter_staff", told, ALL, 120, 126, 100, 100, 0, -3, 3, *same),
        ("counter_staff", locks, ALL, 120, 126, 97, 92, *no_figures, NOT_COMPARABLE, SHOWN),
        *(
            ("section_leads", question, tenure, *_NOT_SHOWN, SMALL)
            for question in (told, locks)
            for tenure in (LATER, ALL)
        ),
    ]


def _cell_states() -> list[tuple[Any, ...]]:
    return [
        ("rates_by_role", SHOWN, 6),
        ("rates_by_role", ABSENT, 2),
        ("rates_by_role", SMALL, 4),
        ("focus_answers", SHOWN, 14),
        ("focus_answers", SMALL, 2),
        ("focus_answers", PROTECTS, 2),
        ("changes", SHOWN, 18),
        ("changes", SMALL, 6),
        ("changes", PROTECTS, 2),
    ]


def fake_tables() -> dict[str, pd.DataFrame]:
    """Every released table, with shown, hidden, absent and not comparable cells."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "deliveries": _deliveries(),
        "set_aside": [("tenure_missing", 2), ("answer_unknown", 1)],
        "response_rates": [
            ("counter_staff", 126, 126, 100),
            ("section_leads", 8, 8, 100),
            (ALL_ROLES, 134, 134, 100),
        ],
        "rates_by_role": _rates_by_role(),
        "rates_by_question": _rates_by_question(),
        "focus_answers": _focus_answers(),
        "changes": _changes(),
        "cell_states": _cell_states(),
    }
    return {name: pd.DataFrame(rows[name], columns=list(COLUMNS[name])) for name in COLUMNS}


def fake_publication(language: Language = "ja", **changes: Any) -> Publication:
    """Return a publication; `changes` replace fields of the release or whole tables (frames)."""
    frames = {name: changes.pop(name, frame) for name, frame in fake_tables().items()}
    fields: dict[str, Any] = {
        "programme": "fake_net",
        "fiscal_year": 2023,
        "last_year": 2022,
        "headline_rate": "macro",
        "alpha": 0.05,
        "policy_name": "standard",
        "min_base": 10,
        "p_exact_min_base": 100,
        "synthetic": True,
    }
    tables = {name: ReleasedTable(_SEAL, name, frame) for name, frame in frames.items()}
    release = Release(**{**fields, **changes}, tables=tables)
    return Publication(release, fake_questionnaire(), Words(language))
