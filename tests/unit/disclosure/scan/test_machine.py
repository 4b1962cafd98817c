"""What tells of a machine, and which names are ordinary words."""

from pathlib import Path, PurePosixPath

import pytest

from selfcheck_analysis.disclosure.scan.answers import AnswerRows
from selfcheck_analysis.disclosure.scan.machine import Machine
from selfcheck_analysis.disclosure.scan.pieces import whole
from selfcheck_analysis.problems import Place


def traces(text, user="tsuzuki", host="setagaya-pc17", home="/home/tsuzuki"):
    machine = Machine.named(
        {"home folder": Path(home)}, {"user name": user, "host name": host}, {"terminal"}
    )
    return {problem.values["what"] for problem in machine.problems(text, Place("a.html"))}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("/home/tsuzuki/x", {"home folder", "user name"}),
        ("see /home/tsuzuki", {"home folder", "user name"}),
        ("\\home\\tsuzuki\\x", {"home folder", "user name"}),
        ('"\\\\home\\\\tsuzuki\\\\x"', {"home folder", "user name"}),
        ("%2Fhome%2Ftsuzuki%2Fx", {"home folder", "user name"}),
        ("/HOME/Tsuzuki/x", {"home folder", "user name"}),
        ("C:\\Users\\tsuzuki\\x", {"user name"}),
        ("made by tsuzuki.", {"user name"}),
        ("on SETAGAYA-PC17", {"host name"}),
        ("/home/tsuzukimura", set()),
        ("tsuzukimura", set()),
    ],
)
def test_machine__is_found_in_every_spelling(text, what):
    assert traces(text) == what


@pytest.mark.parametrize("user", ["root", "user", "terminal"])
def test_short_and_ordinary_names__are_found_in_paths_alone(user):
    assert traces(f"the {user} of all", user) == set()
    assert traces(f"/home/{user}/x", user) == {"user name"}
    assert traces(f"C:\\Users\\{user}\\x", user) == {"user name"}


def test_home_of_one_folder__needs_a_slash_behind_it():
    assert traces("mark-group /root", "x", "", "/root") == set()
    assert traces("/srv/x", "x", "", "/srv") == {"home folder"}


def test_place__is_the_first_line():
    machine = Machine.named({}, {"user name": "tsuzuki"}, ())
    (problem,) = machine.problems("a\nb\nby tsuzuki\nby tsuzuki", Place("a.html"))
    assert problem.place == Place("a.html", row=3)
    assert PurePosixPath(problem.place.file).suffix == ".html"


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("1,1,0,1,1,1,0,1", 1),
        ("<td>1</td><td>1</td><td>0</td><td>1</td><td>1</td><td>1</td><td>0</td><td>1</td>", 1),
        ("0 1 1 0 1 1 1 0 1", 1),
        ("1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0", 1),
        ("1,1,0,1,1,1,0,0", 0),  # nobody's
        ("1,1,0,1,1,1,0", 0),
        ("はい、いいえ、はい、はい", 0),  # a sentence: no sign of a table stands between
        ("はい, いいえ, はい", 0),
        ("はい,いいえ,はい,はい", 1),
        ("Yes;No;No;Yes", 1),
    ],
)
def test_rows_of_answers__in_words_and_as_numbers(text, n):
    rows = AnswerRows(["11011101"])
    assert len(list(rows.problems(whole("a.html", text)))) == n
