"""Faults in words: complete in both languages, each with its place."""

import ast
import pickle
from pathlib import Path

import pytest

import selfcheck_analysis
from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError, refuse
from selfcheck_analysis.settings import read_yaml
from selfcheck_analysis.words import CATALOGUE, LANGUAGES, Words, catalogue, placeholders

JA, EN = Words("ja"), Words("en")
PARTS = ("found", "expected", "mend")
KNOWN_CODES = sorted({key.split(".")[1] for key in catalogue() if key.startswith("problem.")})
KNOWN_CODES.remove("line")


def written_problems() -> list[tuple[str, str, set[str] | None]]:
    """Find every Problem(...) of the package whose code is written out: where, code, value names.

    The names are None where the values are no dictionary written out in place.
    """
    found = []
    for path in sorted(Path(selfcheck_analysis.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"):
                continue
            if isinstance(node.args[0], ast.Constant):
                found.append((path.name, node.args[0].value, _value_names(node)))
    return found


def _value_names(call: ast.Call) -> set[str] | None:
    if len(call.args) < 3 and not call.keywords:
        return set()
    values = call.args[2] if len(call.args) > 2 else None
    if not isinstance(values, ast.Dict):
        return None
    return {key.value for key in values.keys if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("code", KNOWN_CODES)
def test_catalogue__says_every_fault_wholly_and_alike_in_both_languages(code):
    for part in PARTS:
        texts = catalogue()[f"problem.{code}.{part}"]
        assert all(texts[language].strip() for language in LANGUAGES)
        assert placeholders(texts["ja"]) == placeholders(texts["en"])
        assert texts["ja"] != texts["en"]
        assert texts["ja"].endswith("。")


@pytest.mark.parametrize("file", sorted(CATALOGUE.glob("*.yaml")), ids=lambda file: file.name)
def test_catalogue__writes_no_key_twice_in_a_file(file):
    assert read_yaml(file, file.name)  # plain YAML would keep the last and say nothing


def test_catalogue__writes_no_entry_in_two_files():
    trees = [read_yaml(file, file.name) for file in CATALOGUE.glob("*.yaml")]
    written = [key for tree in trees for key in leaves("", tree)]
    assert sorted(written) == sorted(catalogue())


def leaves(prefix, tree):
    for key, value in tree.items():
        if set(value) == set(LANGUAGES):
            yield f"{prefix}{key}"
        else:
            yield from leaves(f"{prefix}{key}.", value)


@pytest.mark.parametrize(("file", "code", "names"), written_problems())
def test_problems_of_the_package__have_words_and_all_values_of_these(file, code, names):
    assert code in KNOWN_CODES
    if names is not None:
        needed = set().union(
            *(placeholders(catalogue()[f"problem.{code}.{part}"]["ja"]) for part in PARTS)
        )
        assert needed <= names


def test_problems_of_the_package__are_found_at_all():
    # The two tests above look at what this finds: the codes of readers, layout and settings.
    found = {code for _, code, _ in written_problems()}
    assert {"file_unreadable", "column_unknown", "settings_missing_key"} <= found


def test_place__is_said_from_the_file_to_the_column():
    whole = Place("a.xlsx", "回答", 7, "区分")
    assert whole.text(JA) == "a.xlsx　シート「回答」　7行目　「区分」の欄"
    assert whole.text(EN) == "a.xlsx, sheet “回答”, row 7, “区分”"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", row=7), "a.csv, row 7"),
        (Place("a.csv", column="区分"), "a.csv, “区分”"),
        (Place(), ""),
    ],
)
def test_place__leaves_out_what_does_not_apply(place, text):
    assert place.text(EN) == text


def test_problem__says_place_found_expected_and_mend_in_one_line():
    problem = Problem("role_missing", Place("a.csv", row=3))
    for words in (JA, EN):
        text = problem.text(words)
        parts = [problem.place.text(words), *(getattr(problem, part)(words) for part in PARTS)]
        positions = [text.index(part) for part in parts]
        assert positions == sorted(positions)
        assert "role_missing" in text
        assert "\n" not in text


def test_problem__braces_in_a_value_are_left_alone():
    problem = Problem("settings_missing_key", Place("{0}"), {"key": "{key} {} %s"})
    assert "{key} {} %s" in problem.text(JA)
    assert problem.text(JA).startswith("{0}")


def test_problem__a_phrase_is_said_in_the_language_of_the_sentence():
    values = {"cause": Phrase("cause.damaged")}
    problem = Problem("file_unreadable", Place("a.xlsx"), values)
    assert JA("cause.damaged") in problem.found(JA)
    assert EN("cause.damaged") in problem.found(EN)


def test_problem__the_same_fault_twice_is_one():
    values = {"cause": Phrase("rule.less_than", {"lt": 1})}
    same = [Problem("file_unreadable", Place("a"), dict(values)) for _ in range(2)]
    other = Problem("file_unreadable", Place("a"), {"cause": Phrase("rule.less_than", {"lt": 2})})
    assert list(dict.fromkeys([*same, other])) == [same[0], other]


def test_refuse__raises_all_faults_together_and_none_for_none():
    problems = [Problem("role_missing", Place(file)) for file in ("a.csv", "b.csv")]
    refuse([])
    with pytest.raises(ProblemsError) as caught:
        refuse(iter(problems))
    assert caught.value.problems == tuple(problems)
    assert str(caught.value).splitlines() == [problem.text(EN) for problem in problems]


def test_problems_error__survives_the_way_out_of_a_worker_process():
    error = ProblemsError([Problem("role_missing", Place("a.csv", row=3))])
    handed_back = pickle.loads(pickle.dumps(error))
    assert handed_back.problems == error.problems
    assert str(handed_back) == str(error)


def test_problems_error__shows_a_notebook_the_sentences_and_no_traceback():
    problem = Problem("role_missing", Place("a.csv", row=3))
    shown = ProblemsError([problem])._render_traceback_()
    assert shown == [problem.text(JA), problem.text(EN)]
