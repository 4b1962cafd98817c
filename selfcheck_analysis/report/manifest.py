"""What one run made, and from what: the record that the index of the year is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    field_validator,
    model_validator,
)

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.words import Language


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(_Record):
    """One page: its name in the catalogue, its title, and its file below the year's folder."""

    name: str
    title: str
    file: str


class InputFile(_Record):
    """One input, named from the project's root with forward slashes.

    `keyed` tells that the digest is an HMAC-SHA-256 under a key that is not released, as a
    delivery's must be: a plain one could be tried out.
    """

    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    keyed: bool


class Output(_Record):
    """One file that the run wrote, named below the year's folder, and its `content_digest`."""

    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Code(_Record):
    """Which code ran.

    `commit` is "unknown" without git; `clean` is None where it is not known whether the files were
    as committed; `sha256` is of the package's sources.
    """

    commit: str = Field(pattern="^([0-9a-f]{40,64}|unknown)$")
    clean: bool | None
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Step(_Record):
    """How many went into a step, how many came out of it, and how many were left behind."""

    what: Literal["files", "people", "cells"]
    taken: NonNegativeInt
    kept: NonNegativeInt
    left_out: NonNegativeInt

    @model_validator(mode="after")
    def _adds_up(self) -> Step:
        if self.taken != self.kept + self.left_out:
            raise ValueError(
                f"{self.what}: {self.taken} taken in are not {self.kept} kept and "
                f"{self.left_out} left out; hand over counts that add up"
            )
        return self


class Threshold(_Record):
    """One threshold of the disclosure policy, and what it does in both languages."""

    value: bool | int
    ja: str
    en: str


class MergedRoles(_Record):
    """Roles that are shown together, as they are printed, and the name they are shown under."""

    group: str
    roles: tuple[str, ...]


_NEEDED = ("internal_only", "min_base", "min_values")
"""The thresholds that the index prints or acts upon."""


class Manifest(_Record):
    """The record of one programme and fiscal year.

    Attributes
    ----------
    title : str
        The programme's name in the language of its pages.
    papers : tuple of Page
        What is made beside the pages: Word and Excel files, feedback pages and their overview.
    tables : tuple of str
        Released tables, as files below the year's folder.
    outputs : tuple of Output
        Every page, paper and table with its digest.
    summary : dict
        What changed, what did not, what cannot be told, what is hidden: sentences by kind.
    key_id : str
        Names the key of the keyed digests without telling it: those under another key differ.
    code : Code or None
        None in a record of an earlier version.
    set_aside : dict
        Reason (a problem's code) to number of cases.
    people_delivered, people_used, people_set_aside : int
        Delivered = used + set aside.
    steps : tuple of Step
        Files delivered, read, not read; people delivered, used, set aside; cells of the released
        tables, with a figure, without. Each adds up.
    answers_set_aside : int
        Single answers set aside of people who are used.
    hidden : dict
        State of a released cell (`terms.State`) to number of cells.
    hidden_by_table : dict
        The same for each released table.
    policy, thresholds : str, dict
        The disclosure policy that was applied, and each of its thresholds.
    checked : bool
        Whether it was tried to work out what is not shown, and nothing was found.
    merged_roles : tuple of MergedRoles
    """

    programme: str
    title: str
    fiscal_year: int
    language: Language
    made_at: AwareDatetime
    synthetic: bool
    policy: str
    thresholds: dict[str, Threshold]
    checked: bool
    merged_roles: tuple[MergedRoles, ...] = ()
    pages: tuple[Page, ...]
    papers: tuple[Page, ...] = ()
    tables: tuple[str, ...]
    outputs: tuple[Output, ...] = ()
    summary: dict[str, tuple[str, ...]] = {}
    inputs: tuple[InputFile, ...]
    key_id: str = Field(default="", pattern="^([0-9a-f]{16})?$")
    parameters: dict[str, str | int | float | list[str]]
    versions: dict[str, str]
    code: Code | None = None
    people_delivered: NonNegativeInt
    people_used: NonNegativeInt
    people_set_aside: NonNegativeInt
    set_aside: dict[str, NonNegativeInt]
    steps: tuple[Step, ...] = ()
    answers_set_aside: NonNegativeInt = 0
    hidden: dict[str, NonNegativeInt]
    hidden_by_table: dict[str, dict[str, NonNegativeInt]] = {}

    @field_validator("fiscal_year")
    @classmethod
    def _is_a_year(cls, fiscal_year: int) -> int:
        return FiscalYear(fiscal_year).year

    @model_validator(mode="after")
    def _has_thresholds(self) -> Manifest:
        if lacking := [name for name in _NEEDED if name not in self.thresholds]:
            raise ValueError(f"thresholds: {lacking} missing; hand over all of the policy's")
        return self

    @model_validator(mode="after")
    def _people_add_up(self) -> Manifest:
        if self.people_delivered != self.people_used + self.people_set_aside:
            raise ValueError("people: delivered are not used and set aside together")
        return self

    @property
    def internal_only(self) -> bool:
        """True where nothing is protected, so that nothing may leave the room."""
        return bool(self.thresholds["internal_only"].value)

    @property
    def min_base(self) -> int:
        """The smallest base that is shown."""
        return int(self.thresholds["min_base"].value)

    @property
    def plain_thresholds(self) -> dict[str, dict[str, Any]]:
        """The thresholds as a release carries them."""
        return {name: rule.model_dump() for name, rule in self.thresholds.items()}


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest as JSON."""
    text = manifest.model_dump_json(indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; pydantic.ValidationError when the file is none."""
    return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
