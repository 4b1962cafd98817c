"""Rows of answers: what a person answered, one after the other, in whatever spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.disclosure.scan.spellings import line_of, one_line, spellings
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.responses.vocabulary import known_words
from selfcheck_analysis.terms import Status

_RUN = 4
"""So many answers in words that follow each other are a row of answers; no page has them."""

_DIGITS = 8
"""So many answers as 0 and 1; short rows of these are also counts."""

_MARKS = ("○", "×", "適", "不適", "適正", "不適正", "true", "false", *Status)
_BETWEEN = r"""(?:\s|[,;:|/\\"'()\[\]{}]|<[^<>]{0,80}>){1,12}"""


class AnswerRows:
    """Detects rows of answers.

    Parameters
    ----------
    rows : iterable of str
        Each person's delivered answers as 0 (no) and 1 (yes), in the order of delivery, and as 0
        (improper) and 1 (proper).
    """

    def __init__(self, rows: Iterable[str]) -> None:
        written = {word for word in known_words("answer") if not word.isdecimal()}
        spoken = {str(answer) for answer in Answer} | written | set(_MARKS)
        self._words = frozenset(spoken)
        either = "|".join(sorted(map(re.escape, spoken), key=len, reverse=True))
        word = rf"(?<!\w)(?:{either})(?!\w)"
        self._run = re.compile(rf"{word}(?:{_BETWEEN}{word}){{{_RUN - 1},}}", re.IGNORECASE)
        digit = r"(?<![\w.-])[01](?:\.0)?(?![\w.])"
        self._digits = re.compile(rf"{digit}(?:{_BETWEEN}{digit}){{{_DIGITS - 1},}}")
        self._rows = frozenset(row for row in rows if len(row) >= _DIGITS and "1" in row)

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Yield one problem for each run of answers."""
        if piece.form is Form.WHOLE:
            yield from self._runs(piece)
        elif piece.form in (Form.ROW, Form.RECORD):
            spoken = [text for text in piece.texts if one_line(text).lower() in self._words]
            if spoken and (len(spoken) > 1 or piece.form is Form.RECORD):
                yield Problem("scan_row_of_answers", piece.place)

    def _runs(self, piece: Piece) -> Iterator[Problem]:
        for spelling in spellings(piece.texts[0]):
            found = list(self._run.finditer(spelling))
            found += [run for run in self._digits.finditer(spelling) if self._of_a_person(run[0])]
            for run in found:
                at = Place(piece.place.file, piece.place.sheet, line_of(spelling, run.start()))
                yield Problem("scan_row_of_answers", at)

    def _of_a_person(self, run: str) -> bool:
        shown = "".join(re.findall(r"(?<![\w.-])([01])(?:\.0)?(?![\w.])", run))
        return any(row in shown for row in self._rows)
