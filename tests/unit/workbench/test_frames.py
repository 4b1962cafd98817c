"""Every display of a confidential frame says that it is one, and no page takes it."""

import pandas as pd
import pytest
from nbformat.v4 import new_output

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.outputs import released_outputs
from selfcheck_analysis.workbench.frames import (
    ConfidentialFrame,
    ConfidentialSeries,
    confidential,
)
from tests.executed import notebook

JA, EN = "庁内限り・公表不可", "INTERNAL – not for release"


@pytest.fixture
def frame():
    return confidential(pd.DataFrame({"role": ["a", "b"], "n_answers": [3, 4]}), "ja")


def test_frame__is_marked_and_stamped(frame):
    assert frame.attrs["confidential"] is True
    assert JA in repr(frame)
    assert frame._repr_html_().index(JA) < frame._repr_html_().index("<table")


def test_frame__is_stamped_in_its_language():
    english = confidential(pd.DataFrame({"a": [1]}), "en")
    assert EN in english._repr_html_()
    assert JA not in english._repr_html_()


@pytest.mark.parametrize(
    "derive",
    [
        lambda f: f[f["n_answers"] > 3],
        lambda f: f.set_index("role"),
        lambda f: f.groupby("role").sum(),
        lambda f: f.assign(rate=0.5).sort_values("rate"),
        lambda f: f[["n_answers"]] * 2,
        lambda f: f.merge(pd.DataFrame({"role": ["a"], "more": [1]}), on="role"),
        lambda f: f.drop(columns="role").T,
    ],
)
def test_frame__whatever_is_made_of_it_is_stamped(frame, derive):
    derived = derive(frame)
    assert isinstance(derived, ConfidentialFrame)
    assert JA in derived._repr_html_()


@pytest.mark.parametrize("derive", [lambda f: f["n_answers"], lambda f: f.iloc[0]])
def test_series__a_column_and_a_row_are_stamped(frame, derive):
    assert isinstance(derive(frame), ConfidentialSeries)
    assert JA in repr(derive(frame))
    assert JA in repr(derive(frame).to_frame())


def test_frame__that_lost_its_language_is_stamped_in_both(frame):
    frame.attrs = {}
    assert JA in repr(frame)
    assert EN in repr(frame)


def test_frame__leaves_what_it_was_made_of_alone():
    plain = pd.DataFrame({"a": [1]})
    confidential(plain, "ja")
    assert plain.attrs == {}


def test_frame__is_refused_by_the_exporter(frame):
    output = new_output("execute_result", data={"text/html": frame._repr_html_()})
    with pytest.raises(ProblemsError) as caught:
        released_outputs(notebook(output))
    assert [problem.code for problem in caught.value.problems] == ["page_unreleased_output"]
