"""Nothing that a library prints by itself reaches the terminal."""

import os

import pytest

from selfcheck_analysis.responses.files.quiet import errors_unsaid


def test_errors_unsaid__what_goes_to_the_file_descriptor_is_lost_until_the_end(capfd):
    with errors_unsaid():
        os.write(2, b"during")
    os.write(2, b"after")
    assert capfd.readouterr() == ("", "after")


def test_errors_unsaid__an_exception_restores_it(capfd):
    with pytest.raises(KeyError), errors_unsaid():
        raise KeyError
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_errors_unsaid__leaves_no_file_open():
    before = os.dup(0)
    os.close(before)
    for _ in range(5):
        with errors_unsaid():
            pass
    after = os.dup(0)
    os.close(after)
    assert after == before


def test_errors_unsaid__does_nothing_where_there_is_no_terminal(monkeypatch):
    def none(descriptor):
        raise OSError

    monkeypatch.setattr("os.dup", none)
    with errors_unsaid():
        pass
