"""Walks every sentence of every lead, of the summary and of the focus items past the checker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from selfcheck_analysis import commentary
from selfcheck_analysis.commentary.contrasts import contrasts_found
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Family, Reason, State, Tenure
from tests.markup import parts_of_lead
from tests.sentence_checker import FIGURES, Checker, tenures_of_everyone
from tests.sentence_templates import keys_below, numbers, readings

PAGES = ("responses", "rates", "year_over_year", "focus")
_HIDDEN = {
    "responses": (),
    "rates": ("rates_by_role",),
    "focus": ("focus_answers",),
    "year_over_year": (
        *("headline_changes", "changes", "composition", "contrasts"),
        *("trend", "trend_tests"),
    ),
}
_OF_FIRST_YEAR = ("part.none_first_year", "part.untold_first_year")
_HIDDEN_OF_PRINT = ("printed_changes", "printed_headlines", "contrasts")

Said = tuple[str, str, str]
"""Where a sentence stands (page and part), and the sentence."""


def sentences_of(pub: Publication) -> list[Said]:
    """Return every sentence of the leads, the summary, the focus items and the contrasts."""
    said = [
        (page, part, text)
        for page in PAGES
        for part, texts in parts_of_lead(commentary.lead(pub, page).html).items()
        for text in texts
    ]
    summary = vars(commentary.summary(pub)).items()
    said += [("summary", part, text) for part, texts in summary for text in texts]
    for question in (q.id for q in pub.questionnaire.focus_questions()):
        if pub.release.last_year is not None:
            said += [("item", question, t) for t in commentary.question_sentences(pub, question)]
    return [*said, *(("contrasts", "", text) for text in contrasts_found(pub))]


def complaints(pub: Publication, said: list[Said]) -> list[str]:
    """Hold sentences against the tables of a publication, one complaint for each that is wrong."""
    walker = _Walker(pub)
    return [
        f"{page}/{part}: {text}" for page, part, text in said if not walker.holds(page, part, text)
    ]


class _Walker:
    def __init__(self, pub: Publication) -> None:
        self.pub, self.check, self.language = pub, Checker(pub), pub.words.language

    def holds(self, page: str, part: str, text: str) -> bool:
        """Tell whether some rule knows the sentence and finds all of it in the tables."""
        if page == "item":
            return not self.check.comparison(text, part)
        if page == "contrasts":
            return self._contrast(text)
        if text == self.pub.words("part.none"):
            return part != "changed" or page != "focus" or not _moved(self._frames()["focus"])
        if text in {self.pub.words(key) for key in _OF_FIRST_YEAR}:
            return self.pub.release.last_year is None and part != "hidden"
        rules = [self._fixed, self._coverage]
        if (page, part) == ("year_over_year", "changed"):
            rules += [self._trend]
        if part == "hidden":
            rules += [lambda said: self._hidden(page, said), self._focus]
        elif page == "focus" or part == "opening":
            rules += [lambda said: self._opening(page, said), self._focus]
        elif part in ("points",):
            rules += [self._rates]
        else:
            rules += [self._evidence, lambda said: self._counted(page, said)]
        return any(rule(text) for rule in rules)

    # -- sentences without a figure of their own ---------------------------------------------

    def _fixed(self, text: str) -> bool:
        keys = (
            *("lead.changes.first_year", "lead.changes.too_many", "lead.rates.not_tested"),
            *("lead.printed_changes.headlines", "lead.rates.printed_not_tested"),
        )
        if text in {self.pub.words(key) for key in keys}:
            return text != self.pub.words(keys[0]) or self.pub.release.last_year is None
        return self._nothing_moved(text)

    def _nothing_moved(self, text: str) -> bool:
        frames, words = self._frames(), self.pub.words
        for _, values in readings(text, ("part.none_moved",), self.language):
            kinds = {words(f"count.kind.{kind}"): kind for kind in frames}
            named = values["what"].split(words("merged.last_joiner"))
            return not any(_moved(frames[kinds[name]]) for name in named)
        return False

    def _coverage(self, text: str) -> bool:
        for key, values in readings(text, keys_below("coverage."), self.language):
            roles = [
                r.id for r in self.pub.questionnaire.roles if self.pub.role(r.id) == values["role"]
            ]
            if roles and self._lacks(key, roles[0]):
                return True
        return False

    def _lacks(self, key: str, role: str) -> bool:
        """Tell whether a role is missing in the way that a sentence says."""
        responses = self.check.frame("response_rates").set_index("role")
        if key.endswith("undelivered"):
            return int(responses.at[role, "n_people"]) == 0
        if key.endswith("absent_last_year"):
            rates = self.check.frame("rates_by_role")
            rates = rates[(rates["role"] == role) & (rates["tenure"] == Tenure.ALL)]
            last = rates[rates["fiscal_year"] == self.pub.release.last_year]
            return set(last["state"]) <= {State.ABSENT, State.NO_ANSWERS}
        table = "contrasts" if key == "coverage.tallied" else "headline_changes"
        frame = self.check.frame(table)
        frame = frame[frame["question"] == HEADLINE] if "question" in frame else frame
        return bool(((frame["role"] == role) & (frame["reason"] == Reason.NEEDS_PERSONS)).any())

    def _trend(self, text: str) -> bool:
        """Check which way a series goes, over which years, and its p."""
        tests = self.check.frame("trend_tests")
        for key, values in readings(text, keys_below("trend_sentence."), self.language):
            if key.endswith("many"):
                return _moved(tests) > 6
            for row in tests.itertuples(index=False):
                if row.state not in FIGURES or pd.isna(row.verdict):
                    continue
                last = int(row.first_fiscal_year) + int(row.n_years) - 1
                years = [fiscal_year(y, self.language) for y in (int(row.first_fiscal_year), last)]
                p = [] if pd.isna(row.p_adjusted) else numbers(row.p_adjusted)
                if (
                    self.pub.series(row.role, row.question) == values["series"]
                    and key.endswith(str(row.verdict))
                    and all(year in values["years"] for year in years)
                    and numbers(values.get("p", "")) == p
                ):
                    return True
        return False

    # -- openings ---------------------------------------------------------------------------

    def _opening(self, page: str, text: str) -> bool:
        rules = {"responses": self._responses, "rates": self._lowest, "focus": self._focus_count}
        return rules.get(page, self._moved_count)(text)

    def _responses(self, text: str) -> bool:
        files = self.check.frame("deliveries")
        everyone = self.check.frame("response_rates").set_index("role").loc[ALL_ROLES]
        expected = {
            "lead.responses.delivered": {
                "files": len(files),
                **{name: files[name].sum() for name in ("delivered", "used", "set_aside")},
            },
            "lead.responses.answers_set_aside": {"n": files["answers_set_aside"].sum()},
            "lead.responses.rate": {
                name: everyone[name] for name in ("headcount", "n_people", "response_percent")
            },
        }
        for key, values in readings(text, tuple(expected), self.language):
            return all(numbers(values[n]) == [float(v)] for n, v in expected[key].items())
        return False

    def _lowest(self, text: str) -> bool:
        frame = self.check.frame("rates_by_role")
        now = frame[(frame["fiscal_year"] == self.pub.release.fiscal_year)]
        now = now[now["rate_percent"].notna()]
        for _ in readings(text, ("lead.rates.nothing",), self.language):
            return now.empty
        for _, values in readings(text, ("lead.rates.lowest",), self.language):
            rates = now["rate_percent"].astype(float)
            lowest = now[rates == rates.min()]
            names = [
                (self.pub.role(r.role), self.pub.words(f"tenure.{r.tenure}"))
                for r in lowest.itertuples(index=False)
            ]
            return numbers(values["rate"]) == [rates.min()] and all(
                role in values["groups"] and tenure in values["groups"] for role, tenure in names
            )
        return False

    def _focus_count(self, text: str) -> bool:
        rows = self._frames()["focus"]
        keys = ("lead.focus.moved", "lead.focus.none_moved", "lead.printed_focus.opening")
        for key, values in readings(text, keys, self.language):
            n = numbers(values["n"]) if "n" in values else [0.0]
            printed = key == keys[2]
            return (
                n == [float(_moved(rows))]
                and numbers(values["total"]) == [float(len(rows))]
                and printed == self.pub.release.last_year_is_printed
            )
        return False

    def _moved_count(self, text: str) -> bool:
        headlines, changes = self.check.frame("headline_changes"), self.check.frame("changes")
        printed = self.check.frame("printed_changes")
        told = [
            r
            for r in printed.to_dict("records")
            if not State(r["state"]).hidden
            and not (r["state"] == State.BAND and pd.isna(r["verdict"]))
        ]
        expected = {
            "lead.changes.moved": {
                "n_headlines": _moved(headlines),
                "n_questions": _moved(changes),
            },
            "lead.printed_changes.opening": {"total": len(told), "moved": _moved(printed)},
        }
        for _ in readings(text, ("lead.changes.none_moved",), self.language):
            return not _moved(headlines) + _moved(changes)
        for key, values in readings(text, tuple(expected), self.language):
            return all(numbers(values[n]) == [float(v)] for n, v in expected[key].items())
        return False

    # -- parts and points -------------------------------------------------------------------

    def _frames(self, page: str = "summary") -> dict[str, pd.DataFrame]:
        """Return the comparisons that a page counts, by what they are called."""
        changes, headlines = self.check.frame("changes"), self.check.frame("headline_changes")
        printed = self.check.frame("printed_changes")
        if self.pub.release.last_year_is_printed:
            return {
                "focus": printed if page == "year_over_year" else tenures_of_everyone(printed),
                "headlines": headlines,
                "questions": changes,
            }
        frames = {
            "summary": {
                "headlines": headlines,
                "focus": tenures_of_everyone(changes),
                "questions": changes,
            },
            "rates": {"headlines": headlines},
            "year_over_year": {"headlines": headlines, "questions": changes},
        }
        return frames[page]

    def _counted(self, page: str, text: str) -> bool:
        others = self.check.frame("changes")
        others = others[others["family"] == Family.SCREENING]
        for _ in readings(text, ("part.others_moved",), self.language):
            return not self.check.counted(text, {"others": others})
        frames = dict(self._frames("summary" if page in ("responses", "summary") else page))
        if page != "year_over_year":
            frames.pop("questions", None)
        if self.pub.release.last_year_is_printed:
            frames = {"focus": frames["focus"]}
        return not self.check.counted(text, frames)

    def _evidence(self, text: str) -> bool:
        """Check a named change, with what stands out in its role after it."""
        first, sep, rest = (
            text.partition("。この区分の") if self.language == "ja" else text.partition(". Of its ")
        )
        if not sep:
            first, sep, rest = (
                text.partition(". Its single") if self.language == "en" else (text, "", "")
            )
        sentence = first + ("。" if self.language == "ja" else ".") if sep else text
        return not self.check.comparison(sentence) and (not rest or self._standing_out(first, rest))

    def _standing_out(self, headline: str, text: str) -> bool:
        """Check the questions that stand out in a role: each of them, its rates and its p."""
        for _, row in [
            (t, r) for t, r in self._headlines() if headline.startswith(self.check.name(r))
        ]:
            questions = self.check.frame("changes")
            same = questions[(questions["role"] == row.role) & (questions["tenure"] == row.tenure)]
            same = same[(same["state"] == State.SHOWN) & same["p_role"].notna()]
            found = same[same["p_role"].isin(["<0.01", "<0.05"])]
            wanted = [
                n for q in found.itertuples(index=False) for n in [*_rates(q), *numbers(q.p_role)]
            ]
            quoted = all(self.pub.question(q) in text for q in found["question"])
            bare = re.sub(
                "|".join(re.escape(self.pub.statement(q)) for q in found["question"]) or "(?!)",
                "",
                text,
            )
            return quoted and numbers(bare) == wanted
        return False

    def _headlines(self) -> list[tuple[str, Any]]:
        return [
            ("headline_changes", r)
            for r in self.check.frame("headline_changes").itertuples(index=False)
        ]

    def _hidden(self, page: str, text: str) -> bool:
        if page == "year_over_year" and self.pub.release.last_year_is_printed:
            return not self.check.hidden(text, _HIDDEN_OF_PRINT)
        return not self.check.hidden(text, _HIDDEN.get(page, ()))

    def _focus(self, text: str) -> bool:
        """Check the verdict on a focus question with both its rates."""
        for _, values in readings(text, ("lead.focus.question",), self.language):
            rows = [
                r
                for r in self._frames()["focus"].itertuples(index=False)
                if self.pub.statement(r.question) == values["question"]
            ]
            return bool(rows) and self._verdict_is(values["verdict"], rows[0])
        return False

    def _verdict_is(self, text: str, row: Any) -> bool:
        if row.state not in FIGURES:
            return text == self.pub.state(row.state)
        if self.check.outcome(text, row):
            return False
        for _, values in readings(text, ("lead.focus.same",), self.language):
            both = all(self.check.rate_is(values["this"], row, side) for side in ("last", "this"))
            if both and row.verdict == "no_change_to_test":
                return True
        for _, values in readings(text, ("lead.focus.verdict",), self.language):
            return all(self.check.rate_is(values[side], row, side) for side in ("last", "this"))
        return not numbers(text)

    def _rates(self, text: str) -> bool:
        """Check the roles whose rate over all tenures differs, and how many are alike."""
        frame = self.check.frame("rates_by_role")
        frame = frame[(frame["tenure"] == Tenure.ALL) & frame["rate_percent"].notna()]
        rates = {
            role: {r.fiscal_year: float(r.rate_percent) for r in rows.itertuples(index=False)}
            for role, rows in frame.groupby("role")
        }
        both = {r: (y[2022], y[2023]) for r, y in rates.items() if {2022, 2023} <= set(y)}
        for _, values in readings(
            text, ("lead.rates.same", "lead.rates.printed_same"), self.language
        ):
            return numbers(values["n"]) == [float(sum(a == b for a, b in both.values()))]
        for _, values in readings(text, ("lead.rates.moved", "lead.rates.printed"), self.language):
            pairs = [
                pair for role, pair in both.items() if self.pub.role(str(role)) == values["role"]
            ]
            said = (numbers(values["last"]), numbers(values["this"]))
            return [([a], [b]) for a, b in pairs if a != b] == [said]
        return False

    # -- contrasts --------------------------------------------------------------------------

    def _contrast(self, text: str) -> bool:
        frame = self.check.frame("contrasts")
        told = [
            r
            for r in frame.itertuples(index=False)
            if r.state in FIGURES and not pd.isna(r.verdict)
        ]
        shown = [
            r
            for r in frame.itertuples(index=False)
            if r.state in FIGURES and not (r.state == State.BAND and pd.isna(r.verdict))
        ]
        expected = {
            "total": len(shown),
            "higher": sum(r.verdict == "rose" for r in told),
            "lower": sum(r.verdict == "fell" for r in told),
        }
        for _, values in readings(text, ("contrasts.found", "contrasts.none_found"), self.language):
            none = not expected["higher"] + expected["lower"]
            return ("higher" not in values) == none and all(
                numbers(values[name]) == [float(expected[name])] for name in values
            )
        return any(self._contrast_is(text, row) for row in told)

    def _contrast_is(self, text: str, row: Any) -> bool:
        keys = keys_below("contrast_sentence.", "contrast_without_rates.")
        name = self.pub.role(row.role)
        if row.question != HEADLINE:
            label = self.pub.statement(row.question)
            name = f"{name}「{label}」" if self.language == "ja" else f"{name}, “{label}”"
        return any(
            values["group"] == name
            and not self.check.outcome(text, row)
            and all(
                self.check.rate_is(values[s], row, s) for s in ("first", "later") if s in values
            )
            and self.check.evidence_is(values["evidence"], row)
            for _, values in readings(text, keys, self.language)
        )


def _moved(frame: pd.DataFrame) -> int:
    verdicts = frame.loc[frame["state"].isin(FIGURES), "verdict"].dropna().astype(str)
    return int(verdicts.str.startswith(("rose", "fell")).sum())


def _rates(row: Any) -> Iterator[float]:
    for side in ("last", "this"):
        percent = getattr(row, f"{side}_percent")
        if not pd.isna(percent):
            yield float(percent)
