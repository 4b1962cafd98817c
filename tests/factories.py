"""Releases made by hand, for tests of what is printed from them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.released import _SEAL, COLUMNS, Release, ReleasedTable
from selfcheck_analysis.terms import (
    ALL_ROLES,
    HEADLINE,
    Note,
    PrintedVerdict,
    Reason,
    State,
    Tenure,
    Verdict,
)
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
    focus = [("all_roles", "focus", *row) for row in _changes_of_focus_questions(by_role=False)]
    staff = [("counter_staff", "screening", *row) for row in _changes_of_focus_questions(True)]
    others = [(role, "screening", *row) for role, *row in _changes_of_other_questions()]
    return [
        (role, question, tenure, family, *rest)
        for role, family, question, tenure, *rest in [*focus, *staff, *others]
    ]


_NOT_SHOWN = (None,) * 14  # eleven figures, verdict, reason, note
UNCLEAR = (Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA, "", SHOWN)
LESS, TOO_FEW = (
    (Verdict.FELL, Reason.P_AT_MOST_ALPHA, "", SHOWN),
    (Verdict.NOT_TESTABLE, Reason.SMALLEST_P_ABOVE_LEVEL, "", SHOWN),
)
ALIKE = (Verdict.NO_CHANGE_TO_TEST, Reason.ALL_ALIKE, "", SHOWN)


def _changes_of_focus_questions(by_role: bool) -> list[tuple[Any, ...]]:
    """Questions over everyone asked, or of the counter staff; p within a role only for these."""
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    high, low = ("≥0.05", "<0.01") if by_role else (None, None)
    some = ("≥0.05", "≥0.05", high)
    one = ("<0.05", "≥0.05", high)
    adjusted = (Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA, Note.ADJUSTED, SHOWN)
    return [
        (saw, FIRST, 30, 34, 85, 91, 6, -11, 24, *some, -30, *UNCLEAR),
        (saw, LATER, 90, 92, 86, 87, 1, -9, 11, *some, -17, *UNCLEAR),
        (saw, ALL, 120, 126, 86, 88, 3, -6, 11, "0.571", "1.000", high, -14, *UNCLEAR),
        (spoke, FIRST, *_NOT_SHOWN, SMALL),
        (spoke, LATER, *_NOT_SHOWN, PROTECTS),
        (spoke, ALL, 17, 16, 89, 81, -7, -33, 18, "≥0.05", None, high, None, *TOO_FEW),
        (knows, FIRST, 30, 34, 88, 76, -11, -30, 8, *some, -29, *UNCLEAR),
        (knows, LATER, 90, 92, 99, 95, -4, -11, -1, *one, -8, *adjusted),
        (knows, ALL, 120, 126, 99, 90, -9, -16, -4, "0.003", "0.008", low, -7, *LESS),
    ]


def _changes_of_other_questions() -> list[tuple[Any, ...]]:
    told, locks = (question["id"] for question in QUESTIONS[3:])
    same = ("1.000", "1.000", "≥0.05")
    no_figures = (None,) * 7  # change, its interval, all three p, detectable change
    declared = (NOT_COMPARABLE, Reason.DECLARED, "", SHOWN)
    return [
        ("counter_staff", told, FIRST, 30, 34, 100, 100, 0, -11, 10, *same, -22, *ALIKE),
        ("counter_staff", told, LATER, 90, 92, 100, 100, 0, -4, 4, *same, -8, *ALIKE),
        ("counter_staff", told, ALL, 120, 126, 100, 100, 0, -3, 3, *same, -6, *ALIKE),
        ("counter_staff", locks, ALL, 120, 126, 97, 92, *no_figures, *declared),
        *(
            ("section_leads", question, tenure, *_NOT_SHOWN, SMALL)
            for question in (told, locks)
            for tenure in (LATER, ALL)
        ),
    ]


def _headline_changes() -> list[tuple[Any, ...]]:
    """One role moved, over four of its five questions; the other is absent or hidden."""
    staff, some = ("counter_staff", ALL, 4), ("≥0.05", "≥0.05")
    rose = (Verdict.ROSE, Reason.P_AT_MOST_ALPHA, Note.ROUNDED, SHOWN)
    hidden = (None,) * 13
    absent = (*hidden[:10], Verdict.NOT_TESTED, Reason.NO_ANSWERS, "", ABSENT)
    return [
        (staff[0], FIRST, 4, 30, 34, 91, 97, 5, -1, 12, *some, -10, *UNCLEAR),
        (staff[0], LATER, 4, 90, 92, 98, 98, 0, -1, 1, *some, None, *UNCLEAR),
        (*staff, 120, 126, 96, 98, 2, 0, 4, "0.021", "0.042", -3, *rose),
        ("section_leads", FIRST, 1, *absent),
        ("section_leads", LATER, 1, *hidden, SMALL),
        ("section_leads", ALL, 1, *hidden, SMALL),
    ]


def _contrasts() -> list[tuple[Any, ...]]:
    saw, spoke, knows, told, locks = (question["id"] for question in QUESTIONS)
    some, both = ("≥0.05", "≥0.05"), ("<0.01", "<0.05")
    hidden = (None,) * 13
    higher = (Verdict.ROSE, Reason.P_AT_MOST_ALPHA, Note.WITH_ZERO, SHOWN)
    method = (Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA, Note.METHOD, SHOWN)
    return [
        (ALL_ROLES, saw, "focus", 92, 34, 87, 91, 4, -11, 15, *some, -24, *UNCLEAR),
        (ALL_ROLES, spoke, "focus", *hidden, SMALL),
        (ALL_ROLES, knows, "focus", 92, 34, 95, 76, -18, -35, -5, *both, -18, *LESS),
        ("counter_staff", saw, "screening", 92, 34, 87, 91, 4, -11, 15, *some, -24, *UNCLEAR),
        ("counter_staff", spoke, "screening", *hidden, SMALL),
        ("counter_staff", knows, "screening", 92, 34, 95, 76, -18, -35, -5, *both, -18, *LESS),
        ("counter_staff", told, "screening", 92, 34, 100, 100, 0, -10, 4, *some, -14, *ALIKE),
        ("counter_staff", locks, "screening", 92, 34, 90, 100, 10, 0, 17, *both, -21, *higher),
        ("section_leads", told, "screening", *hidden, SMALL),
        ("section_leads", locks, "screening", *hidden, SMALL),
        ("counter_staff", HEADLINE, "headline", 92, 34, 98, 97, -1, -3, -1, *some, -2, *method),
        ("section_leads", HEADLINE, "headline", *hidden, SMALL),
    ]


def _composition() -> list[tuple[Any, ...]]:
    """A split of each kind; the flagged one is made up, for no question of the others can be."""
    saw, spoke, knows, told, locks = (question["id"] for question in QUESTIONS)
    hidden = (None,) * 8
    return [
        (ALL_ROLES, saw, 3, 2, 0, 25, 27, "≥0.05", False, "split", SHOWN),
        (ALL_ROLES, spoke, *hidden, SMALL),
        (ALL_ROLES, knows, -9, -6, -3, 25, 27, "<0.01", False, "split", SHOWN),
        ("counter_staff", told, 0, 0, 0, 25, 27, None, False, "split", SHOWN),
        ("counter_staff", locks, -5, 1, -6, 25, 62, "≥0.05", True, "split", SHOWN),
        ("section_leads", told, *hidden[:7], "only_one_tenure", ABSENT),
        ("section_leads", locks, *hidden, SMALL),
    ]


def _families() -> list[tuple[Any, ...]]:
    """What the rows above add up to."""
    return [
        ("years", "focus", 9, 2, 0, 0, 0, 1, 0, 6, 1),
        ("years", "headline", 6, 2, 0, 0, 1, 0, 0, 3, 1),
        ("years", "screening", 17, 6, 1, 0, 0, 1, 3, 6, 1),
        ("tenures", "focus", 3, 1, 0, 0, 0, 0, 0, 2, 1),
        ("tenures", "headline", 2, 1, 0, 0, 0, 0, 0, 1, 0),
        ("tenures", "screening", 7, 3, 0, 0, 0, 0, 1, 3, 2),
        ("trend", "focus", 3, 1, 0, 0, 1, 0, 0, 1, 0),
        ("trend", "headline", 2, 1, 0, 0, 0, 0, 0, 1, 1),
    ]


def _trend() -> list[tuple[Any, ...]]:
    """Three years; the third question changed its meaning after the first of them."""
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    years = (2021, 2022, 2023)
    return [
        *(
            (ALL_ROLES, saw, *row, SHOWN)
            for row in _years(years, (1, 1, 1), (118, 83, 120, 86, 126, 88))
        ),
        (ALL_ROLES, spoke, 2021, 1, None, None, SMALL),
        (ALL_ROLES, spoke, 2022, 1, 17, 89, SHOWN),
        (ALL_ROLES, spoke, 2023, 1, 16, 81, SHOWN),
        *(
            (ALL_ROLES, knows, *row, SHOWN)
            for row in _years(years, (1, 2, 2), (118, 95, 120, 99, 126, 90))
        ),
        *(
            ("counter_staff", HEADLINE, *row, SHOWN)
            for row in _years(years, (1, 1, 1), (118, 94, 120, 96, 126, 98))
        ),
        *(("section_leads", HEADLINE, year, 1, None, None, SMALL) for year in years),
    ]


def _years(
    years: tuple[int, ...], stretches: tuple[int, ...], figures: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """Return (fiscal year, stretch, answers, percent); figures are answers and percent in turn."""
    return list(zip(years, stretches, figures[::2], figures[1::2], strict=True))


def _trend_tests() -> list[tuple[Any, ...]]:
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    broken = (Verdict.NOT_TESTED, Reason.BROKEN_SERIES, SHOWN)
    unclear = (Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA, SHOWN)
    rose = (Verdict.ROSE, Reason.P_AT_MOST_ALPHA, SHOWN)
    return [
        (ALL_ROLES, saw, 2021, 3, "0.241", "≥0.05", *unclear),
        (ALL_ROLES, spoke, *(None,) * 6, SMALL),
        (ALL_ROLES, knows, 2022, 2, None, None, *broken),
        ("counter_staff", HEADLINE, 2021, 3, "0.004", "<0.01", *rose),
        ("section_leads", HEADLINE, *(None,) * 6, SMALL),
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
        ("headline_changes", SHOWN, 3),
        ("headline_changes", ABSENT, 1),
        ("headline_changes", SMALL, 2),
    ]


def frame_of(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return a released table of rows that leave its bands out."""
    columns = list(COLUMNS[name])
    given = [column for column in columns if not column.endswith(("low_percent", "high_percent"))]
    return pd.DataFrame(rows, columns=given).reindex(columns=columns)


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
        "section_rates": [],
        "focus_answers": _focus_answers(),
        "changes": _changes(),
        "headline_changes": _headline_changes(),
        "printed_changes": [],
        "printed_headlines": [],
        "contrasts": _contrasts(),
        "composition": _composition(),
        "families": _families(),
        "trend": _trend(),
        "trend_tests": _trend_tests(),
        "cell_states": _cell_states(),
    }
    return {name: frame_of(name, rows[name]) for name in COLUMNS}


