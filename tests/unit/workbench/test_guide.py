"""What the guide tells people to type gives what the guide says."""

import doctest

from selfcheck_analysis.paths import ROOT_VARIABLE
from tests.project_copy import SHIPPED

GUIDE = SHIPPED.root / "docs" / "workbench.md"


def test_guide__its_examples_are_true(sample, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(sample.root))
    found = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert found.attempted > 15
    assert found.failed == 0
