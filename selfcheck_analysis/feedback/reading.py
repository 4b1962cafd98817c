"""How to read a feedback page: what the rates are, and what a figure that is not shown means."""

from __future__ import annotations

from selfcheck_analysis.commentary.policy import policy_lines
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render


def reading(pub: Publication) -> HtmlBlock:
    """Return the box at the end of every feedback page."""
    release, words = pub.release, pub.words
    headline = f"method.headline_{release.headline_rate}.text"
    policy = policy_lines(words, release.policy_name, release.thresholds, release.checked)[0]
    entries = [
        (words("method.rate.term"), [words("method.rate.text")]),
        (words("method.headline.term"), [words(headline)]),
        (words("column.verdict"), [words("feedback.reading.verdict", alpha=f"{release.alpha:g}")]),
        (
            words("feedback.reading.hidden.term"),
            [words("feedback.reading.hidden.text", min_base=release.min_base), policy],
        ),
    ]
    heading = words("heading.method")
    html = render("method.html.j2", boxes=[(heading, entries)])
    lines = [heading, *(f"{term}: {' '.join(texts)}" for term, texts in entries)]
    return HtmlBlock(html=html, plain="\n".join(lines))
