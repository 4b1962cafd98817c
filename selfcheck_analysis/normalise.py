"""When two texts are the same to a reader, however they were typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LOOK_ALIKES = str.maketrans({"〜": "~", "‖": "∥", **dict.fromkeys("‐‒–—―−", "-")})
"""Characters that cp932 and UTF-8 write differently, and dashes that readers cannot tell apart."""

_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # spaces, line breaks, controls, zero-width signs

_NEVER_SHOWN = {"Cc", "Cf", "Cs", "Cn"}


@lru_cache(maxsize=4_096)  # headings, roles and answers are few and come again and again
def normal(text: str) -> str:
    """Return `text` in the form in which words are compared.

    That is NFKC and lower case, without spaces and characters that cannot be seen, and with
    one sign for all that look alike.

    Examples
    --------
    >>> normal(" ２年目 以上 ")
    '2年目以上'
    >>> normal("問７‐１") == normal("問7-1")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN).lower()


def shown(text: str, most: int = 100) -> str:
    r"""Return a delivered name or heading as a message shows it: one line, without unseen signs.

    A sign that turns the direction of writing would make a message read as something else.

    Examples
    --------
    >>> shown("送信\n日時 \u202e(ver.2)")
    '送信 日時 (ver.2)'
    >>> shown("長い見出し", most=3)
    '長い見…'
    """
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in text[: 10 * most]
        if sign.isspace() or unicodedata.category(sign) not in _NEVER_SHOWN
    )
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[:most]}…"


def unique(names: Iterable[str]) -> list[str]:
    """Return names with a number behind those that stood there before.

    Examples
    --------
    >>> unique(["東課", "西課", "東課"])
    ['東課', '西課', '東課 (2)']
    """
    told: dict[str, int] = {}
    own = []
    for name in names:
        number, called = told.get(name, 0), name
        while number and called in told:
            number += 1
            called = f"{name} ({number})"
        told[name] = max(number, 1)
        told.setdefault(called, 1)
        own.append(called)
    return own
