"""Which declared section delivered a table."""

from __future__ import annotations

import pytest

from selfcheck_analysis.responses.section_names import NO_SECTION, declared_section
from tests.small_figures import small_questionnaire

FORM = small_questionnaire(
    sections=[
        {"id": "kanri_ka", "label": {"ja": "管理課", "en": "Administration"}},
        {"id": "hoken_kanri_ka", "label": {"ja": "保健管理課", "en": "Health administration"}},
        {"id": "zei_ka", "label": {"ja": "税課", "en": "Tax"}},
    ]
)


@pytest.mark.parametrize(
    ("file", "section"),
    [
        ("sample_03_zei_ka.csv", "zei_ka"),
        ("税課　回答.xlsx", "zei_ka"),
        ("ZEI_KA/answers.csv", "zei_ka"),
        ("kazei_ka.csv", NO_SECTION),  # another word
        ("hoken_kanri_ka.csv", "hoken_kanri_ka"),  # the shorter name is part of the longer
        ("保健管理課.csv", "hoken_kanri_ka"),
        ("zei_ka_and_kanri_ka.csv", NO_SECTION),
        ("answers_of_yamada_hanako.csv", NO_SECTION),
        ("管理課/税課.csv", "zei_ka"),  # its own name before those of folders
        ("税課.zip/回答.csv", "zei_ka"),
        ("保健管理課/管理課と税課.csv", NO_SECTION),  # names two: the folder does not decide
        ("税課／管理課.csv", NO_SECTION),  # a sign in a name that looks like a folder's
    ],
)
def test_declared_section__is_the_one_that_the_file_names(file, section):
    assert declared_section(FORM, [], file) == section


@pytest.mark.parametrize(
    ("stated", "section"),
    [
        (["税課"], "zei_ka"),
        (["Tax"], "zei_ka"),
        (["税 課", "税課"], "zei_ka"),  # the same to a reader
        (["税課", "管理課"], NO_SECTION),  # rows of several sections
        (["山田 花子"], NO_SECTION),  # no section's name
    ],
)
@pytest.mark.parametrize("file", ["answers.csv", "kanri_ka/answers.csv"])
def test_declared_section__is_rather_the_one_that_the_table_states(stated, section, file):
    assert declared_section(FORM, stated, file) == section


@pytest.mark.parametrize(
    ("stated", "file", "section"),
    [
        ("税課", "zei_ka.csv", "zei_ka"),
        ("税課", "kanri_ka.csv", NO_SECTION),
        ("税課", "zei_ka_and_kanri_ka.csv", "zei_ka"),  # a workbook of both
        ("税課", "kanri_ka_and_hoken_kanri_ka.csv", NO_SECTION),
        ("保育課", "zei_ka.csv", NO_SECTION),  # not declared: the file does not tell
        ("保育課", "zei_ka/answers.csv", NO_SECTION),
    ],
)
def test_declared_section__is_none_where_table_and_file_contradict(stated, file, section):
    assert declared_section(FORM, [stated], file) == section


def test_declared_section__is_none_where_none_is_declared():
    assert declared_section(small_questionnaire(), ["税課"], "zei_ka.csv") == NO_SECTION
