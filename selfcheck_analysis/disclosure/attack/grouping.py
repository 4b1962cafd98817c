"""What hangs together: items that stand in one set, or in sets that share an item."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def together(sets: Iterable[Iterable[Item]]) -> dict[Item, Item]:
    """Return for every item the one that stands for all that hang together with it."""
    leader: dict[Item, Item] = {}

    def found(item: Item) -> Item:
        leader.setdefault(item, item)
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    for items in sets:
        first = None
        for item in items:
            first = found(item) if first is None else first
            leader[found(item)] = first
    return {item: found(item) for item in leader}