def without_trend() -> dict[str, pd.DataFrame]:
    """The tables that differ in a release of two years, which is too few for a trend."""
    tables = fake_tables()
    families = tables["families"]
    return {
        "trend": tables["trend"].iloc[:0],
        "trend_tests": tables["trend_tests"].iloc[:0],
        "families": families[families["comparison"] != "trend"],
    }


def first_year() -> dict[str, Any]:
    """The fields and tables that differ in a first year, which only the tenures can be told in."""
    tables, years = fake_tables(), ("headline_changes", "changes", "composition")
    families = tables["families"]
    this = {
        name: tables[name][tables[name]["fiscal_year"] == 2023]
        for name in ("rates_by_role", "focus_answers")
    }
    return {
        "last_year": None,
        "last_year_source": "none",
        **without_trend(),
        **{name: tables[name].iloc[:0] for name in years},
        "families": families[families["comparison"] == "tenures"],
        **this,
    }


def _printed_rates_by_role() -> list[tuple[Any, ...]]:
    """This year's rates, and last year's print: of the section leads it has two of three."""
    this = [
        (*row[:5], None if row[5] is None else str(row[5]), row[6])
        for row in _rates_by_role()
        if row[1] == 2023
    ]
    return [
        *this,
        ("counter_staff", 2022, FIRST, 5, None, "91.0", SHOWN),
        ("counter_staff", 2022, LATER, 5, None, "98.2", SHOWN),
        ("counter_staff", 2022, ALL, 5, None, "96.4", SHOWN),
        ("section_leads", 2022, FIRST, 2, None, None, ABSENT),
        ("section_leads", 2022, LATER, 2, None, "100", SHOWN),
        ("section_leads", 2022, ALL, 2, None, "100", SHOWN),
    ]


