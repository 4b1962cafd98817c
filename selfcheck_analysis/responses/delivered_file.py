"""Read the tables of one delivered file: persons, or counts of paper forms."""

from __future__ import annotations

from collections.abc import Iterable

from selfcheck_analysis.normalise import normal, shown
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.responses.breaks import continues
from selfcheck_analysis.responses.duplicates import SheetKeys
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.files.sheets import Sheet, holds_anything
from selfcheck_analysis.responses.header import holds_a_person
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Layout, recognise
from selfcheck_analysis.responses.people import People
from selfcheck_analysis.responses.scoring import SheetResult, score_sheet
from selfcheck_analysis.responses.section_names import NO_SECTION, declared_section
from selfcheck_analysis.responses.tally.table import TallyLayout, read_tally, recognise_tally
from selfcheck_analysis.responses.vocabulary import known_signs
from selfcheck_analysis.tallies import Tallies

COUNTS = ("delivered", "used", "set_aside", "answers_set_aside")
"""Of a table: people delivered = used + set aside, and answers set aside of those used."""

MOST_TABLES = 100
"""Tables of one sheet, one below the other."""


class DeliveredFile:
    """One file while it is read: its tables, and what they gave.

    Attributes
    ----------
    people : People
    sections : dict of str to People
        The same persons by the declared section that delivered them, as far as it is known.
    tallies : list of Tallies
    problems, notes : Faults
    keys : list of SheetKeys
    sheets : list of dict
        One for each table: file, sheet, section, export, `COUNTS` and synthetic.
    """

    def __init__(self, name: str, reading: Reading) -> None:
        self.name, self.reading = name, reading
        self.people, self.problems, self.notes = People(), Faults(name), Faults(name)
        self.sections: dict[str, People] = {}
        self.tallies: list[Tallies] = []
        self.keys: list[SheetKeys] = []
        self.sheets: list[dict[str, object]] = []

    def read(self, sheets: Iterable[Sheet]) -> None:
        """Read every table of every sheet."""
        for sheet in sheets:
            if normal(sheet.name) in known_signs("example"):
                self.notes.add([Problem("sheet_of_examples", Place(self.name, sheet.name))])
                continue
            rest: Sheet | None = sheet
            for _ in range(MOST_TABLES):
                rest = self._table(rest) if rest is not None else None
            if rest is not None:
                place = Place(self.name, sheet.name, next(iter(rest.first(1)))[0])
                self._unread(rest, [Problem("tables_too_many", place, {"most": MOST_TABLES})])
        if not any(self.counts()[name] for name in ("delivered", "set_aside")):
            self.problems.add([Problem("file_empty", Place(self.name))])

    def _table(self, sheet: Sheet) -> Sheet | None:
        """Read the first table of a sheet and return what begins below it, if anything does."""
        layout, problems = recognise(sheet, self.reading, self.name)
        counted = recognise_tally(sheet, self.reading)
        if counted is not None and _stands_first(counted, layout):
            return self._tally(counted)
        if layout is None:
            self._headless(sheet, problems)
            return None
        self.problems.add(problems)
        return self._persons(layout)

    def _persons(self, layout: Layout) -> Sheet | None:
        """Read the persons under a header, also those whose role is stated anew between them."""
        following: Layout | None = layout
        while following is not None:
            layout = following
            result = score_sheet(layout, self.reading, self.name)
            self._take(layout, result)
            following = continues(layout, result.rest, self.reading) if result.rest else None
        return layout.sheet.below(result.rest) if result.rest else None

    def _take(self, layout: Layout, result: SheetResult) -> None:
        self.people.extend(result.people)
        self.problems.extend(result.problems)
        self.notes.extend(result.notes)
        self.keys.append(result.keys)
        if layout.sheet.hidden:
            self.notes.add([Problem("sheet_hidden_used", Place(self.name, layout.sheet.name))])
        stated = result.sections | ({layout.section} if layout.section else set())
        section = declared_section(self.reading.questionnaire, stated, self.name)
        if section != NO_SECTION:
            self.sections.setdefault(section, People()).extend(result.people)
        elif stated and self.reading.questionnaire.sections:
            self.notes.add([Problem("section_unclear", Place(self.name, layout.sheet.name))])
        own = result.sections if len(result.sections) == 1 else set()
        self._add_sheet(
            layout.sheet,
            layout.section or next(iter(own), ""),
            layout.export,
            synthetic=layout.synthetic,
            delivered=result.delivered,
            used=len(result.people),
            set_aside=result.rows_set_aside,
            answers_set_aside=result.answers_set_aside,
        )

    def _tally(self, layout: TallyLayout) -> Sheet | None:
        result = read_tally(layout, self.reading, self.name)
        self.tallies.append(result.tallies)
        self.problems.extend(result.problems)
        self.notes.extend(result.notes)
        self.notes.add([Problem("tally_taken", Place(self.name, layout.sheet.name))])
        self.keys.append(result.keys)
        self._add_sheet(
            layout.sheet,
            layout.section,
            "tally",
            synthetic=layout.synthetic,
            delivered=result.delivered,
            used=result.delivered - result.set_aside,
            set_aside=result.set_aside,
            answers_set_aside=result.answers_set_aside,
        )
        return layout.sheet.below(result.rest) if result.rest else None

    def _headless(self, sheet: Sheet, problems: list[Problem]) -> None:
        """Set a sheet without header aside; one that Excel hides may be a list of choices."""
        rows = [cells for _, cells in sheet.source if holds_anything(cells)]
        if not rows:
            return
        if sheet.hidden and not any(holds_a_person(row, self.reading.words) for row in rows):
            self.notes.add([Problem("sheet_hidden", Place(self.name, sheet.name))])
            return
        self._unread(sheet, problems)

    def _unread(self, sheet: Sheet, problems: list[Problem]) -> None:
        rows = sheet.count()
        self.problems.add(problems)
        self._add_sheet(
            sheet,
            "",
            "",
            synthetic=False,
            delivered=rows,
            used=0,
            set_aside=rows,
            answers_set_aside=0,
        )

    def _add_sheet(self, sheet: Sheet, section: str, export: str, **counts: object) -> None:
        about = {"file": self.name, "sheet": sheet.name}
        self.sheets.append(about | {"section": shown(section), "export": export} | counts)

    def counts(self) -> dict[str, object]:
        """Add the sheets up."""
        sums = {name: sum(int(str(sheet[name])) for sheet in self.sheets) for name in COUNTS}
        return {**sums, "synthetic": any(sheet["synthetic"] for sheet in self.sheets)}


def _stands_first(counted: TallyLayout, layout: Layout | None) -> bool:
    """Tell a sheet of counts: below a header of persons, cells are what persons said."""
    return layout is None or (not layout.transposed and counted.header <= layout.header)
