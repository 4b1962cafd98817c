"""What people write for a year's council handout: everything in it that no figure can say.

No file, or a file with some keys only, is no fault: the handout then says which parts nobody has
written yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import Field

from selfcheck_analysis.form_words import day_in_words
from selfcheck_analysis.measures import Measures, read_measures
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Label, Questionnaire, read_questionnaire
from selfcheck_analysis.settings import Settings, read_settings
from selfcheck_analysis.words import LANGUAGES


class HandoutText(Settings):
    """The texts of one programme and year; lists hold paragraphs, in the order of print.

    Attributes
    ----------
    programme, fiscal_year : str, int
    sample : bool
        The texts were made up for the sample; the handout says so.
    material_number, presented, author : Label, date, Label
        The number of the handout, the day on which it is presented, the section that writes it.
    purpose, method, results, measures : list of Label
        Why and how the self-check was held, what follows from the rates, what will be done.
    asked : Label
        Who was asked, without how many.
    sections : dict of str to list of Label
        By role, the sections whose staff answered its form.
    focus_items : dict of int to list of Label
        By focus item, what people add to the sentences that are made from the figures.
    """

    programme: str
    fiscal_year: int
    sample: bool = False
    material_number: Label | None = None
    presented: dt.date | None = None
    author: Label | None = None
    purpose: list[Label] = Field(default_factory=list)
    asked: Label | None = None
    sections: dict[str, list[Label]] = Field(default_factory=dict)
    method: list[Label] = Field(default_factory=list)
    results: list[Label] = Field(default_factory=list)
    focus_items: dict[int, list[Label]] = Field(default_factory=dict)
    measures: list[Label] = Field(default_factory=list)

    def texts(self) -> list[str]:
        """Return everything that people wrote, and the day in words, in both languages."""
        lists = [self.purpose, self.method, self.results, self.measures]
        lists += [*self.focus_items.values(), *self.sections.values()]
        single = [self.material_number, self.author, self.asked]
        labels = [*(label for part in lists for label in part), *filter(None, single)]
        days = (
            [] if self.presented is None else [day_in_words(self.presented, x) for x in LANGUAGES]
        )
        return [*in_both_languages(labels), *days]


def in_both_languages(labels: Iterable[Label]) -> list[str]:
    """Return the texts of labels."""
    return [text for label in labels for text in (label.ja, label.en)]


@dataclass(frozen=True)
class Written:
    """All of a handout that is not in the release.

    Parameters
    ----------
    text : HandoutText
    measures : Measures
    form, last_form : Questionnaire
        This year's forms as they were asked, before any roles were merged, and last year's if
        there are any.
    """

    text: HandoutText
    measures: Measures
    form: Questionnaire
    last_form: Questionnaire | None = None

    def texts(self) -> list[str]:
        """Return everything that people wrote, the ledger's measures and owners among it."""
        labels = [label for it in self.measures.measures for label in (it.measure, it.owner)]
        return [*self.text.texts(), *in_both_languages(labels)]


def read_handout_text(project: Project, programme: str, fiscal_year: int) -> HandoutText:
    """Read the texts of one year's handout; without a file nothing is written yet.

    Raises
    ------
    ProblemsError
        Every fault of the file at once.
    """
    path = project.handout_file(programme, fiscal_year)
    named = {"programme": programme, "fiscal_year": fiscal_year}
    if not path.exists():
        return HandoutText.model_validate(named)
    return read_settings(path, HandoutText, project.relative(path), named=named)


def handout_text_faults(text: HandoutText, form: Questionnaire, file: str) -> Iterator[Problem]:
    """Yield the roles and focus items of the texts that the year's forms do not know.

    Parameters
    ----------
    text : HandoutText
    form : Questionnaire
        The forms as they were asked.
    file : str
        How messages name the file of the texts.
    """
    known = {
        "sections": [role.id for role in form.roles],
        "focus_items": [str(item.id) for item in form.focus_items],
    }
    for key, ids in known.items():
        for found in map(str, getattr(text, key)):
            if found not in ids:
                near = get_close_matches(found, ids, n=1)
                values = {"found": found, "near": near[0] if near else "-"}
                values["known"] = ", ".join(ids) or "-"
                yield Problem(f"handout_{key}_unknown", Place(file, column=key), values)


def read_written(project: Project, programme: str, fiscal_year: int) -> Written:
    """Read everything that a handout says beside the release.

    Raises
    ------
    ProblemsError
        A file has faults; `preflight` reports those of all files at once.
    """
    before = project.questionnaire_file(programme, fiscal_year - 1)
    return Written(
        text=read_handout_text(project, programme, fiscal_year),
        measures=read_measures(project),
        form=read_questionnaire(project, programme, fiscal_year),
        last_form=(
            read_questionnaire(project, programme, fiscal_year - 1) if before.is_file() else None
        ),
    )
