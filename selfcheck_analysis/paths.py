"""Where things are: every folder of a project, from its root and never from the working folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT_VARIABLE = "SELFCHECK_PROJECT"


@dataclass(frozen=True)
class Project:
    """A project folder and the places in it.

    Parameters
    ----------
    root : Path
        The folder that holds `params/`, `data/`, `notebooks/` and `reports/`.
    """

    root: Path

    @classmethod
    def current(cls) -> Project:
        """Return the project named by the variable SELFCHECK_PROJECT, else this checkout."""
        named = os.environ.get(ROOT_VARIABLE)
        return cls(Path(named).resolve() if named else Path(__file__).resolve().parent.parent)

    @property
    def params(self) -> Path:
        """The settings of every run."""
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        """The committed notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """What leaves the room."""
        return self.root / "reports"

    @property
    def published(self) -> Path:
        """Tables known from print."""
        return self.root / "data" / "published"

    @property
    def impossible_cells(self) -> Path:
        """The printed figures that the sample misses; in a folder of its own, being no print."""
        return self.published / "sample" / "impossible_cells.csv"

    @property
    def disclosure_policy(self) -> Path:
        """The thresholds of disclosure control."""
        return self.params / "disclosure.yaml"

    @property
    def print_audit_page(self) -> Path:
        """What an audit of printed tables found (internal: it says how to read answers off)."""
        return self.root / "data" / "processed" / "print_audit.html"

    @property
    def releases(self) -> Path:
        """What every release told, a folder for each programme (confidential)."""
        return self.root / "data" / "processed" / "releases"

    @property
    def choices(self) -> Path:
        """What was chosen to be shown of which figures, by digest (confidential)."""
        return self.root / "data" / "processed" / "choices"

    @property
    def internal(self) -> Path:
        """Pages made under a policy that protects nothing: they do not belong to the reports."""
        return self.root / "data" / "processed" / "internal"

    @property
    def delivery_key(self) -> Path:
        """The secret under which released digests of deliveries are computed."""
        return self.root / "data" / "processed" / "delivery_key"

    def form_changes_page(self, first: int, last: int) -> Path:
        """Return what states how the forms of two fiscal years differ."""
        return self.root / "data" / "processed" / f"form_changes_{first}_{last}.html"

    def params_file(self, programme: str, fiscal_year: int) -> Path:
        """Return the settings file of one run."""
        return self.params / f"{programme}_{fiscal_year}.yaml"

    def questionnaire_file(self, programme: str, fiscal_year: int) -> Path:
        """Return the file that defines one year's forms."""
        return self.params / "questionnaires" / f"{programme}_{fiscal_year}.yaml"

    def deliveries_file(self, programme: str) -> Path:
        """Return the file that says how unknown exports of a programme are read; optional."""
        return self.params / "deliveries" / f"{programme}.yaml"

    @property
    def measures(self) -> Path:
        """The measures that were taken against low rates, and who owns them."""
        return self.params / "measures.yaml"

    def handout_file(self, programme: str, fiscal_year: int) -> Path:
        """Return the file of what people write for a year's council handout."""
        return self.params / "handouts" / f"{programme}_{fiscal_year}.yaml"

    def raw(self, programme: str, fiscal_year: int) -> Path:
        """Return the folder of the delivered files (read-only)."""
        return self.root / "data" / "raw" / programme / str(fiscal_year)

    def processed(self, programme: str, fiscal_year: int) -> Path:
        """Return the folder of confidential results."""
        return self.root / "data" / "processed" / programme / str(fiscal_year)

    def delivery_check(self, programme: str, fiscal_year: int) -> Path:
        """Return the folder of what a check of the deliveries found (confidential)."""
        return self.processed(programme, fiscal_year) / "check"

    def relative(self, path: Path) -> str:
        """Return `path` as people of the project write it, with forward slashes.

        A link is called by its own name and not by what it leads to. Bytes of a file name
        that are no text are shown as question marks.
        """
        for own, root in (
            (path.absolute(), self.root.absolute()),
            (path.resolve(), self.root.resolve()),
        ):
            if own.is_relative_to(root):
                return _printable(own.relative_to(root).as_posix())
        return _printable(path.name)


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
