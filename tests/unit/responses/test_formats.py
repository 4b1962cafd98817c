"""The same people in every format, every spelling, every layout of a tally, and every fault."""

from pathlib import Path

import pytest

from selfcheck_analysis.problems import ProblemsError
from tests.deliveries.faults import FAULTS
from tests.deliveries.formats import FORMATS, SHEETS
from tests.deliveries.grid import some_people
from tests.deliveries.spellings import HEADINGS, NOT_WORDS, SPELLINGS
from tests.deliveries.tallies import (
    COUNTS,
    HEADCOUNTS,
    ONE_BLANK,
    SAY_WHO_LEFT_BLANKS,
    TALLIES,
)
from tests.deliveries.text import text_bytes
from tests.small_project import HEADER, codes, csv_bytes, intake_of, person, xlsx_bytes

REAL = Path(__file__).parents[2] / "integration" / "deliveries"


def delivered(folder, file, content):
    return intake_of(folder, **{"_".join(file.rsplit(".", 1)): content})


def said(intake):
    """Return everybody's answers, whatever their order."""
    persons = [
        (who[:2], tuple(part[["question", "status", "answer"]].fillna("").itertuples(index=False)))
        for who, part in intake.answers.groupby(["role", "tenure", "person"])
    ]
    return sorted(persons)


@pytest.fixture(scope="module")
def everybody(tmp_path_factory):
    plain = csv_bytes([HEADER, *some_people()])
    return said(delivered(tmp_path_factory.mktemp("plain"), "a.csv", plain))


@pytest.mark.parametrize("file", FORMATS)
def test_take_in__every_format_gives_the_same_people(tmp_path, everybody, file):
    intake = delivered(tmp_path, file, FORMATS[file](some_people()))
    assert said(intake) == everybody
    assert intake.deliveries["used"].sum() == intake.deliveries["delivered"].sum() == 8
    names = ["form_not_anonymous"] * 2 if "with_names" in file else []
    assert codes(intake.problems) == names


@pytest.mark.parametrize("file", SHEETS)
def test_take_in__one_person_alone_is_read_like_many(tmp_path, file):
    one = [person(SAW="はい", SPOKE="いいえ")]
    plain = delivered(tmp_path, "a.csv", csv_bytes([HEADER, *one]))
    assert said(delivered(tmp_path, file, SHEETS[file](one))) == said(plain)


@pytest.mark.parametrize("file", sorted(path.name for path in REAL.glob("libreoffice*")))
def test_take_in__workbooks_of_a_real_program(tmp_path, everybody, file):
    intake = delivered(tmp_path, file, (REAL / file).read_bytes())
    assert said(intake) == everybody
    assert codes(intake.problems) == []


@pytest.mark.parametrize(
    ("meaning", "word"),
    [(meaning, word) for meaning, words in SPELLINGS["answer"].items() for word in words],
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_take_in__an_answer_in_every_spelling(tmp_path, meaning, word, suffix):
    rows = [HEADER, person(LOCKS=word)]
    content = text_bytes(rows, quoting="all") if suffix == "csv" else xlsx_bytes({"a": rows})
    answers = delivered(tmp_path, f"a.{suffix}", content).answers.set_index("question")["answer"]
    assert answers["locks"] == meaning


@pytest.mark.parametrize(
    ("meaning", "word"),
    [(meaning, word) for meaning, words in SPELLINGS["tenure"].items() for word in words],
)
def test_take_in__a_tenure_in_every_spelling(tmp_path, meaning, word):
    content = text_bytes([HEADER, person(tenure=word)], quoting="all")
    assert set(delivered(tmp_path, "a.csv", content).answers["tenure"]) == {meaning}


@pytest.mark.parametrize("word", NOT_WORDS["answer"])
def test_take_in__what_looks_like_an_answer_is_none(tmp_path, word):
    content = text_bytes([HEADER, person(LOCKS=word)], quoting="all")
    intake = delivered(tmp_path, "a.csv", content)
    assert codes(intake.problems) == ["answer_unknown"]
    assert intake.answers["answer"].count() == 2


@pytest.mark.parametrize("word", NOT_WORDS["tenure"])
def test_take_in__what_looks_like_a_tenure_is_none(tmp_path, word):
    content = text_bytes([HEADER, person(tenure=word), person()], quoting="all")
    intake = delivered(tmp_path, "a.csv", content)
    assert codes(intake.problems) == ["tenure_unknown"]
    assert intake.answers["person"].nunique() == 1


@pytest.mark.parametrize("spelling", HEADINGS)
def test_take_in__headings_in_every_spelling(tmp_path, everybody, spelling):
    write = HEADINGS[spelling]
    headings = [*HEADER[:2], *(write(name, i) for i, name in enumerate(HEADER[2:], start=1))]
    intake = delivered(tmp_path, "a.csv", text_bytes([headings, *some_people()]))
    assert said(intake) == everybody
    assert codes(intake.problems) == []


def test_take_in__the_same_people_twice_in_one_archive_stop_the_run(tmp_path):
    fault = FAULTS["same_people_twice_in_it"]
    with pytest.raises(ProblemsError) as caught:
        delivered(tmp_path, fault.file, fault.content())
    assert codes(caught.value.problems) == ["rows_delivered_twice"]


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"same_people_twice_in_it"}))
def test_take_in__of_a_faulty_delivery_only_what_is_faulty_is_left_out(tmp_path, name):
    fault = FAULTS[name]
    rows = delivered(tmp_path, fault.file, fault.content()).deliveries
    counted = tuple(
        int(rows[column].fillna(0).sum()) for column in ("used", "set_aside", "answers_set_aside")
    )
    if fault.rows is None:
        assert counted[0] == 0
    else:
        assert counted == fault.rows


@pytest.mark.parametrize("file", TALLIES)
def test_take_in__a_tally_gives_its_counts(tmp_path, file):
    says_blanks = file.split(".")[0] in SAY_WHO_LEFT_BLANKS
    counts = ONE_BLANK if says_blanks else COUNTS
    intake = delivered(tmp_path, file, TALLIES[file](counts))
    answered = intake.tallies.answers.query("status == 'answered'")
    found = answered.set_index(["role", "tenure", "question", "answer"])["n"].to_dict()
    expected = {
        (*place, word): n
        for place, both in counts.items()
        for word, n in zip(("yes", "no"), both, strict=True)
        if n
    }
    assert found == expected
    people = intake.tallies.people.set_index(["role", "tenure"])["n_people"].to_dict()
    assert people == HEADCOUNTS
    assert intake.answers.empty
    assert codes(intake.problems) == []
