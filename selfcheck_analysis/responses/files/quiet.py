"""Keep from the terminal what a library prints by itself when it breaks down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_ERRORS = 2
"""The file descriptor to which Rust writes what it says of a panic; `sys.stderr` is not asked."""


@contextmanager
def errors_unsaid() -> Iterator[None]:
    """Send to nowhere whatever is written to the standard error meanwhile."""
    try:
        kept = os.dup(_ERRORS)
    except OSError:  # a program without a terminal
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _ERRORS)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _ERRORS)
        os.close(kept)
