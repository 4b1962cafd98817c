"""What respondents handed in: every text that is none of the form's words, and rows of answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.disclosure.scan.spellings import spellings, unspaced
from selfcheck_analysis.normalise import normal
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.intake import delivered_files
from selfcheck_analysis.responses.layout import Layout, recognise
from selfcheck_analysis.responses.readers import Sheet, read_sheets
from selfcheck_analysis.responses.vocabulary import known_words

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


def delivered_layouts(
    project: Project, questionnaire: Questionnaire
) -> Iterator[tuple[Sheet, Layout | None]]:
    """Yield every sheet that was delivered in one year, with its layout if it has one.

    What cannot be read was reported when it was taken in.
    """
    for path in delivered_files(project, questionnaire.programme, questionnaire.fiscal_year):
        with suppress(ProblemsError):
            for sheet in read_sheets(path, path.name):
                yield sheet, recognise(sheet, questionnaire, Place(path.name))[0]


def texts_of(sheet: Sheet, layout: Layout | None, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the cells of a sheet's rows that are no words of the form."""
    known = set(known_words("answer")) | set(known_words("tenure"))
    for role in questionnaire.roles:
        known |= {normal(name) for name in (role.id, role.label.ja, role.label.en)}
    for _, cells in layout.rows if layout else sheet.rows:
        yield from (cell for cell in cells if normal(cell) and normal(cell) not in known)


def answers_of(layout: Layout, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield each person's answers as 0 and 1: yes, no, and proper, of every question answered."""
    words = known_words("answer")
    proper = {question.id: question.proper_answer for question in questionnaire.questions}
    order = sorted(layout.questions, key=layout.questions.__getitem__)
    for _, cells in layout.rows:
        given = {id_: words.get(normal(_cell(cells, layout.questions[id_]))) for id_ in order}
        answered = {id_: answer for id_, answer in given.items() if answer}
        yes = "".join("1" if answer == "yes" else "0" for answer in answered.values())
        yield yes
        yield yes.translate(str.maketrans("01", "10"))
        yield "".join("1" if answer == proper[id_] else "0" for id_, answer in answered.items())


def _cell(cells: tuple[str, ...], position: int) -> str:
    return cells[position] if position < len(cells) else ""
