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


def method_box(pub: Publication, tests: bool = True) -> HtmlBlock:
    """Return a box of short definitions, and below it one of four sentences on comparing.

    The definitions end with what the disclosure policy says of each of its thresholds. A fifth
    sentence says how a print is compared with, where that is what is known of last year.

    Parameters
    ----------
    pub : Publication
    tests : bool
        Whether the page prints tests; how to read them is left out otherwise, and in a first
        year, which has nothing to compare with.
    """
    definitions = [*_entries(pub, _DEFINITIONS), _disclosure(pub, tests)]
    boxes = [(pub.words("heading.method"), definitions)]
    if tests and pub.release.last_year is not None:
        keys = _WITH_PRINT if pub.release.last_year_is_printed else _COMPARING
        boxes.append((pub.words("heading.comparing"), _entries(pub, keys)))
    lines = [
        line
        for heading, entries in boxes
        for line in (heading, *(f"{term}: {' '.join(texts)}" for term, texts in entries))
    ]
    return HtmlBlock(html=render("method.html.j2", boxes=boxes), plain="\n".join(lines))


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
    if release.last_year_is_printed and pub.words.has(f"method.{key}_printed.text"):
        name = f"{key}_printed"
    return pub.words(f"method.{name}.text", alpha=f"{release.alpha:g}")
