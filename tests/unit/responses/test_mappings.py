"""An office says once how an unknown export is read, and which words it uses."""

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.intake import take_in
from tests.small_project import (
    LOCKS,
    PROGRAMME,
    SEALS,
    codes,
    csv_bytes,
    deliver,
    demo_questionnaire,
    person,
    table,
    write_yaml,
)

FORMS = demo_questionnaire()
LOGO = {
    "name": {"ja": "LoGoフォーム", "en": "LoGo form"},
    "recognised_by": ["受付ＩＤ", "受付日時"],
    "tenure": "ご経験年数",
    "section": "ご所属",
    "role_is": "chief",
    "questions": {"locks": "設問Ａ", "seals": "設問Ｂ"},
    "drop": ["受付ＩＤ", "端末種別"],
}
EXPORT = csv_bytes(
    [
        ["受付ID", "受付日時", "ご所属", "ご経験年数", "設問Ａ", "設問Ｂ", "端末種別"],
        ["A-1", "2023/11/20 9:00", "東課", "１年目", "はい", "いいえ", "PC"],
        ["A-2", "2023/11/20 9:05", "東課", "２年目以上", "いいえ", "", "スマホ"],
    ]
)


@pytest.fixture
def take_mapped(tmp_path):
    """Take a file in under a mapping."""

    def take(content, **mapping):
        project = Project(tmp_path)
        write_yaml(project.deliveries_file(PROGRAMME), mapping)
        deliver(project, "a.csv", content)
        return take_in(project, FORMS)

    return take


def faults(take, **mapping):
    with pytest.raises(ProblemsError) as caught:
        take(table(person()), **mapping)
    return [(p.code, p.place.column) for p in caught.value.problems]


def test_export__is_read_by_the_names_of_its_columns(take_mapped):
    intake = take_mapped(EXPORT, exports=[LOGO])
    assert intake.problems == ()
    rows = intake.answers[["role", "tenure", "question", "status", "answer"]].fillna("")
    assert sorted(rows.itertuples(index=False, name=None)) == [
        ("chief", "first_year", "locks", "answered", "yes"),
        ("chief", "first_year", "seals", "answered", "no"),
        ("chief", "second_year_plus", "locks", "answered", "no"),
        ("chief", "second_year_plus", "seals", "no_answer", ""),
    ]
    [sheet] = intake.sheets.to_dict("records")
    assert (sheet["export"], sheet["section"]) == ("LoGoフォーム", "東課")


def test_export__without_its_mapping_is_not_guessed_at(take):
    intake = take(a_csv=EXPORT)
    assert codes(intake.problems) == ["sheet_without_header"]
    assert intake.answers.empty


def test_export__is_known_by_all_of_its_headings(take_mapped):
    other = {**LOGO, "recognised_by": ["受付ID", "受付番号"]}
    assert codes(take_mapped(EXPORT, exports=[other]).problems) == ["sheet_without_header"]


def test_export__leaves_other_deliveries_alone(take_mapped):
    # 設問Ａ means a question in this export only.
    header = ["区分", "従事年数", LOCKS, SEALS, "設問Ａ"]
    plain = csv_bytes([header, ["係長", "1年目", "はい", "", ""]])
    intake = take_mapped(plain, exports=[LOGO])
    assert codes(intake.problems) == ["column_unknown"]
    assert intake.answers["answer"].dropna().tolist() == ["yes"]


def test_words__of_an_office_are_known_beside_the_others(take_mapped):
    words = {
        "answer": {"yes": ["該当する"], "no": ["該当しない"]},
        "tenure": {"first_year": ["1年未満"]},
        "role": {"staff": ["窓口"]},
    }
    rows = table(person("窓口", "１年 未満", LOCKS="該当する", SEALS="該当しない"), person())
    intake = take_mapped(rows, words=words)
    assert intake.problems == ()
    first = intake.answers.query("tenure == 'first_year'").set_index("question")["answer"]
    assert (first["locks"], first["seals"]) == ("yes", "no")


def test_words__under_a_year_is_no_first_year_unless_the_mapping_says_so(take):
    assert codes(take(a_csv=table(person(tenure="1年未満"))).problems) == ["tenure_unknown"]


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ({"words": {"answer": {"maybe": ["多分"]}}}, [("mapping_unknown", "words.answer")]),
        ({"words": {"role": {"clerk": ["窓口"]}}}, [("mapping_unknown", "words.role")]),
        ({"words": {"answer": {"no": ["○"]}}}, [("mapping_ambiguous", "words.answer")]),
        (
            {"words": {"tenure": {"first_year": ["新任"], "second_year_plus": ["新 任"]}}},
            [("mapping_ambiguous", "words.tenure")],
        ),
        (
            {"exports": [{**LOGO, "role_is": "clerk", "questions": {"doors": "扉"}}]},
            [("mapping_unknown", "exports.0.role_is"), ("mapping_unknown", "exports.0.questions")],
        ),
        (
            {"exports": [{**LOGO, "questions": {"seals": LOCKS}}]},  # another question's text
            [("mapping_ambiguous", "exports.0")],
        ),
        (
            {"exports": [{**LOGO, "questions": {"seals": "設問", "locks": "設 問"}}]},
            [("mapping_ambiguous", "exports.0")],
        ),
        ({"words": {"role": {"chief": ["計"]}}}, [("mapping_ambiguous", "words.role")]),
        ({"exports": [{**LOGO, "recognised_by": []}]}, [("settings_bad_value", None)]),
        ({"export": []}, [("settings_unknown_key", "export")]),
    ],
)
def test_mapping__every_fault_at_once(take_mapped, mapping, found):
    stated = faults(take_mapped, **mapping)
    assert [code for code, _ in stated] == [code for code, _ in found]
    for (_, place), (_, column) in zip(stated, found, strict=True):
        assert column in (None, place)


def test_mapping__the_same_word_twice_in_one_meaning_is_no_fault(take_mapped):
    words = {"answer": {"yes": ["はい", "ok", "OK"]}}
    assert take_mapped(table(person(LOCKS="ＯＫ")), words=words).problems == ()
