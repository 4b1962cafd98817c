"""Whatever is delivered: nothing is invented, nothing is lost, and nothing is repeated.

More than 20,000 files are made at random, and many of them changed and damaged. Every run draws
other files; the seed stands in every failure, and SELFCHECK_SEED=… draws the same files again.
"""

import os
import shutil
from collections import Counter
from random import Random
from secrets import randbits
from traceback import extract_tb

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.intake import take_in
from selfcheck_analysis.terms import Status
from selfcheck_analysis.words import LANGUAGES, Words
from tests.deliveries.changes import any_word
from tests.deliveries.grid import SECRETS, Grid
from tests.deliveries.random_files import (
    ALL_LAYOUTS,
    any_archive,
    any_file,
    any_format,
    some_person,
)
from tests.small_project import HEADER, PROGRAMME, THIS_YEAR, deliver, demo_questionnaire

SEED = int(os.environ.get("SELFCHECK_SEED", randbits(32)))
FORMS = demo_questionnaire()
COUNTED = {role.id: [question.id for question in FORMS.counted(role)] for role in FORMS.roles}
FOLLOW = {"saw": {"spoke", "reported"}}
"""Whose answers depend on whose."""

BATCHES, FILES, ARCHIVES = 400, 50, 2
PAIRS = 400


def drawn(examples):
    """Run a test for so many numbers, each of which makes another stream."""

    def decorate(test):
        how = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        return seed(SEED)(how(given(number=st.integers(0, 2**64))(test)))

    return decorate


def stream_of(number):
    return Random(f"{SEED}/{number}")


@pytest.fixture(scope="module")
def fresh_project(tmp_path_factory):
    """Return a project without deliveries, always in the same folder."""
    print(f"SELFCHECK_SEED={SEED}")
    root = tmp_path_factory.mktemp("any_file")

    def fresh():
        shutil.rmtree(root / "data", ignore_errors=True)
        return Project(root)

    return fresh


# Many files at once


@drawn(BATCHES)
def test_take_in__whatever_is_thrown_at_it(fresh_project, number):
    stream = stream_of(number)
    made = [any_file(stream) for _ in range(FILES)] + [any_archive(stream) for _ in range(ARCHIVES)]
    files = {f"f{i:02}.{one.suffix}": one for i, one in enumerate(made)}
    fault = fault_of(fresh_project(), files)
    if not fault:
        return
    for name, one in files.items():
        alone = fault_of(fresh_project(), {name: one})
        if alone:
            pytest.fail(
                f"SELFCHECK_SEED={SEED}, {name} of {number}: {alone}\n"
                + "\n".join(one.how)
                + f"\n{one.at_most}\n{one.content[:800]!r}"
            )
    pytest.fail(f"SELFCHECK_SEED={SEED}, files of {number} together: {fault}")


def fault_of(project, files):
    """Say what is wrong with what comes of some files; nothing where all is well."""
    contents = set()
    for name, made in files.items():
        if made.content not in contents:
            contents.add(made.content)
            deliver(project, name, made.content)
    try:
        intake = without_copies(project)
    except ProblemsError as error:
        return said_of_secrets(error.problems, files)
    except BaseException as error:  # a fault in Rust is no Exception
        frames = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
        return f"raised {error!r:.300} in {' > '.join(frames[-4:])}"
    problems = [*intake.problems, *intake.notes]
    return (
        added_up(intake)
        or whole_persons(intake.answers)
        or invented(intake, files)
        or said_of_secrets(problems, files)
    )


def without_copies(project):
    """Take deliveries in; files with the same persons stop the run, so one of them is removed."""
    folder = project.raw(PROGRAMME, THIS_YEAR)
    while True:
        try:
            return take_in(project, FORMS)
        except ProblemsError as error:
            copies = {p.place.file.split("/")[0] for p in error.problems}
            if any(p.code != "rows_delivered_twice" for p in error.problems):
                raise
            for name in copies:
                (folder / name).unlink()


