"""A section's answers as the export of a form tool, with the columns that such a tool adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np

from selfcheck_analysis.questionnaire import Kind, Survey

Rows = list[list[str]]

OFFICE_HOURS = (9, 17)
_NOON = 12


class Tool(StrEnum):
    """The form tool that a section uses; none for a sheet filled in by hand."""

    NONE = "none"
    MICROSOFT_FORMS = "Microsoft Forms"
    GOOGLE_FORMS = "Google Forms"
    KINTONE = "kintone"


def moments(survey: Survey, n: int, stream: np.random.Generator) -> list[dt.datetime]:
    """Draw when `n` persons began to answer: in order, on days and at hours of work."""
    days = [
        day
        for i in range((survey.closes - survey.opens).days + 1)
        if (day := survey.opens + dt.timedelta(days=i)).weekday() < 5
    ]
    minutes = 60 * (OFFICE_HOURS[1] - OFFICE_HOURS[0])
    drawn = np.sort(stream.integers(0, len(days) * minutes * 60, n)).tolist()
    starts = [divmod(second, minutes * 60) for second in drawn]
    opening = dt.time(OFFICE_HOURS[0])
    return [
        dt.datetime.combine(days[day], opening) + dt.timedelta(seconds=second)
        for day, second in starts
    ]


def microsoft_forms(
    header: Sequence[str], kinds: Sequence[Kind | None], rows: Rows, times: list[dt.datetime]
) -> Rows:
    """Add number, times, mail and name, as an anonymous form has them."""
    named = ["ID", "開始時刻", "完了時刻", "メール", "名前", *header]
    exported = [
        [
            str(i),
            _full(at),
            _full(at + dt.timedelta(minutes=4, seconds=i % 60)),
            "anonymous",
            "",
            *row,
        ]
        for i, (at, row) in enumerate(zip(times, rows, strict=True), start=1)
    ]
    return [named, *exported]


def google_forms(
    header: Sequence[str], kinds: Sequence[Kind | None], rows: Rows, times: list[dt.datetime]
) -> Rows:
    """Add the time, counted to twelve."""
    named = ["タイムスタンプ", *header]
    return [named, *([_twelve(at), *row] for at, row in zip(times, rows, strict=True))]


def kintone(
    header: Sequence[str], kinds: Sequence[Kind | None], rows: Rows, times: list[dt.datetime]
) -> Rows:
    """Add number, account and times, and give every option of a question a column of its own."""
    named = ["レコード番号", "作成者", "作成日時"]
    for heading, kind in zip(header, kinds, strict=True):
        named += [f"{heading}[{word}]" for word in _OPTIONS] if _is_counted(kind) else [heading]
    exported = [
        [str(i), "Administrator", _full(at), *_marked(row, kinds)]
        for i, (at, row) in enumerate(zip(times, rows, strict=True), start=1)
    ]
    return [named, *exported]


EXPORTS: dict[Tool, Callable[..., Rows]] = {
    Tool.MICROSOFT_FORMS: microsoft_forms,
    Tool.GOOGLE_FORMS: google_forms,
    Tool.KINTONE: kintone,
}
"""What each tool makes of a header, the kinds of its columns, rows, and when they were sent."""

_OPTIONS = ("はい", "いいえ")


def _is_counted(kind: Kind | None) -> bool:
    return kind is Kind.YES_NO


def _marked(row: Sequence[str], kinds: Sequence[Kind | None]) -> list[str]:
    cells: list[str] = []
    for cell, kind in zip(row, kinds, strict=True):
        options = ["1" if cell == word else "" for word in _OPTIONS]
        cells += options if _is_counted(kind) else [cell]
    return cells


def _full(at: dt.datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M:%S}"


def _twelve(at: dt.datetime) -> str:
    half = "午後" if at.hour >= _NOON else "午前"
    return f"{at:%Y/%m/%d} {(at.hour - 1) % 12 + 1}:{at:%M:%S} {half} GMT+9"
