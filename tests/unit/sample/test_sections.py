import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.sample.people import Person
from selfcheck_analysis.sample.sections import SECTIONS, apportion, people_by_section
from selfcheck_analysis.terms import Tenure


@given(total=st.integers(0, 500), weights=st.lists(st.integers(1, 30), min_size=1, max_size=17))
def test_apportion__leaves_nobody_out_and_keeps_to_the_quota(
    total: int, weights: list[int]
) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        # The quota rule of largest remainders: a share is its exact value rounded up or down.
        assert abs(share * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize(("programme", "number"), [("juki_net", 11), ("info_nws", 17)])
def test_sections__are_as_many_as_were_asked(programme: str, number: int) -> None:
    # The handout: 11 and 17 sections.
    assert len({section.file_name for section in SECTIONS[programme]}) == number


def test_people_by_section__sends_everyone_to_one_section() -> None:
    people = [Person("other_departments", Tenure.FIRST_YEAR, i) for i in range(98)]
    delivered = people_by_section(SECTIONS["juki_net"], people)
    sent = [
        person.carelessness
        for section in delivered
        for of_role in section.values()
        for person in of_role
    ]
    assert sorted(sent) == list(range(98))
    assert "other_departments" not in delivered[1]  # the citizens division has roles of its own
