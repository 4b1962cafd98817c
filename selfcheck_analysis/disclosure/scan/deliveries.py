"""What respondents handed in: every text that is none of the form's words, and rows of answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.disclosure.scan.spellings import spellings, unspaced
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import Answer, Kind
from selfcheck_analysis.responses.codes import NO, YES, Coder
from selfcheck_analysis.responses.files.readers import read_file
from selfcheck_analysis.responses.files.sheets import Sheet
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.intake import delivered_files
from selfcheck_analysis.responses.layout import Layout, recognise
from selfcheck_analysis.responses.vocabulary import comparable, known_signs

_LONG, _LONG_NUMBER = 6, 5
"""From so many characters, or digits, on a delivered text is looked for inside other text; a
shorter one only as the whole of a cell or value, and a shorter number not at all."""

_NUMBER = re.compile(r"\d[\d.,-]*\d")


class DeliveredTexts:
    """Free text and whatever else deliveries hold beside answers: names, staff numbers, times.

    Parameters
    ----------
    texts : iterable of str
        As delivered.
    published : iterable of str
        Texts that pages are made of; what stands in one of them tells nothing.
    """

    def __init__(self, texts: Iterable[str], published: Iterable[str]) -> None:
        known = "\n".join(unspaced(text) for text in published)
        sought = {text for text in map(unspaced, texts) if text and text not in known}
        numbers = {text for text in sought if _NUMBER.fullmatch(text)}
        words = sought - numbers
        self._inside = sorted(text for text in words if len(text) >= _LONG)
        self._alone = frozenset(text for text in words if len(text) < _LONG)
        self._numbers = frozenset(n for n in numbers if sum(map(str.isdigit, n)) >= _LONG_NUMBER)

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Yield one problem for each place with a delivered text."""
        if piece.form is Form.WHOLE:
            yield from self._in_text(piece)
        elif any(unspaced(text) in self._alone for text in piece.texts):
            yield Problem("scan_delivered_text", piece.place)

    def _in_text(self, piece: Piece) -> Iterator[Problem]:
        for spelling in spellings(piece.texts[0]):
            if self._count(spelling):
                rows = list(self._lines(spelling)) or [0]  # none where it goes over lines
                for row in rows:
                    at = Place(piece.place.file, piece.place.sheet, row)
                    yield Problem("scan_delivered_text", at)

    def _lines(self, text: str) -> Iterator[int]:
        for number, line in enumerate(text.split("\n"), start=1):
            if self._count(line):
                yield number

    def _count(self, text: str) -> bool:
        flat = unspaced(text)
        if any(sought in flat for sought in self._inside):
            return True
        return bool(self._numbers) and not self._numbers.isdisjoint(_NUMBER.findall(text))


def delivered_sheets(project: Project, reading: Reading) -> Iterator[tuple[Sheet, Layout | None]]:
    """Yield every sheet that was delivered in one year, with its layout if it has one.

    What cannot be read was reported when it was taken in.
    """
    form = reading.questionnaire
    for path in delivered_files(project, form.programme, form.fiscal_year):
        for delivered in read_file(path, path.name):
            for sheet in delivered.sheets:
                with suppress(ProblemsError):
                    layout, _ = recognise(sheet, reading, path.name)
                    yield (sheet if layout is None else layout.sheet), layout


def texts_of(sheet: Sheet, layout: Layout | None, reading: Reading) -> Iterator[str]:
    """Yield the cells of a sheet's rows that are no words of the form and no counts."""
    known = {word for words in reading.words.values() for word in words}
    known |= known_signs("anonymous") | known_signs("total")
    above = 0 if layout is None else layout.header
    for number, cells in sheet.rows:
        if number > above:
            said = (cell for cell in cells if cell)
            yield from (cell for cell in said if comparable(cell) not in {"", *known})


def answers_of(layout: Layout, reading: Reading) -> Iterator[str]:
    """Yield each person's answers as 0 and 1: yes, no, and proper, of every question answered."""
    form, coder = reading.questionnaire, Coder(layout, reading)
    asked = [id_ for id_ in layout.questions() if form.question(id_).kind is Kind.YES_NO]
    proper = [YES if form.question(id_).proper_answer is Answer.YES else NO for id_ in asked]
    for block in layout.blocks():
        rows = [coder.codes(id_, block) for id_ in asked]
        for person in zip(*rows, strict=True):
            given = [(code, of) for code, of in zip(person, proper, strict=True) if code > 0]
            yes = "".join("1" if code == YES else "0" for code, _ in given)
            yield yes
            yield yes.translate(str.maketrans("01", "10"))
            yield "".join("1" if code == of else "0" for code, of in given)
