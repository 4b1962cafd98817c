"""The typed parameters of one run, as its flat YAML file gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from selfcheck_analysis.paths import Project
from selfcheck_analysis.settings import Settings, read_settings
from selfcheck_analysis.words import Language


class Params(Settings):
    """What one run of one programme and fiscal year is told; every key is required.

    Attributes
    ----------
    programme : str
        For example "juki_net".
    fiscal_year : int
        The year in which the fiscal year begins: 2023 is 2023-04-01 to 2024-03-31.
    language : {"ja", "en"}
        The language of the pages.
    last_year : {"responses", "printed", "none"}
        What is known of last year: delivered responses, its printed table, or nothing.
    headline_rate : {"macro", "pooled"}
        Which mean the tables of roles show.
    alpha : float
        Threshold of the adjusted p (proportion), and 1 - alpha the level of the intervals.
    disclosure_policy : str
        A policy of ``params/disclosure.yaml``.
    focus_family : list of str
        The focus questions, whose changes are adjusted together.
    headline_family : list of str
        The roles whose headline rates are adjusted together.
    screening_family : {"every_other_question"}
        What is adjusted together as screening.
    trend_from : int
        The first fiscal year of the trend; this year or last year for none.
    contradictions : {"only_if_asked", "keep", "drop"}
        What is counted where somebody answers a conditional question whose condition does not
        hold: the earlier answer alone, both answers, or neither.
    """

    programme: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    fiscal_year: int = Field(ge=1989, le=2117)
    language: Language
    last_year: Literal["responses", "printed", "none"]
    headline_rate: Literal["macro", "pooled"]
    alpha: float = Field(gt=0, lt=0.5)
    disclosure_policy: str = Field(min_length=1)
    focus_family: list[str]
    headline_family: list[str] = Field(min_length=1)
    screening_family: Literal["every_other_question"]
    trend_from: int = Field(ge=1989, le=2117)
    contradictions: Literal["only_if_asked", "keep", "drop"]

    @property
    def trend_years(self) -> range:
        """The fiscal years of the trend, this year last; fewer than three make none."""
        first = self.fiscal_year if self.previous_year is None else self.trend_from
        return range(first, self.fiscal_year + 1)

    @property
    def previous_year(self) -> int | None:
        """Last fiscal year, or None when the run reads no responses of it."""
        return self.fiscal_year - 1 if self.last_year == "responses" else None

    @property
    def printed_year(self) -> int | None:
        """Last fiscal year, where its printed table stands in the place of responses."""
        return self.fiscal_year - 1 if self.last_year == "printed" else None


def read_params(project: Project, programme: str, fiscal_year: int) -> Params:
    """Read one run's settings file, whose name and content must agree.

    Raises
    ------
    ProblemsError
        Every fault of the file at once.
    """
    path = project.params_file(programme, fiscal_year)
    file = project.relative(path)
    return read_settings(
        path, Params, file, named={"programme": programme, "fiscal_year": fiscal_year}
    )


def shipped_runs(project: Project) -> list[tuple[str, int]]:
    """List the (programme, fiscal year) of every settings file, in order of name."""
    return runs_named(project.params)


def runs_named(folder: Path) -> list[tuple[str, int]]:
    """List the (programme, fiscal year) by which the YAML files of a folder are named.

    Files that do not end in a year, such as `disclosure.yaml`, are left out.
    """
    stems = [path.stem.rpartition("_") for path in sorted(folder.glob("*.yaml"))]
    return [(name, int(year)) for name, _, year in stems if name and year.isdecimal()]