def _printed_focus_answers() -> list[tuple[Any, ...]]:
    """This year's answers, and last year's print, in which the second question does not stand."""
    saw, _, knows = (question["id"] for question in QUESTIONS[:3])
    this = [
        (*row[:5], *(None if share is None else str(share) for share in row[5:7]), row[7])
        for row in _focus_answers()
        if row[2] == 2023
    ]
    return [
        *this,
        (1, saw, 2022, FIRST, None, "15.0", None, SHOWN),
        (1, saw, 2022, LATER, None, "14.1", None, SHOWN),
        (1, saw, 2022, ALL, None, "14.3", None, SHOWN),
        (2, knows, 2022, FIRST, None, "88", "12", SHOWN),
        (2, knows, 2022, LATER, None, "99", "1", SHOWN),
        (2, knows, 2022, ALL, None, "99", "1", SHOWN),
    ]


def printed_row(question: str, tenure: Tenure, *figures: Any) -> tuple[Any, ...]:
    """Return one row of `printed_changes`: percents, base and all that follows."""
    return (ALL_ROLES, question, tenure, "focus", *figures)


def _printed_changes() -> list[tuple[Any, ...]]:
    saw, spoke, knows = (question["id"] for question in QUESTIONS[:3])
    clear, unclear = PrintedVerdict.NOT_SHOWN, PrintedVerdict.UNDECIDED
    coarse, one = ("≥0.05", "≥0.05", "≥0.05", "≥0.05"), ("<0.05", "≥0.05", "≥0.05", "≥0.05")
    hidden = (None,) * 11
    fine = ("0.342", "0.510", "0.684", "1.000")
    fell = ("<0.001", "0.003", "0.001", "0.008")
    return [
        printed_row(saw, FIRST, 34, "85.0", 91, 5, 7, 4107, None, *coarse, clear, SHOWN),
        printed_row(saw, LATER, 92, "85.9", 87, 1, 2, 4107, None, *coarse, clear, SHOWN),
        printed_row(saw, ALL, 126, "85.7", 88, 2, 3, 4107, "0", *fine, clear, SHOWN),
        printed_row(spoke, FIRST, None, None, *hidden[2:], None, SMALL),
        printed_row(spoke, LATER, None, None, *hidden[2:], None, PROTECTS),
        printed_row(spoke, ALL, 16, None, 81, *(None,) * 8, PrintedVerdict.NOT_PRINTED, SHOWN),
        printed_row(knows, FIRST, 34, "88", 76, -12, -11, 144, None, *coarse, clear, SHOWN),
        printed_row(knows, LATER, 92, "99", 95, -5, -4, 144, None, *one, unclear, SHOWN),
        printed_row(
            knows, ALL, 126, "99", 90, -9, -9, 144, "100", *fell, PrintedVerdict.FELL, SHOWN
        ),
    ]


