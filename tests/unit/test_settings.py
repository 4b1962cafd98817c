"""Settings files: every fault at once, each with its place, and never a traceback."""

from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.settings import (
    Settings,
    as_model,
    read_settings,
    read_yaml,
)
from selfcheck_analysis.words import Words
from tests.small_project import codes


class Part(Settings):
    """A model within a model."""

    code: str
    size: int = Field(ge=1)


class Whole(Settings):
    """What the files of these tests should hold."""

    language: Literal["ja", "en"]
    year: int
    alpha: float = Field(gt=0, lt=0.5)
    parts: list[Part] = Field(default_factory=list)


SOUND = "language: ja\nyear: 2023\nalpha: 0.05\n"


@pytest.fixture
def read(tmp_path):
    """Write a file with the given content and read it as `Whole`."""

    def write_and_read(content, **named):
        path = tmp_path / "settings.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_settings(path, Whole, "settings.yaml", named=named)

    return write_and_read


def faults(call, *args, **values):
    with pytest.raises(ProblemsError) as caught:
        call(*args, **values)
    for problem in caught.value.problems:
        for language in ("ja", "en"):
            assert problem.text(Words(language))  # every sentence has its values
    return caught.value.problems


def places(problems):
    return [(problem.code, problem.place.column) for problem in problems]


def test_read_settings__returns_the_typed_values(read):
    assert read(SOUND) == Whole(language="ja", year=2023, alpha=0.05)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_read_settings__takes_what_windows_editors_write(read, encoding, line_end):
    text = "# 設定\n" + SOUND
    assert read(text.replace("\n", line_end).encode(encoding)).year == 2023


def test_read_settings__reports_every_fault_of_a_file_at_once(read):
    found = faults(
        read,
        "langage: ja\nyear: '2023'\nyear: 2022\nalpha: 0.05\nalpha: 5\nextra: 1\n"
        "parts:\n  - {code: a, size: 0}\n  - {code: 01100}\n",
    )
    assert sorted(places(found)) == [
        ("settings_bad_value", "alpha"),  # YAML keeps the last: 5
        ("settings_bad_value", "parts.0.size"),
        ("settings_bad_value", "parts.1.code"),
        ("settings_key_twice", "alpha"),
        ("settings_key_twice", "year"),
        ("settings_missing_key", "language"),
        ("settings_missing_key", "parts.1.size"),
        ("settings_unknown_key", "extra"),
        ("settings_unknown_key", "langage"),
    ]
    assert all(problem.place.file == "settings.yaml" for problem in found)


def test_read_settings__suggests_the_key_that_was_meant(read):
    [missing, unknown] = faults(read, SOUND.replace("language", "langauge"))
    assert unknown.values["near"] == "language"
    assert "alpha, language, parts, year" in unknown.expected(Words("ja"))
    assert missing.place.column == "language"


def test_read_settings__suggests_among_the_neighbours_of_a_nested_key(read):
    [missing, unknown] = faults(read, SOUND + "parts: [{code: a, sise: 1}]")
    assert (unknown.values["near"], unknown.values["known"]) == ("size", "code, size")
    assert missing.place.column == "parts.0.size"


def test_read_settings__suggests_nothing_far_fetched(read):
    [unknown] = faults(read, SOUND + "zzz: 1")
    assert unknown.values["near"] == "-"


# YAML 1.1: octal 1100 = 1*512 + 1*64 = 576; 12:30 is 12*60 + 30 = 750 in base 60.
@pytest.mark.parametrize(
    ("written", "read_as"), [("01100", "576"), ("12:30", "750"), ("no", "False"), ("1.0", "1.0")]
)
def test_read_settings__text_that_yaml_reads_as_something_else_is_refused(read, written, read_as):
    [problem] = faults(read, f"{SOUND}parts: [{{code: {written}, size: 1}}]")
    assert places([problem]) == [("settings_bad_value", "parts.0.code")]
    assert problem.values["value"] == read_as
    assert read(f"{SOUND}parts: [{{code: '{written}', size: 1}}]").parts[0].code == written


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("language", "no"),  # Norwegian is read as False
        ("language", "JA"),
        ("language", "~"),
        ("year", "'2023'"),
        ("year", "2023.0"),
        ("year", "yes"),  # True is an int to Python
        ("year", "2023-04-01"),
        ("year", "[2023]"),
        ("alpha", "'0.05'"),
        ("alpha", "5e-2"),  # YAML 1.1 wants 5.0e-2 and reads this as text
        ("alpha", "yes"),
        ("alpha", "1"),
        ("alpha", ".nan"),
        ("alpha", ".inf"),
        ("parts", "{code: a, size: 1}"),
    ],
)
def test_read_settings__a_value_of_another_kind_or_size_is_refused(read, key, written):
    lines = [line for line in SOUND.splitlines() if not line.startswith(key)]
    [problem] = faults(read, "\n".join([*lines, f"{key}: {written}"]))
    assert places([problem]) == [("settings_bad_value", key)]
    # The rule is said in the reader's language, not in pydantic's words.
    assert problem.expected(Words("ja")) != problem.expected(Words("en"))
    assert "should" not in problem.expected(Words("en"))


