"""Put finished pages in their place, all of a programme's or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfcheck_analysis.problems import Place, Problem, ProblemsError

STAGING_PREFIX = ".staging-"


@contextmanager
def staging_folder(reports: Path, fiscal_year: int) -> Iterator[Path]:
    """Yield an empty folder beside the year's pages; whatever is left in it is removed.

    It lies in `reports` so that moving a page into place is a rename, not a copy.
    """
    folder = reports / f"{STAGING_PREFIX}{fiscal_year}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staging: Path, target: Path) -> None:
    """Replace every entry of `target` that `staging` holds; leave the others alone.

    An old folder is moved aside first and put back if the new one cannot take its place.

    Raises
    ------
    ProblemsError
        A place cannot be written, for example because a program keeps one of its pages open.
    """
    for new in sorted(staging.iterdir(), key=lambda path: (path.is_file(), path.name)):
        place = target / new.name
        try:
            target.mkdir(parents=True, exist_ok=True)
            if new.is_file():
                new.replace(place)
            else:
                _replace_folder(new, place)
        except OSError as error:
            values = {"cause": type(error).__name__}
            raise ProblemsError([Problem("reports_locked", Place(place.name), values)]) from None


def _replace_folder(new: Path, place: Path) -> None:
    aside = place.with_name(f".old-{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)
