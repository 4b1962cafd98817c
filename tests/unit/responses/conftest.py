"""What the tests of deliveries ask for."""

import pytest

from tests.small_project import intake_of


@pytest.fixture
def take(tmp_path):
    """Deliver the given files alone and take them in; `a_csv=` is delivered as a.csv."""
    return lambda **files: intake_of(tmp_path, **files)
