"""What one run made, and from what: the record that the index of the year is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, model_validator

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
    tables : tuple of str
        Released tables, as files below the year's folder.
    set_aside : dict
        Reason (a problem's code) to number of cases.
    people_delivered, people_used, people_set_aside : int
        Delivered = used + set aside.
    hidden : dict
        State of a released cell (`terms.State`) to number of cells.
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
    tables: tuple[str, ...]
    inputs: tuple[InputFile, ...]
    parameters: dict[str, str | int | float | list[str]]
    versions: dict[str, str]
    people_delivered: NonNegativeInt
    people_used: NonNegativeInt
    people_set_aside: NonNegativeInt
    set_aside: dict[str, NonNegativeInt]
    hidden: dict[str, NonNegativeInt]

    @model_validator(mode="after")
    def _has_thresholds(self) -> Manifest:
        if lacking := [name for name in _NEEDED if name not in self.thresholds]:
            raise ValueError(f"thresholds: {lacking} missing; hand over all of the policy's")
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
    path.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; pydantic.ValidationError when the file is none."""
    return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