def test_read_settings__names_the_row_of_a_key_written_twice(read):
    [problem] = faults(read, SOUND + "year: 2023\n")
    assert (problem.code, problem.place.row, problem.place.column) == (
        "settings_key_twice",
        4,
        "year",
    )


@pytest.mark.parametrize("again", ["1", "'1'", "01", "0x1", "'01'"])
def test_read_yaml__numbers_that_print_the_same_are_one_key(tmp_path, again):
    path = tmp_path / "forms.yaml"
    path.write_text(f"form: {{1: a, {again}: b}}", encoding="utf-8")
    if again == "'01'":  # this is printed otherwise
        assert len(read_yaml(path, "forms.yaml")["form"]) == 2
    else:
        assert codes(faults(read_yaml, path, "forms.yaml")) == ["settings_key_twice"]


def test_read_yaml__the_same_key_in_two_parts_is_no_repetition(tmp_path):
    path = tmp_path / "forms.yaml"
    path.write_text("base: &base {a: 1}\nx: {<<: *base, a: 2}\ny: {a: 3}", encoding="utf-8")
    assert read_yaml(path, "forms.yaml")["x"] == {"a": 2}


@pytest.mark.parametrize("key", ["no", "2023", "~", "2023-04-01", "1.5"])
def test_read_settings__a_key_that_is_no_text_is_refused(read, key):
    found = faults(read, f"{SOUND}{key}: 1")
    assert codes(found) == ["settings_key_not_text"]


@pytest.mark.parametrize("content", ["", "# nothing\n", "- a\n- b\n", "text", "1", "null"])
def test_read_settings__a_file_without_keys_is_refused(read, content):
    assert codes(faults(read, content)) == ["settings_not_mapping"]


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "euc_jp"])
def test_read_settings__another_encoding_is_named_as_such(read, encoding):
    [problem] = faults(read, f"# 実行の設定\n{SOUND}".encode(encoding))
    assert problem.code == "settings_not_utf8"
    assert "UTF-8" in problem.mend(Words("ja"))


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        (SOUND + "x: [1", 4),
        (SOUND + "a\tb: 1", 4),
        (SOUND + "date: 2023-13-45", 4),
        (SOUND + "date: 2023-02-30", 4),
        (SOUND + "number: 0x_", 4),
        (SOUND + "truth: !!bool はい", 4),
        (SOUND + "object: !!python/name:os.system", 4),
        (SOUND + "? [a]\n: b", 4),
        (SOUND + "---\nlanguage: en", 4),
        (SOUND + "\x01: 1", 0),  # no row is known
        ("[" * 500, 0),
    ],
)
def test_read_settings__broken_yaml_is_named_with_its_row(read, broken, row):
    [problem] = faults(read, broken)
    assert problem.code == "settings_unreadable"
    assert problem.values["cause"]
    assert problem.place.row == row


def test_read_settings__a_file_that_is_not_there_is_named(tmp_path):
    [problem] = faults(read_settings, tmp_path / "none.yaml", Whole, "params/none.yaml")
    assert (problem.code, problem.place.file) == ("settings_missing_file", "params/none.yaml")


def test_read_settings__a_folder_in_its_place_is_no_traceback(tmp_path):
    assert codes(faults(read_settings, tmp_path, Whole, "params")) == ["settings_unreadable"]


SIGNS = "[]{}:,-?&*!|>'\"%@`#~<= \n\t\x00\x01\ufeff０あ"
WORDS = ["year", "language: ja", ": ", "\n  ", "!!int ", "<<: ", "*a", "&a ", "2023-13-01", "---"]
PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=25)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=60), PIECES.map(lambda pieces: "".join(pieces).encode())))
def test_read_settings__whatever_a_file_holds_only_problems_come_back(read, content):
    with pytest.raises(ProblemsError) as caught:  # three keys do not come about by chance
        read(content)
    assert all(problem.text(Words("ja")) for problem in caught.value.problems)


def test_read_settings__a_value_unlike_the_files_name_is_reported_with_all_else(read):
    found = faults(read, SOUND.replace("0.05", "5"), year=2024, language="ja")
    assert sorted(places(found)) == [("params_file_name", "year"), ("settings_bad_value", "alpha")]
    assert "2023" in found[1].found(Words("ja"))
    assert "2024" in found[1].expected(Words("ja"))


def test_read_settings__an_ill_typed_value_is_not_also_unlike_the_name(read):
    found = faults(read, SOUND.replace("2023", "'2023'"), year=2024)
    assert places(found) == [("settings_bad_value", "year")]


def test_as_model__names_keys_by_where_they_stand():
    found = faults(as_model, Part, {"code": 1}, "policies.yaml", within="standard")
    assert places(found) == [
        ("settings_bad_value", "standard.code"),
        ("settings_missing_key", "standard.size"),
    ]


@pytest.mark.parametrize("value", [None, 3, "text", [1]])
def test_as_model__something_else_than_keys_and_values_is_refused(value):
    found = faults(as_model, Part, value, "policies.yaml", within="standard")
    assert places(found) == [("settings_bad_value", "standard")]


def test_settings__cannot_be_changed_afterwards(read):
    with pytest.raises(ValueError, match="frozen"):
        read(SOUND).year = 2024
