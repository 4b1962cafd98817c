"""Which browser the tests use, and what a missing one means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

NAMED_BY = "SELFCHECK_CHROMIUM"
KNOWN_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Action(Enum):
    """What a test that needs a browser does."""

    USE = "use"
    SKIP = "skip"
    FAIL = "fail"


@dataclass(frozen=True)
class Decision:
    """The action, with the browser's path where there is one and the reason where there is none."""

    action: Action
    path: str = ""
    reason: str = ""


def decide(environment: Mapping[str, str], find: Callable[[str], str | None]) -> Decision:
    """Return the browser to use; without one tests are skipped, but under CI they fail.

    Parameters
    ----------
    environment : Mapping[str, str]
        The environment's variables: `SELFCHECK_CHROMIUM` names a browser, `CI` says where we are.
    find : Callable[[str], str | None]
        Returns the path of a program, as `shutil.which` does.
    """
    named = environment.get(NAMED_BY)
    for name in (named,) if named else KNOWN_NAMES:
        path = find(name)
        if path:
            return Decision(Action.USE, path=path)
    wanted = f"{named} (from {NAMED_BY})" if named else ", ".join(KNOWN_NAMES)
    action = Action.FAIL if is_set(environment, "CI") else Action.SKIP
    return Decision(action, reason=f"no Chromium found; looked for {wanted}")


def is_set(environment: Mapping[str, str], name: str) -> bool:
    """Return whether a variable is switched on: `CI=false` and `CI=0` are not."""
    return environment.get(name, "").lower() not in {"", "0", "false", "no"}
