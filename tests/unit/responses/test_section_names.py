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
        (["山田 花子"], "kanri_ka"),  # no section's name: the file's tells
    ],
)
def test_declared_section__is_rather_the_one_that_the_table_states(stated, section):
    assert declared_section(FORM, stated, "kanri_ka.csv") == section


def test_declared_section__is_none_where_none_is_declared():
    assert declared_section(small_questionnaire(), ["税課"], "zei_ka.csv") == NO_SECTION
