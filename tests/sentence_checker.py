"""Holds every sentence against the cells of the released tables that it speaks of.

Nothing of `commentary` is used: a sentence is read by the catalogue's templates, its row is found
by the names in it, and each number has to be that of the cell, each verb that of the verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

import pandas as pd

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State, Tenure
from tests.sentence_templates import keys_below, numbers, readings

FIGURES = ("shown", "band")
VERBS = {
    "ja": {
        "rose": "上昇した|１年目の方が高い",
        "fell": "低下した|１年目の方が低い",
        "unclear": "変化があったとはいえない|とはいえないもの",
        "untestable": "人数が少なく|決められない|多すぎ|矛盾し",
    },
    "en": {
        "rose": r"\brose\b|\bRose\b|was higher|are higher",
        "fell": r"\bfell\b|\bFell\b|was lower|are lower",
        "unclear": "not shown to have changed|Not shown to have changed",
        "untestable": "(?:so|Too) few people|be decided|[Tt]oo many tables|contradicts itself",
    },
}
"""What a sentence claims, by its words."""

CLAIM_OF = {
    **dict.fromkeys(("rose", "rose_in_every_table"), "rose"),
    **dict.fromkeys(("fell", "fell_in_every_table"), "fell"),
    "not_shown_to_have_changed": "unclear",
    "not_shown_to_have_changed_in_any_table": "unclear",
    "not_testable_at_this_size": "untestable",
    "undecided": "untestable",
    "too_many_tables": "untestable",
    "print_contradicts_itself": "untestable",
}
"""What a verdict lets a sentence claim; the other verdicts let it claim nothing."""


def claims(text: str, language: str) -> set[str]:
    """Return what a text claims, but for what it quotes."""
    bare = re.sub(r"「[^」]*(?:「[^」]*」[^」]*)*」|“[^”]*”", "", text)
    return {claim for claim, words in VERBS[language].items() if re.search(words, bare)}


class Checker:
    """The released tables that sentences are held against."""

    def __init__(self, pub: Publication) -> None:
        self.pub = pub
        self.frame = cache(pub.release.frame)

    # -- rows -------------------------------------------------------------------------------

    def rows(self, group: str, question: str | None = None) -> list[Any]:
        """Return the rows of comparisons of two years that a group's name can mean.

        A tenure alone means everyone's answers to a question.
        """
        return [*self._named.get((group, None), []), *self._named.get((group, question), [])]

    @cached_property
    def _named(self) -> dict[tuple[str, str | None], list[Any]]:
        found: dict[tuple[str, str | None], list[Any]] = {}
        for table in ("changes", "headline_changes", "printed_changes"):
            for row in self.frame(table).itertuples(index=False):
                found.setdefault((self.name(row), None), []).append(row)
                if row.role == ALL_ROLES:
                    tenure = self.pub.words(f"tenure.{row.tenure}")
                    found.setdefault((tenure, row.question), []).append(row)
        return found

    def name(self, row: Any) -> str:
        words = self.pub.words
        tenure, role = words(f"tenure.{row.tenure}"), self.pub.role(row.role)
        question = getattr(row, "question", HEADLINE)
        ja = words.language == "ja"
        if question == HEADLINE:
            return f"{role}（{tenure}）" if ja else f"{role} ({tenure})"
        label = self.pub.statement(question)
        return f"{role}「{label}」（{tenure}）" if ja else f"{role}, “{label}” ({tenure})"

    # -- cells ------------------------------------------------------------------------------

    def rate_is(self, text: str, row: Any, side: str) -> bool:
        """Tell whether a text writes one side's percent of a row, or its band."""
        percent = getattr(row, f"{side}_percent")
        if not pd.isna(percent):
            return numbers(text) == [float(percent)]
        ends = [getattr(row, f"{side}_{end}_percent", None) for end in ("low", "high")]
        if any(pd.isna(end) for end in ends):
            return text == ""
        informative = [float(end) for end in ends if end not in (0, 100)]
        return numbers(text) == informative

    def evidence_is(self, text: str, row: Any) -> bool:
        """Tell whether what stands in brackets are the cells of a row, in order, and no more."""
        year = {"ja": r"令和\S{1,2}年度", "en": r"FY\d{4}"}[self.pub.words.language]
        expected = [*self._difference(row), *self._bases(row)]
        return numbers(re.sub(year, "", text)) == expected

    def _difference(self, row: Any) -> list[float]:
        """Return change, interval and p of a row, or the ranges of change and p."""
        if not pd.isna(getattr(row, "low_change_points", None)):
            ends = dict.fromkeys([row.low_change_points, row.high_change_points])
            texts = dict.fromkeys([row.p_adjusted_low, row.p_adjusted_high])
            return [*map(float, ends), *(n for text in texts for n in numbers(text))]
        if row.state != State.SHOWN or pd.isna(getattr(row, "change_points", None)):
            return []
        level = 100 * (1 - self.pub.release.alpha)
        between = [] if pd.isna(row.low_points) else [level, row.low_points, row.high_points]
        return [*map(float, [row.change_points, *between]), *numbers(row.p_adjusted)]

    def _bases(self, row: Any) -> list[float]:
        """Return how many answered, and of a print how many tables fit."""
        sides = ("first", "later") if hasattr(row, "n_first") else ("last", "this", "tables")
        cells = [getattr(row, f"n_{side}", None) for side in sides]
        return [float(cell) for cell in cells if not pd.isna(cell)]

    def outcome(self, sentence: str, row: Any) -> list[str]:
        """Complain where a sentence claims something else than its row's verdict."""
        if row.state not in FIGURES:
            allowed: set[str] = set()
        else:
            claim = CLAIM_OF.get(str(row.verdict)) if not pd.isna(row.verdict) else None
            allowed = {claim} if claim else set()
        found = claims(sentence, self.pub.words.language)
        return [] if found == allowed else [f"claims {found}, verdict {row.verdict}: {sentence}"]

    # -- kinds of sentences -----------------------------------------------------------------

    def comparison(self, sentence: str, question: str | None = None) -> list[str]:
        """Check a sentence on one comparison; empty where every cell and the verb agree."""
        keys = keys_below("sentence.", "sentence_without_rates.", "printed_sentence.")
        complaints = [f"no such sentence: {sentence}"]
        for key, values in readings(sentence, keys, self.pub.words.language):
            if key == "sentence.note":
                continue
            for row in self.rows(values["group"], question):
                complaints = self._fits(sentence, values, row)
                if not complaints:
                    return []
        return complaints

    def _fits(self, sentence: str, values: dict[str, str], row: Any) -> list[str]:
        wrong = self.outcome(sentence, row)
        for side in ("last", "this"):
            if side in values and not self.rate_is(values[side], row, side):
                wrong.append(f"{side}: {sentence}")
        if not self._measure_is(values.get("measure", ""), row):
            wrong.append(f"measure: {sentence}")
        if values.get("evidence") and not self.evidence_is(values["evidence"], row):
            wrong.append(f"evidence: {sentence}")
        if "reason" in values and values["reason"] != self.pub.state(row.state):
            wrong.append(f"reason: {sentence}")
        return wrong

    def _measure_is(self, text: str, row: Any) -> bool:
        """Tell whether a number of questions, where one is told, is the row's."""
        return numbers(text) in ([], [float(getattr(row, "n_questions", -1))])

    def counted(self, sentence: str, frames: dict[str, pd.DataFrame]) -> list[str]:
        """Check a sentence that counts comparisons by their reason or their verdict on a print."""
        keys = keys_below("lead.changes.", "lead.printed_changes.", "part.many", "part.others")
        for key, values in readings(sentence, keys, self.pub.words.language):
            if "counts" in values and self._counts_are(values["counts"], key, frames):
                return []
        return [f"miscounted: {sentence}"]

    def _counts_are(self, text: str, key: str, frames: dict[str, pd.DataFrame]) -> bool:
        """Tell whether every count is that of the rows of its kind, and no kind is left out."""
        last = key.rsplit(".", 1)[-1]
        expected = {}
        for kind, frame in frames.items():
            n = sum(_belongs(row, last) for row in frame.to_dict("records"))
            if n:
                expected[kind] = n
        said = {
            kind: int(numbers(values["n"])[0])
            for piece in _pieces(text)
            for kind in frames
            for _, values in readings(piece, (f"count.{kind}",), self.pub.words.language)
        }
        return said == expected and len(said) == len(_pieces(text))

    def hidden(self, sentence: str, tables: Iterable[str]) -> list[str]:
        """Check a sentence on how many cells are not shown, of some tables or of all."""
        frame = self.frame("cell_states")
        chosen = list(tables)
        frame = frame[frame["table"].isin(chosen)] if chosen else frame
        by_state = frame.groupby("state")["count"].sum()
        reasons = [float(by_state.get(s, 0)) for s in State if s.hidden and by_state.get(s, 0)]
        bands = float(by_state.get(State.BAND, 0))
        total = float(by_state.sum())
        allowed = {total, sum(reasons), *reasons, bands, float(self.pub.release.min_base)}
        found = set(numbers(sentence))
        needed = (
            {*reasons, sum(reasons), *([total] if reasons or bands else [])} if reasons else set()
        )
        return [] if found <= allowed and needed <= found else [f"hidden: {sentence}"]


def _pieces(text: str) -> list[str]:
    return [piece for piece in re.split(r"、|, (?=[a-z])", text) if piece]


def _belongs(row: dict[str, Any], last: str) -> bool:
    """Tell whether a row is counted by the sentence whose key ends so."""
    state, verdict = State(row["state"]), row["verdict"]
    if state.hidden:
        return False
    if pd.isna(verdict):
        return last == "band" and state is State.BAND
    if last in ("many_moved", "others_moved"):
        return state in FIGURES and str(verdict).startswith(("rose", "fell"))
    return last in (str(row.get("reason")), str(verdict)) and last not in ("rose", "fell")


def tenures_of_everyone(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows on everyone asked and all tenures."""
    return frame[(frame["role"] == ALL_ROLES) & (frame["tenure"] == Tenure.ALL)]
