"""What printed years say about each other, in words and as values for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from selfcheck_analysis.figures import MINUS
from selfcheck_analysis.printed_tables.names import Names
from selfcheck_analysis.published.blocks import Reach
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.published.years import (
    compare_printed_years,
    contrast_printed_tenures,
    printed_year,
)
from selfcheck_analysis.rounding import round_half_up
from selfcheck_analysis.terms import HEADLINE, InTables, Tenure
from selfcheck_analysis.words import Words


@dataclass(frozen=True)
class Comparisons:
    """Everything that can be compared in a print.

    Attributes
    ----------
    years : list of (int, str, DataFrame)
        Fiscal year, programme, and `years.compare_printed_years` with the year before.
    tenures : list of (int, str, DataFrame)
        Likewise `years.contrast_printed_tenures` within the year.
    """

    years: list[tuple[int, str, pd.DataFrame]]
    tenures: list[tuple[int, str, pd.DataFrame]]
    alpha: float
    names: Names
    words: Words

    @classmethod
    def of(
        cls, found: Print, reach: Reach, alpha: float, names: Names, words: Words
    ) -> Comparisons:
        """Compare every printed year with the year before it, if that is printed too."""
        keys = dict.fromkeys(block.key[:2] for block in found.blocks)
        solved = {key: printed_year(found, *key, reach) for key in sorted(keys)}
        years = [
            (year, programme, compare_printed_years(solved[programme, year - 1], this, alpha))
            for (programme, year), this in solved.items()
            if (programme, year - 1) in solved
        ]
        tenures = [
            (year, programme, contrast_printed_tenures(this, alpha))
            for (programme, year), this in solved.items()
        ]
        return cls(years, tenures, alpha, names, words)

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        words = self.words
        for year, programme, frame in self.years:
            values = {"last": self.names.year(year - 1), "this": self.names.year(year)}
            title = self.names.programme(programme, year)
            yield words("compare_print.years", programme=title, **values)
            yield from self._lines(programme, year, frame)
        for year, programme, frame in self.tenures:
            title = self.names.programme(programme, year)
            yield words("compare_print.tenures", programme=title, this=self.names.year(year))
            yield from self._lines(programme, year, frame)

    def as_json(self) -> Iterator[str]:
        """Yield one document for programs."""
        values = {
            name: [
                {"programme": programme, "fiscal_year": year, **row}
                for year, programme, frame in parts
                for row in json.loads(frame.to_json(orient="records", double_precision=12))
            ]
            for name, parts in (("years", self.years), ("tenures", self.tenures))
        }
        yield json.dumps({"alpha": self.alpha} | values, ensure_ascii=False, indent=2)

    def _lines(self, programme: str, year: int, frame: pd.DataFrame) -> Iterator[str]:
        """Yield a line for every question, and one for all headline rates together."""
        headline = frame["question"] == HEADLINE
        for row in frame[~headline].to_dict("records"):
            yield self._line(programme, year, row)
        if headline.any():
            about = self.names.question(programme, year, HEADLINE)
            found = self.words(f"compare_print.verdict.{InTables.NOT_BOUNDED}")
            yield self.words("compare_print.line", about=about, found=found)

    def _line(self, programme: str, year: int, row: dict[Any, Any]) -> str:
        words = self.words
        parts = [
            self.names.role(programme, year, row["role"]),
            self.names.question(programme, year, row["question"]),
            *([words(f"tenure.{Tenure(row['tenure'])}")] if "tenure" in row else []),
        ]
        return words(
            "compare_print.line", about=words("audit.joiner").join(parts), found=self._found(row)
        )

    def _found(self, row: dict[Any, Any]) -> str:
        sentence = self.words(f"compare_print.verdict.{InTables(row['verdict'])}")
        if pd.isna(row["change_low"]):
            return sentence
        if not pd.isna(row["significant_share"]) and row["verdict"] == InTables.UNDECIDED:
            share = round_half_up(Fraction(row["significant_share"]) * 100)
            sentence += self.words("compare_print.share", percent=share)
        change = self.words(
            "compare_print.change",
            range=self._range(*(_points(row[f"change_{side}"]) for side in ("low", "high"))),
            tables=f"{int(row['n_tables']):,}",
        )
        return self.words(
            "compare_print.found", change=change, p=self._p_range(row), sentence=sentence
        )

    def _p_range(self, row: dict[Any, Any]) -> str:
        """Say between what p lies, and at which tables; empty where it was not computed."""
        if pd.isna(row["p_low"]):
            return ""
        low, high = _p(row["p_low"]), _p(row["p_high"])
        if low == high:
            return self.words("compare_print.p_one", p=low)
        if not row["complete"]:
            return self.words("compare_print.p_incomplete", low=low, high=high)
        ends = {"at_low": row["tables_at_p_low"], "at_high": row["tables_at_p_high"]}
        return self.words("compare_print.p", low=low, high=high, **ends)

    def _range(self, low: str, high: str) -> str:
        return low if low == high else self.words("audit.range", low=low, high=high)


def _points(proportion: float) -> str:
    """Write a change in points with one decimal and its sign."""
    points = round_half_up(Fraction(proportion) * 100, 1)
    return str(points).replace("-", MINUS) if points <= 0 else f"+{points}"


def _p(p: float) -> str:
    return f"{round_half_up(Fraction(p), 3)}"
