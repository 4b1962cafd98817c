"""How to read the figures: definitions, rounding, tests, disclosure rule."""

from __future__ import annotations

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import confidence_level
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render

_ALWAYS = ("rate", "headline", "all_tenures", "rounding", "disclosure")
_COMPARING = ("test", "census", "holm", "verdict", "unlinked")


def method_box(pub: Publication, tests: bool = True) -> HtmlBlock:
    """Return a box of short definitions.

    Parameters
    ----------
    pub : Publication
    tests : bool
        Whether the page prints tests; how to read them is left out otherwise, and in a first
        year, which has nothing to compare with.
    """
    keys = (*_ALWAYS, *_COMPARING) if tests and pub.release.last_year is not None else _ALWAYS
    entries = [(pub.words(f"method.{key}.term"), _text(pub, key)) for key in keys]
    heading = pub.words("heading.method")
    html = render("method.html.j2", heading=heading, entries=entries)
    return HtmlBlock(html=html, plain="\n".join([heading, *(": ".join(e) for e in entries)]))


def _text(pub: Publication, key: str) -> str:
    release = pub.release
    name = f"{key}_{release.headline_rate}" if key == "headline" else key
    return pub.words(
        f"method.{name}.text",
        alpha=f"{release.alpha:g}",
        level=confidence_level(pub),
        min_base=release.min_base,
        p_exact_min_base=release.p_exact_min_base,
    )
