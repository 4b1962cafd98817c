"""What was delivered, used and set aside, and how many of those asked answered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_roles
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import count, heads
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import ALL_ROLES

_COUNTS = ("delivered", "used", "set_aside", "answers_set_aside")


def deliveries(pub: Publication) -> HtmlBlock:
    """Print one row per delivered file: people delivered = used + set aside, and the total."""
    frame = pub.release.frame("deliveries")
    rows = [_delivery(pub, file) for file in frame.itertuples(index=False)]
    total = [Cell(pub.words("column.total"), scope="row")]
    total += [count(frame[name].sum()) for name in _COUNTS] + [Cell("")]
    return Table(
        caption=pub.words("table.deliveries.caption"),
        notes=[pub.words("table.deliveries.note")],
        head=[
            [
                *heads(pub, "text", "file"),
                *heads(pub, "figure", *_COUNTS),
                *heads(pub, "text", "origin"),
            ]
        ],
        bodies=[rows],
        foot=[total],
    ).block(pub.words.language)


def _delivery(pub: Publication, file: Any) -> Row:
    """Print one file; how many people an unreadable one holds is not known."""
    name = Cell(file.file, scope="row")
    if pd.isna(file.delivered):
        return [name, *([Cell("")] * len(_COUNTS)), Cell(pub.words("origin.unreadable"))]
    origin = pub.words("origin.synthetic" if file.synthetic else "origin.real")
    return [name, *(count(getattr(file, column)) for column in _COUNTS), Cell(origin)]


def set_aside(pub: Publication) -> HtmlBlock:
    """Print one row per reason for which something was set aside, and what was counted of the rest.

    What was counted of answers against a condition is said whether or not there were any.
    """
    frame = pub.release.frame("set_aside")
    rule = pub.words(f"contradictions.{pub.release.contradictions}")
    if frame.empty:
        none = pub.words("table.set_aside.none")
        return pub.paragraph("contradictions.beside_none", none=none, rule=rule)
    rows = [
        [Cell(pub.words(f"reason.{reason.code}"), scope="row"), count(reason.count)]
        for reason in frame.itertuples(index=False)
    ]
    return Table(
        caption=pub.words("table.set_aside.caption"),
        notes=[rule],
        head=[[*heads(pub, "text", "reason"), *heads(pub, "figure", "cases")]],
        bodies=[rows],
    ).block(pub.words.language)


def response_rates(pub: Publication) -> HtmlBlock:
    """Print headcount, people who answered and response rate of each role and of all."""
    frame = pub.release.frame("response_rates")
    everyone = frame["role"] == ALL_ROLES
    return Table(
        caption=pub.words("table.response_rates.caption"),
        notes=merged_roles(pub),
        head=[
            [
                *heads(pub, "text", "role"),
                *heads(pub, "figure", "headcount", "n_people", "response_percent"),
            ]
        ],
        bodies=[[_response(pub, role) for role in frame[~everyone].itertuples(index=False)]],
        foot=[_response(pub, role) for role in frame[everyone].itertuples(index=False)],
    ).block(pub.words.language)


def _response(pub: Publication, role: Any) -> Row:
    figures = [count(value) for value in (role.headcount, role.n_people, role.response_percent)]
    return [Cell(pub.role(role.role), "prose", scope="row"), *figures]
