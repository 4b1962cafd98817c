"""2023 and 令和５年度."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.fiscal_year import FiscalYear

years = st.integers(1989, 2117).map(FiscalYear)

# The eras as the Cabinet Office counts them: 平成 began in January 1989, 令和 in May 2019.
WRITTEN = {
    1989: "平成元年度",
    1990: "平成２年度",
    1998: "平成10年度",
    2018: "平成30年度",
    2019: "令和元年度",
    2020: "令和２年度",
    2023: "令和５年度",
    2027: "令和９年度",
    2028: "令和10年度",
}


@pytest.mark.parametrize(("year", "written"), WRITTEN.items())
def test_japanese__is_written_as_offices_write_it(year, written):
    assert FiscalYear(year).japanese == written


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *((written, year) for year, written in WRITTEN.items()),
        ("令和5年度", 2023),
        ("令和１０年度", 2028),
        ("令和1年度", 2019),
        ("平成31年度", 2019),  # how fiscal 2019 was called in April 2019
        (" 令和 ５ 年度\u3000", 2023),
        ("㋿5年度", 2023),  # the era as one character
        ("FY2023", 2023),
        ("fy2023", 2023),
        ("ＦＹ２０２３", 2023),
        ("2023年度", 2023),
        ("２０２３年度", 2023),
    ],
)
def test_parse__reads_full_and_half_width(text, year):
    assert FiscalYear.parse(text) == FiscalYear(year)


@given(years)
def test_parse__reads_back_what_is_written(fiscal_year):
    assert FiscalYear.parse(fiscal_year.japanese) == fiscal_year
    assert FiscalYear.parse(fiscal_year.english) == fiscal_year


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("令和0年度", r"令和 has the years 元 to 99 \(2019 to 2117\)"),
        ("平成32年度", r"平成 has the years 元 to 31 \(1989 to 2019\)"),
        ("令和５年", "not a fiscal year; write 令和５年度"),  # a calendar year
        ("昭和63年度", "not a fiscal year; write 令和５年度"),
        ("2023", "not a fiscal year; write 令和５年度"),
        ("", "not a fiscal year; write 令和５年度"),
        ("FY1988", r"1988 is not in 1989 \(平成元年度\)"),
    ],
)
def test_parse__refuses_with_help(text, message):
    with pytest.raises(ValueError, match=message):
        FiscalYear.parse(text)


def test_english__is_fy_and_the_year():
    assert FiscalYear(2023).english == "FY2023"
    assert str(FiscalYear(2023)) == "FY2023"
    assert int(FiscalYear(2023)) == 2023


def test_previous__is_one_year_earlier_across_eras():
    assert FiscalYear(2023).previous == FiscalYear(2022)
    assert FiscalYear(2019).previous.japanese == "平成30年度"


def test_period__runs_from_april_to_march():
    assert FiscalYear(2023).start == date(2023, 4, 1)
    assert FiscalYear(2023).end == date(2024, 3, 31)


@given(st.integers(1990, 2117).map(FiscalYear))
def test_period__begins_the_day_after_the_previous_one_ends(fiscal_year):
    assert fiscal_year.start - fiscal_year.previous.end == timedelta(days=1)
    assert fiscal_year.previous < fiscal_year


@pytest.mark.parametrize("year", [1988, 2118, 5, 20233])
def test_fiscal_year__refuses_years_out_of_range(year):
    with pytest.raises(ValueError, match=r"such as 2023 for 令和５年度"):
        FiscalYear(year)


def test_previous__ends_where_the_eras_of_this_module_begin():
    with pytest.raises(ValueError, match="1988 is not in 1989"):
        FiscalYear(1989).previous  # noqa: B018 - the property raises


@pytest.mark.parametrize("year", ["2023", 2023.0, True, None])
def test_fiscal_year__refuses_what_is_no_integer(year):
    with pytest.raises(TypeError, match="give an int such as 2023"):
        FiscalYear(year)
