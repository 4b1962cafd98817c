"""A drawn chart in fewer bytes: what Vega writes but nobody sees is left out."""

from __future__ import annotations

import re
from collections import Counter

_TAG = re.compile(r"<[^<>]+>")
_UNSEEN = re.compile(r'<path class="(?:foreground|background)"[^<>]* d="(?:M0,0h0v0h0Z)?"[^<>]*/>')
_DEFAULTS = re.compile(
    r' (?:opacity="1"|stroke-width="1"|pointer-events="none"|transform="translate\(0,0\)")'
)
_CLASS = re.compile(r' class="(?!marks"|[^"]*\brole-axis-label\b)[^"]*"')
"""Names of groups; two are kept: of the picture, and of the labels of an axis."""

_DECIMALS = re.compile(r"\d+\.\d{3,}")
_FAMILY = re.compile(r' font-family="[^"]*"')


def compact(svg: str) -> str:
    """Return the same picture without empty shapes, defaults and hundredths of a pixel.

    Only tags are touched, never the texts between them. The family of most texts is said once.

    Examples
    --------
    >>> compact('<svg class="marks"><g class="x"><line x2="0.33333" opacity="1"/></g>1.2345</svg>')
    '<svg class="marks"><g><line x2="0.33"/></g>1.2345</svg>'
    """
    slim = _TAG.sub(lambda tag: _slimmer(tag[0]), _UNSEEN.sub("", svg))
    families = Counter(_FAMILY.findall(slim))
    if not families:
        return slim
    ((family, _),) = families.most_common(1)
    return slim.replace(family, "").replace("<svg", f"<svg{family}", 1)


def _slimmer(tag: str) -> str:
    tag = _CLASS.sub("", _DEFAULTS.sub("", tag))
    return _DECIMALS.sub(lambda number: f"{float(number[0]):.2f}", tag)