def _printed_headlines() -> list[tuple[Any, ...]]:
    unknown = PrintedVerdict.NOT_BOUNDED
    return [
        ("counter_staff", FIRST, "91.0", 97, unknown, SHOWN),
        ("counter_staff", LATER, "98.2", 98, unknown, SHOWN),
        ("counter_staff", ALL, "96.4", 98, unknown, SHOWN),
        ("section_leads", FIRST, None, None, PrintedVerdict.NOBODY, ABSENT),
        ("section_leads", LATER, "100", None, None, SMALL),
        ("section_leads", ALL, "100", None, None, SMALL),
    ]


def printed_last_year() -> dict[str, Any]:
    """The fields and tables that differ where last year is known from print alone."""
    printed = {
        "rates_by_role": _printed_rates_by_role(),
        "focus_answers": _printed_focus_answers(),
        "printed_changes": _printed_changes(),
        "printed_headlines": _printed_headlines(),
    }
    frames = {name: frame_of(name, rows) for name, rows in printed.items()}
    return {**first_year(), "last_year": 2022, "last_year_source": "printed", **frames}


def fake_thresholds(internal_only: bool = False) -> dict[str, dict[str, Any]]:
    """Return the thresholds of a policy, each with a sentence in both languages."""
    values = {
        "internal_only": internal_only,
        "min_base": 10,
        "min_values": 3,
        "band_minority": 2,
        "all_alike_shown": True,
        "p_exact_min_base": 100,
    }
    return {
        name: {"value": value, "ja": f"{name}の説明。", "en": f"What {name} does."}
        for name, value in values.items()
    }


def fake_publication(language: Language = "ja", **changes: Any) -> Publication:
    """Return a publication; `changes` replace fields of the release or whole tables (frames)."""
    frames = {name: changes.pop(name, frame) for name, frame in fake_tables().items()}
    fields: dict[str, Any] = {
        "programme": "fake_net",
        "fiscal_year": 2023,
        "last_year": 2022,
        "last_year_source": "responses",
        "headline_rate": "macro",
        "alpha": 0.05,
        "contradictions": "only_if_asked",
        "policy_name": "standard",
        "thresholds": fake_thresholds(),
        "merged_roles": {},
        "checked": True,
        "synthetic": True,
    }
    tables = {name: ReleasedTable(_SEAL, name, frame) for name, frame in frames.items()}
    release = Release(**{**fields, **changes}, tables=tables)
    return Publication(release, fake_questionnaire(), Words(language))
