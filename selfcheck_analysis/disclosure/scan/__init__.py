"""A last look at finished files: nothing may be in them that is not of the release."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from selfcheck_analysis.disclosure.scan.copies import copies
from selfcheck_analysis.disclosure.scan.images import image_pieces
from selfcheck_analysis.disclosure.scan.manifest import MANIFEST_FILE, manifest_pieces
from selfcheck_analysis.disclosure.scan.notebooks import notebook_pieces
from selfcheck_analysis.disclosure.scan.office import office_pieces
from selfcheck_analysis.disclosure.scan.pages import page_pieces
from selfcheck_analysis.disclosure.scan.pieces import (
    Pieces,
    decoded,
    unknown,
    unreadable,
    whole,
)
from selfcheck_analysis.disclosure.scan.sources import Confidential, ReleasedSide, Source
from selfcheck_analysis.disclosure.scan.tables import table_pieces
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, refuse
from selfcheck_analysis.responses.intake import delivered_files

__all__ = ["CODES", "Source", "scan_finished"]

MOST_FAULTS = 20
"""So many faults of one file are named; of the others their number."""

CODES = frozenset(
    {
        "page_names_machine",
        "scan_confidential_column",
        "scan_copy",
        "scan_delivered_text",
        "scan_metadata",
        "scan_more",
        "scan_not_of_release",
        "scan_row_of_answers",
        "scan_table_differs",
        "scan_unknown_kind",
        "scan_unreadable",
        "scan_unreleased_number",
        "scan_unreleased_row",
    }
)
"""The codes of everything that the scan refuses."""


def scan_finished(
    project: Project, folder: Path, sources: Sequence[Source], shipped: Collection[str] = ()
) -> None:
    """Refuse finished files with anything in them that is not of the release.

    Parameters
    ----------
    project : Project
    folder : Path
        The finished files: a folder for each programme, and beside them the index.
    sources : sequence of Source
        One for each programme of the run.
    shipped : collection of str
        Scripts and style sheets that the package writes into pages.

    Raises
    ------
    ProblemsError
        Every fault of every file: where it is and of which kind, never the value.
    """
    refuse(_shortened(_Scan(project, folder, sources, shipped).problems()))


class _Scan:
    def __init__(
        self, project: Project, folder: Path, sources: Sequence[Source], shipped: Collection[str]
    ) -> None:
        self._project, self._folder, self._shipped = project, folder, shipped
        self._sources = {source.release.programme: source for source in sources}
        self._confidential = Confidential.of(project, sources)
        self._delivered = self._names_of_deliveries()
        self._released = ReleasedSide(sources, self._manifests())

    def problems(self) -> Iterator[Problem]:
        """Yield the faults of every file, file by file."""
        found = sorted(self._folder.rglob("*"))
        paths = [path for path in found if path.is_symlink() or not path.is_dir()]
        copied = copies(self._project, [path for path in paths if not path.is_symlink()])
        for path in paths:
            yield from dict.fromkeys(self._problems_of(path, path in copied))

    def _problems_of(self, path: Path, copy: bool) -> Iterator[Problem]:
        file = path.relative_to(self._folder).as_posix()
        yield from self._confidential.problems(whole(file, f"/{file}"))
        if copy or path.name in self._delivered:
            yield Problem("scan_copy", Place(file))
            return
        numbers = self._released.of(PurePosixPath(file).parts[0])
        for piece in self._pieces(path, file):
            if isinstance(piece, Problem):
                yield piece
            else:
                yield from self._confidential.problems(piece)
                yield from numbers.problems(piece)

    def _pieces(self, path: Path, file: str) -> Pieces:
        """Take a file apart, by its kind; a link may lead anywhere and is refused."""
        kind = path.suffix.lower()
        try:
            content = b"" if path.is_symlink() else path.read_bytes()
        except OSError:
            yield unreadable(file)
            return
        if path.is_symlink() or kind not in _KINDS:
            yield unknown(file)
        elif kind in (".xlsx", ".docx"):
            yield from office_pieces(content, file)
        elif kind in (".png", ".jpg", ".jpeg"):
            yield from image_pieces(content, file)
        elif isinstance(text := decoded(content, file), Problem):
            yield text
        else:
            yield from self._pieces_of_text(path, file, text)

    def _pieces_of_text(self, path: Path, file: str, text: str) -> Pieces:
        source = self._sources.get(PurePosixPath(file).parts[0])
        kind = path.suffix.lower()
        if kind in (".html", ".svg"):
            yield from page_pieces(text, file, self._shipped)
        elif kind == ".ipynb":
            yield from notebook_pieces(text, file)
        elif source is None or (kind == ".json" and path.name != MANIFEST_FILE):
            yield whole(file, text)
            yield Problem("scan_not_of_release", Place(file))
        elif kind == ".csv":
            yield from table_pieces(text, file, path.stem, source.release)
        else:
            yield from manifest_pieces(text, file, source.release)

    def _manifests(self) -> list[Path]:
        """Return the records of this run, and of earlier ones of the other programmes."""
        years = {source.release.fiscal_year for source in self._sources.values()}
        earlier = [
            path
            for year in sorted(years)
            for path in (self._project.reports / str(year)).glob(f"*/{MANIFEST_FILE}")
            if path.parent.name not in self._sources
        ]
        return [*earlier, *sorted(self._folder.glob(f"*/{MANIFEST_FILE}"))]

    def _names_of_deliveries(self) -> set[str]:
        """Return the names of all delivered files."""
        return {
            path.name
            for source in self._sources.values()
            for form in source.questionnaires
            for path in delivered_files(self._project, form.programme, form.fiscal_year)
        }


_KINDS = frozenset(
    [
        *(".csv", ".docx", ".html", ".ipynb", ".jpeg"),
        *(".jpg", ".json", ".png", ".svg", ".xlsx"),
    ]
)


def _shortened(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Yield the first faults of each file, and how many more there are."""
    for file, group in groupby(problems, key=_top_file):
        found = list(group)
        yield from found[:MOST_FAULTS]
        if len(found) > MOST_FAULTS:
            yield Problem("scan_more", Place(file), {"n": len(found) - MOST_FAULTS})


def _top_file(problem: Problem) -> str:
    """Return the file of a fault; a part of it is written behind the file's name."""
    path = PurePosixPath(problem.place.file)
    ends = [n for n, part in enumerate(path.parts, 1) if PurePosixPath(part).suffix in _KINDS]
    return "/".join(path.parts[: ends[0]]) if ends else problem.place.file
