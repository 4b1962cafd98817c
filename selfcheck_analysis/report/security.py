"""What a page forbids its browser: to fetch anything, and to run scripts other than its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence


def content_security_policy(scripts: Sequence[str] = ()) -> str:
    """Return the policy under which exactly these scripts run.

    Examples
    --------
    >>> content_security_policy().split("; ")[:3]
    ["default-src 'none'", 'img-src data:', "style-src 'unsafe-inline'"]
    """
    rules = ["default-src 'none'", "img-src data:", "style-src 'unsafe-inline'"]
    if scripts:
        rules.append(" ".join(["script-src", *map(_source, scripts)]))
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _source(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
