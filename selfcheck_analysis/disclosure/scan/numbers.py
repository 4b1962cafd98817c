"""Figures of a finished file that are in no released table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from selfcheck_analysis.disclosure.scan.figures import Figures
from selfcheck_analysis.disclosure.scan.phrases import Figure, Phrases, Sentence, Subject
from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.problems import Problem


class ReleasedNumbers:
    """Holds pieces against the figures of a release.

    Parameters
    ----------
    figures : Figures
    phrases : Phrases
    question_numbers : collection of float
        Printed numbers of the forms.
    """

    def __init__(
        self, figures: Figures, phrases: Phrases, question_numbers: Collection[float] = ()
    ) -> None:
        self._figures = figures
        self._phrases = phrases
        self._question_numbers = frozenset(question_numbers)

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Yield one problem for a piece with a figure that is not released."""
        if piece.form is Form.WHOLE:
            return
        sentences = [s for text in piece.texts for s in self._phrases.sentences(text)]
        if piece.form is Form.SCALE and _evenly_spaced(_values(sentences)):
            return
        if piece.form is Form.RECORD:
            if not self._is_released_row(sentences, piece.context):
                yield Problem("scan_unreleased_row", piece.place)
        elif piece.form is Form.ROW:
            if not self._fits_row(sentences):
                yield Problem("scan_unreleased_number", piece.place)
        elif not all(map(self._fits, sentences)):
            yield Problem("scan_unreleased_number", piece.place)

    def _is_released_row(self, sentences: list[Sentence], context: str) -> bool:
        """Tell whether one released row holds all figures of a record.

        A nought that names nothing is a line of the drawing.
        """
        above = self._phrases.sentences(context) if context else ()
        subject, numbers = _subject([*sentences, *above]), _values(sentences)
        if not subject and not any(numbers):
            return True
        return not numbers or self._figures.has_row(subject, numbers)

    def _fits_row(self, sentences: list[Sentence]) -> bool:
        """Tell whether the figures of a table's row are released of what the row names."""
        subject = _subject(sentences)
        about = self._figures.of(subject)
        if about is None:
            allowed = self._figures.all | self._figures.counts | self._figures.fixed
        else:
            allowed = about | self._question_numbers_of(subject)
        return allowed.issuperset(_values(sentences))

    def _fits(self, sentence: Sentence) -> bool:
        """Tell whether the figures of a sentence are released; counts of things may be sums."""
        about = self._figures.of(sentence.subject)
        released = self._figures.all if about is None else about
        released |= self._figures.fixed | self._question_numbers_of(sentence.subject)
        return all(self._fits_figure(figure, released) for figure in sentence.figures)

    def _fits_figure(self, figure: Figure, released: frozenset[float]) -> bool:
        if figure.value in released:
            return True
        return not figure.of_persons and figure.value in self._figures.counts

    def _question_numbers_of(self, subject: Subject) -> frozenset[float]:
        named = any(key == "question" for key, _ in subject)
        return self._question_numbers if named else frozenset()


def _subject(sentences: Iterable[Sentence]) -> Subject:
    return frozenset().union(*(sentence.subject for sentence in sentences))


def _values(sentences: Iterable[Sentence]) -> list[float]:
    return [figure.value for sentence in sentences for figure in sentence.figures]


def _evenly_spaced(values: list[float]) -> bool:
    """Tell whether values are an axis; without their sign they may come back from nought."""
    steps = {round(abs(later - earlier), 6) for earlier, later in pairwise(values)}
    return len(values) > 2 and len(steps) == 1
