"""Deliveries made to harm: each with a name and with what is allowed to happen.

Contents are made when they are asked for; none takes more than some seconds or 200 MB to make.
"""

from __future__ import annotations

from tests.hostile import bombs, copies, declarations, disguises, old_workbooks, sizes, words
from tests.hostile.kinds import Hostile

HOSTILE: dict[str, Hostile] = {
    **words.FILES,
    **sizes.FILES,
    **bombs.FILES,
    **copies.FILES,
    **old_workbooks.FILES,
    **declarations.FILES,
    **disguises.FILES,
}
"""By name; `words.FILE_NAMES` are names under which a sound file may come."""
