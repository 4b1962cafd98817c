"""A missing browser is a reason to skip on a desk, and a failure under CI."""

import pytest

from tests.browser_policy import Action, decide


def finder(*installed: str):
    """Return a stand-in for `shutil.which` on a machine with these programs."""
    return {name: f"/bin/{name}" for name in installed}.get


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_decide__uses_every_known_browser(name):
    decision = decide({}, finder(name))
    assert (decision.action, decision.path) == (Action.USE, f"/bin/{name}")


def test_decide__prefers_the_browser_named_by_the_variable():
    decision = decide({"SELFCHECK_CHROMIUM": "my-chrome"}, finder("chromium", "my-chrome"))
    assert decision.path == "/bin/my-chrome"


def test_decide__a_wrongly_named_browser_is_not_replaced_in_silence():
    decision = decide({"SELFCHECK_CHROMIUM": "typo"}, finder("chromium"))
    assert decision.action is Action.SKIP
    assert "typo (from SELFCHECK_CHROMIUM)" in decision.reason


@pytest.mark.parametrize("value", [None, "", "0", "false", "False", "no"])
def test_decide__skips_with_the_reason_outside_ci(value):
    decision = decide({} if value is None else {"CI": value}, finder())
    assert decision.action is Action.SKIP
    assert "chromium, chromium-browser, google-chrome" in decision.reason


@pytest.mark.parametrize("value", ["true", "1", "yes"])
def test_decide__fails_under_ci(value):
    assert decide({"CI": value}, finder()).action is Action.FAIL


def test_decide__uses_a_browser_under_ci_as_well():
    assert decide({"CI": "true"}, finder("chromium")).action is Action.USE
