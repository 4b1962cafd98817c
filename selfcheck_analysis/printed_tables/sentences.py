"""Findings in words, and as values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from selfcheck_analysis.printed_tables.names import Names
from selfcheck_analysis.published.audit import Audit, Finding
from selfcheck_analysis.published.audit.findings import (
    QuestionOf,
    RoleOf,
    SharesOf,
    TablesOf,
    TenureOf,
    Value,
    YearOf,
)
from selfcheck_analysis.published.blocks import (
    Block,
    BlockKey,
    Printed,
    PrintedCell,
    PrintedHeadcount,
    Source,
    Span,
    is_headline,
)
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.published.repairs import Repair
from selfcheck_analysis.published.rounding_windows import Precision
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import HEADLINE, Tenure
from selfcheck_analysis.words import Words

MOST_CANDIDATES = 8
"""More candidates than this are counted only."""


class Sentences:
    """Says what an audit of `found` found.

    Parameters
    ----------
    found : Print
    names : Names
    words : Words
    """

    def __init__(self, found: Print, names: Names, words: Words) -> None:
        self._blocks = {block.key: block for block in found.blocks}
        self._headcounts = found.headcounts
        self._names, self._words = names, words

    def lines(self, audit: Audit, min_base: int) -> Iterator[str]:
        """Yield the lines that a terminal shows."""
        words = self._words
        yield self.summary(audit)
        if not audit.findings:
            yield words("audit.clean")
        for finding in audit.findings:
            yield self.line(finding)
            if finding.repairs:
                yield words("audit.indented", text=words("audit.candidates"))
            yield from (words("audit.candidate", text=text) for text in self.candidates(finding))
        if audit.unanimous:
            rows = words("audit.joiner").join(self.unanimous(*row) for row in audit.unanimous)
            yield words("audit.unanimous.line", min_base=min_base, rows=rows)

    def summary(self, audit: Audit) -> str:
        """Say how much was checked and how much was found."""
        counts = {
            severity: sum(finding.severity == severity for finding in audit.findings)
            for severity in ("impossible", "doubtful", "discloses")
        }
        return self._words("audit.summary", blocks=audit.n_blocks, cells=audit.n_cells, **counts)

    def line(self, finding: Finding) -> str:
        """Say one finding in one line, without the candidates."""
        return self._words(
            "audit.line",
            severity=self._words(f"audit.severity.{finding.severity}"),
            place=self.place(finding.sources),
            about=self.about(finding.blocks),
            title=self.title(finding),
            arithmetic=self.arithmetic(finding),
        )

    def title(self, finding: Finding) -> str:
        """Name what was found."""
        return self._words(f"audit.{finding.code}.title")

    def arithmetic(self, finding: Finding) -> str:
        """Return the sentence that a reader can follow with a pocket calculator."""
        values = {name: self._value(value) for name, value in finding.values.items()}
        return self._words(f"audit.{finding.code}.arithmetic", **values)

    def about(self, blocks: Iterable[BlockKey]) -> str:
        """Name the programme, year, roles and questions."""
        keys = list(blocks)
        programme, year = keys[0].programme, keys[0].fiscal_year
        years = dict.fromkeys(self._names.year(key.fiscal_year) for key in keys)
        roles = dict.fromkeys(self._names.role(*key[:3]) for key in keys)
        questions = dict.fromkeys(
            self._names.question(*key[:2], key.question) for key in keys if key.question
        )
        join = self._words("audit.joiner").join
        return self._words(
            "audit.about",
            programme=self._names.programme(programme, year),
            year=join(years),
            role=join(roles),
            questions=join(questions),
        ).strip(" ,　")

    def name(self, block: Block) -> str:
        """Name a block beside others of one finding: its question, or of a mean rate its role."""
        if is_headline(block):
            return self._names.role(*block.key[:3])
        return self._names.question(*block.key[:2], block.key.question)

    def place(self, sources: Iterable[Source]) -> str:
        """Name files and rows."""
        by_file = groupby(sorted(set(sources)), key=lambda source: source.file)
        places = [self._rows(file, [source.row for source in rows]) for file, rows in by_file]
        return self._words("audit.place_joiner").join(places)

    def _rows(self, file: str, rows: list[int]) -> str:
        key = "audit.place" if len(rows) == 1 else "audit.places"
        return self._words(key, file=file, rows=_ranges(rows))

    def candidates(self, finding: Finding) -> list[str]:
        """Say every candidate for repair, and how many more there are."""
        texts = [self._repair(finding, repair) for repair in finding.repairs[:MOST_CANDIDATES]]
        rest = len(finding.repairs) - MOST_CANDIDATES
        return [*texts, *([self._words("audit.more", count=rest)] if rest > 0 else [])]

    def blocks(self, finding: Finding) -> list[Block]:
        """Return what is printed of everything that a finding is about."""
        return [self._blocks[key] for key in finding.blocks if key in self._blocks]

    def unanimous(self, block: Block, tenure: Tenure) -> str:
        """Name a row that tells that everyone answered alike."""
        about = self.about([block.key])
        return f"{about} {self._words(f'tenure.{tenure}')}"

    def as_data(self, finding: Finding) -> dict[str, Any]:
        """Return a finding with plain values, for programs."""
        return {
            "code": str(finding.code),
            "severity": str(finding.severity),
            "blocks": [key._asdict() for key in finding.blocks],
            "rows": [source._asdict() for source in finding.sources],
            "title": self.title(finding),
            "arithmetic": self.arithmetic(finding),
            "candidates": [
                [self._change_as_data(figure, repair) for figure in repair.figures]
                for repair in finding.repairs
            ],
        }

    def _repair(self, finding: Finding, repair: Repair) -> str:
        """Say the changes of one candidate, row by row of the print."""
        named = len(finding.blocks) > 1
        rows = groupby(repair.figures, key=_row_of)
        texts = [self._changes_of_row(list(figures), repair, named) for _, figures in rows]
        return self._words("audit.together").join(texts)

    def _changes_of_row(self, figures: list[Printed], repair: Repair, named: bool) -> str:
        changes = [self._change(figure, repair.fits.get(figure)) for figure in figures]
        row = self._row(figures[0], named)
        return self._words("audit.row", row=row, changes=self._words("audit.joiner").join(changes))

    def _row(self, figure: Printed, named: bool) -> str:
        """Name the row of a figure; its question only where there are several."""
        if isinstance(figure, PrintedHeadcount):
            return self._words("audit.headcount", role=self._names.role(*figure))
        tenure = self._words(f"tenure.{figure.tenure}")
        question = self._names.question(*figure.block[:2], figure.block.question)
        return f"{question} {tenure}" if named else tenure

    def _change(self, figure: Printed, fits: Span | None) -> str:
        printed = self._text(figure, self._printed(figure))
        answer = ""
        if isinstance(figure, PrintedCell) and figure.block.question != HEADLINE:
            answer = self._words(f"answer.{figure.answer}")
        if fits is None:
            return self._words("audit.change_unknown", answer=answer, printed=printed).strip()
        span = self._range(*(self._text(figure, value) for value in fits))
        return self._words("audit.change", answer=answer, printed=printed, fits=span).strip()

    def _change_as_data(self, figure: Printed, repair: Repair) -> dict[str, Any]:
        fits = repair.fits.get(figure)
        about = figure.block if isinstance(figure, PrintedCell) else BlockKey(*figure, "")
        return {
            **about._asdict(),
            "tenure": str(figure.tenure) if isinstance(figure, PrintedCell) else str(Tenure.ALL),
            "figure": str(figure.answer) if isinstance(figure, PrintedCell) else "headcount",
            "printed": self._text(figure, self._printed(figure)),
            "fits": None if fits is None else [self._text(figure, value) for value in fits],
        }

    def _printed(self, figure: Printed) -> int:
        """Return what is printed, in units of the last decimal."""
        if isinstance(figure, PrintedHeadcount):
            return self._headcounts[figure].high
        row = self._blocks[figure.block].row(figure.tenure)
        found = None if row is None else row[list(Answer).index(figure.answer)]
        if found is None:
            raise ValueError(f"{figure} is not printed")
        return found

    def _text(self, figure: Printed, units: int) -> str:
        if isinstance(figure, PrintedHeadcount):
            return str(units)
        return self._precision(figure).text(units)

    def _precision(self, figure: PrintedCell) -> Precision:
        return self._blocks[figure.block].precision

    def _range(self, low: str, high: str) -> str:
        return low if low == high else self._words("audit.range", low=low, high=high)

    def _value(self, value: Value) -> object:
        """Say one value of a finding."""
        if isinstance(value, RoleOf):
            return self._names.role(*value)
        if isinstance(value, QuestionOf):
            return self._names.question(*value)
        if isinstance(value, SharesOf):
            return self._shares(value)
        if isinstance(value, TenureOf):
            return self._words(f"tenure.{value.tenure}")
        if isinstance(value, YearOf):
            return self._names.year(value.fiscal_year)
        if isinstance(value, TablesOf):
            return self._tables(value)
        if isinstance(value, Span):
            if value.known:
                return self._words("audit.persons", n=value.low)
            return self._words("audit.persons_range", low=value.low, high=value.high)
        return value

    def _shares(self, of: SharesOf) -> str:
        low = self._words(f"audit.{'above' if of.low_open else 'from'}", share=of.low)
        high = self._words(f"audit.{'below' if of.high_open else 'up_to'}", share=of.high)
        return self._words("audit.shares", low=low, high=high)

    def _tables(self, found: TablesOf) -> str:
        questions = found.questions
        key = "audit.table" if questions == 1 else "audit.table_answers"
        texts = [
            self._words(
                key,
                n_first=table.n_first,
                first=table.counted_first,
                n_later=table.n_later,
                later=table.counted_later,
                people_first=table.n_first // questions,
                people_later=table.n_later // questions,
            )
            for table in found.tables
        ]
        return self._words("audit.tables_joiner").join(texts)


def _row_of(figure: Printed) -> tuple[object, ...]:
    """Return what figures of one row have in common."""
    return figure[:2] if isinstance(figure, PrintedCell) else figure


def _ranges(rows: Iterable[int]) -> str:
    """Write row numbers, those that follow each other as a range.

    Examples
    --------
    >>> _ranges([2, 3, 4, 9])
    '2-4, 9'
    """
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][-1] + 1:
            spans[-1].append(row)
        else:
            spans.append([row])
    return ", ".join(f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