def added_up(intake):
    rows = intake.deliveries.dropna(subset=["delivered"])
    wrong = rows[rows["delivered"] != rows["used"] + rows["set_aside"]]
    if len(wrong):
        return f"does not add up: {wrong.to_dict('records')}"
    if (rows[["delivered", "used", "set_aside", "answers_set_aside"]] < 0).any(axis=None):
        return f"less than nothing: {rows.to_dict('records')}"
    persons = intake.answers["person"].nunique() + intake.tallies.people["n_people"].sum()
    if persons != rows["used"].sum():
        return f"{persons} persons, used: {rows.to_dict('records')}"
    return ""


def whole_persons(answers):
    """Every person has every counted question of the form once, with a sound status."""
    for (role, person), part in answers.groupby(["role", "person"], sort=False):
        if sorted(part["question"]) != sorted(COUNTED[role]):
            return f"person {person} has {list(part['question'])}"
    if answers.groupby("person")[["role", "tenure"]].nunique().gt(1).any(axis=None):
        return "a person with two roles or tenures"
    answered = answers["status"] == Status.ANSWERED
    known = answers["status"].isin([str(status) for status in Status])
    if not (known & (answers["answer"].notna() == answered)).all():
        return "an answer without its status"
    if not (answers["proper"].notna() == answered).all():
        return "proper or improper without an answer"
    asked = ~answers["status"].isin([Status.NOT_ASKED, Status.NOT_DELIVERED])
    parts = [
        answers["proper"].fillna(False).sum(),
        (~answers["proper"].fillna(True).astype(bool)).sum(),
        (answers["status"] == Status.NO_ANSWER).sum(),
        (answers["status"] == Status.INVALID).sum(),
    ]
    return "" if sum(parts) == asked.sum() else f"{parts} are not {asked.sum()} asked"


def invented(intake, files):
    counted = intake.answers["answer"].value_counts()
    for word in ("yes", "no"):
        most = sum(made.at_most[word] for made in files.values())
        if counted.get(word, 0) > most:
            return f"{counted[word]} times {word}, and only {most} cells that say so"
    return ""


def said_of_secrets(problems, files):
    """No message repeats what stands in a cell; damage can turn any cell into a heading."""
    for problem in problems:
        said = " ".join([repr(problem), *(problem.text(Words(name)) for name in LANGUAGES)])
        if any(word in said for word in SECRETS) and not any(
            problem.place.file.startswith(name) for name, made in files.items() if not made.secret
        ):
            return f"repeats a cell: {problem!r}"
    return ""


# One cell at a time


@drawn(PAIRS)
def test_take_in__a_persons_cell_changes_that_person_alone(fresh_project, number):
    stream = stream_of(number)
    people, layout, form = some_people(stream), stream.choice(list(ALL_LAYOUTS)), format_of(stream)
    row, column = stream.randrange(len(people)), stream.randrange(len(HEADER))
    word = str(any_word(stream, secret=False))
    other = [list(person) for person in people]
    other[row][column] = word
    before, after = (persons_of(fresh_project(), layout, form, rows) for rows in (people, other))
    gone, come = before - after, after - before
    said = report(number, layout, people[row], f"{HEADER[column]}: {word!r}", gone, come)
    assert gone.total() <= 1, said
    assert come.total() <= 1, said
    if column >= 2 and gone:
        assert come, said
        [old], [new] = gone, come
        assert old[:2] == new[:2], said
        fed = fed_by(column)
        assert {one[0] for one in set(old[2]) ^ set(new[2])} <= fed, said


