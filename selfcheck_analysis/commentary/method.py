"""How to read the figures: definitions, rounding, disclosure rule, and what comparing means."""

from __future__ import annotations

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render

Entry = tuple[str, list[str]]
"""A term and what is said of it."""

_DEFINITIONS = ("rate", "headline", "all_tenures", "rounding")
_COMPARING = ("census", "unlinked", "families", "threshold")
_WITH_PRINT = ("printed", *_COMPARING)
_WITHIN_THE_YEAR = ("census", "families", "threshold")


def method_box(pub: Publication, tests: bool = True, contrasts: bool = False) -> HtmlBlock:
    """Return a box of short definitions, and below it one of four sentences on comparing.

    The definitions end with what the disclosure policy says of each of its thresholds. A fifth
    sentence says how a print is compared with, where that is what is known of last year. In a
    first year three of the sentences remain on a page that compares the tenures.

    Parameters
    ----------
    pub : Publication
    tests : bool
        Whether the page prints tests; how to read them is left out otherwise.
    contrasts : bool
        Whether the page compares the tenures within the year, as it can in a first year too.
    """
    definitions = [*_definitions(pub, tests), _disclosure(pub, tests)]
    boxes = [(pub.words("heading.method"), definitions)]
    if keys := _on_comparing(pub, contrasts) if tests else ():
        boxes.append((pub.words("heading.comparing"), _entries(pub, keys)))
    lines = [
        line
        for heading, entries in boxes
        for line in (heading, *(f"{term}: {' '.join(texts)}" for term, texts in entries))
    ]
    return HtmlBlock(html=render("method.html.j2", boxes=boxes), plain="\n".join(lines))


def _on_comparing(pub: Publication, contrasts: bool) -> tuple[str, ...]:
    """Return which sentences on comparing fit the year."""
    if pub.release.last_year is None:
        return _WITHIN_THE_YEAR if contrasts else ()
    return _WITH_PRINT if pub.release.last_year_is_printed else _COMPARING


def _definitions(pub: Publication, tests: bool) -> list[Entry]:
    """Return the definitions; where rates of roles are compared also which questions that takes."""
    entries = _entries(pub, _DEFINITIONS)
    if not tests:
        return entries
    compared = "headline_compared_alone" if pub.release.last_year is None else "headline_compared"
    at = _DEFINITIONS.index("headline")
    term, texts = entries[at]
    entries[at] = (term, [*texts, pub.words(f"method.{compared}.text")])
    return entries


def _entries(pub: Publication, keys: tuple[str, ...]) -> list[Entry]:
    return [(pub.words(f"method.{key}.term"), [_text(pub, key)]) for key in keys]


def _disclosure(pub: Publication, tests: bool) -> Entry:
    """Return the policy's own sentences, and how p is written on a page that prints tests."""
    coarse = tests and not pub.release.internal_only
    classes = [pub.words("method.disclosure.classes")] if coarse else []
    term = pub.words("method.disclosure.term", policy=pub.release.policy_name)
    return term, [*pub.sentences(), *classes]


def _text(pub: Publication, key: str) -> str:
    release = pub.release
    name = f"{key}_{release.headline_rate}" if key == "headline" else key
    variant = "printed" if release.last_year_is_printed else "alone"
    special = release.last_year_is_printed or release.last_year is None
    if special and pub.words.has(f"method.{key}_{variant}.text"):
        name = f"{key}_{variant}"
    return pub.words(f"method.{name}.text", alpha=f"{release.alpha:g}")
