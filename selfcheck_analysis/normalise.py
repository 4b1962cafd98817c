"""When two texts are the same to a reader, however they were typed."""

from __future__ import annotations

import unicodedata

_LOOK_ALIKES = str.maketrans({"〜": "~", "‖": "∥", **dict.fromkeys("‐‒–—―−", "-")})
"""Characters that cp932 and UTF-8 write differently, and dashes that readers cannot tell apart."""

_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # spaces, line breaks, controls, zero-width signs


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