@drawn(PAIRS)
def test_take_in__a_questions_heading_changes_that_question_alone(fresh_project, number):
    stream = stream_of(number)
    people, layout, form = some_people(stream), stream.choice(list(ALL_LAYOUTS)), format_of(stream)
    column = stream.randrange(2, len(HEADER))
    word = f"{stream.choice(['別の問い', '×', '2.', '', '備考'])}{stream.randrange(10**6)}題"
    before = persons_of(fresh_project(), layout, form, people)
    after = persons_of(fresh_project(), layout, form, people, {HEADER[column]: word})
    fed = fed_by(column)
    left = [without(persons, fed) for persons in (before, after)]
    assert left[0] == left[1], report(number, layout, people, f"{HEADER[column]}: {word}", *left)


@drawn(PAIRS)
def test_take_in__what_is_no_answer_changes_nothing(fresh_project, number):
    stream = stream_of(number)
    people, form = some_people(stream), format_of(stream)
    layout, place = stream.choice(BESIDE)
    word = stream.choice(["", "題", "12", "2023/11/1", "himitsu", "=1+1", "x" * 500, "はい", "１"])
    before = persons_of(fresh_project(), layout, form, people)
    after = persons_of(fresh_project(), layout, form, people, {place: word})
    assert before == after, report(number, layout, place, word, before - after, after - before)


BESIDE = [
    *(
        ("title_rows_and_totals", place)
        for place in [(0, 0), (1, 0), (1, 1), (2, 0), (-1, 2), (-1, 5)]
    ),
    *(("total_with_headcount", place) for place in [(-1, 1), (-2, 0)]),
    *(("group_above", place) for place in [(0, 2), (0, 6)]),
    *(("merged_header", (1, 2)), ("merged_header", (0, 0)), ("numbers_above", (0, 3))),
    *(("transposed_with_persons", place) for place in [(0, 0), (2, 0), (2, 1)]),
    *((f"microsoft_forms{kind}", (1, column)) for kind in ("", "_en") for column in range(5)),
    *((name, (1, 0)) for name in ("google_forms", "google_sheet", "kintone", "kintone_options")),
    *((name, (1, -1)) for name in ("kintone", "kintone_options")),
]
"""Cells of layouts that feed nothing: titles, group headings, totals, what form tools add."""


def some_people(stream):
    """Draw people no two of whom are alike, so that it can be seen who has changed."""
    people = [some_person(stream, secret=False) for _ in range(stream.randint(2, 5))]
    return [list(row) for row in dict.fromkeys(map(tuple, people))]


def format_of(stream):
    """Draw a format once for both deliveries."""
    number = stream.random()
    return lambda book: any_format(Random(number), book)


def persons_of(project, layout, form, people, changes=None):
    """Deliver people; return a multiset of (role, tenure, answers)."""
    book = ALL_LAYOUTS[layout](people)
    name, grid = next(iter(book.items()))
    rows = [list(row) for row in grid.rows]
    for place, word in (changes or {}).items():
        change(rows, place, word)
    content, _, suffix = form({**book, name: Grid(rows)})
    deliver(project, f"a.{suffix}", content)
    answers = take_in(project, FORMS).answers
    return Counter(
        (*who[:2], tuple(part[["question", "status", "answer"]].fillna("").itertuples(index=False)))
        for who, part in answers.groupby(["role", "tenure", "person"])
    )


def change(rows, place, word):
    """Change the cell at a place, or every heading that says the same."""
    if isinstance(place, tuple):
        row, column = place
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = word
        return
    for row in rows:
        for column, cell in enumerate(row):
            plain = "".join(str(cell).split())
            if place in plain:
                row[column] = plain.replace(place, word)


def fed_by(column):
    """Return the questions that a column feeds."""
    names = ["", "", "locks", "saw", "spoke", "reported", "seals", ""]
    return {names[column], *FOLLOW.get(names[column], ())}


def without(persons, questions):
    """Return the persons without some of their answers."""
    left = Counter()
    for (role, tenure, answers), n in persons.items():
        left[role, tenure, tuple(one for one in answers if one[0] not in questions)] += n
    return left


def report(number, layout, *what):
    return f"SELFCHECK_SEED={SEED}, {number}, {layout}: " + "\n".join(map(str, what))
