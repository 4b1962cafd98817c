"""Which section delivers which persons, in which format and spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfcheck_analysis.sample.exports import Tool
from selfcheck_analysis.sample.people import Person


class Format(StrEnum):
    """How a section delivers its answers."""

    CSV_UTF8 = "csv, UTF-8"
    CSV_UTF8_BOM = "csv, UTF-8 with byte order mark"
    CSV_CP932 = "csv, cp932"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Spelling:
    """How a section writes tenure and answers; readers take all of them alike."""

    first_year: str = "１年目"
    second_year_plus: str = "２年目以上"
    yes: str = "はい"
    no: str = "いいえ"


PRINTED = Spelling()
HALF_WIDTH = Spelling(first_year="1年目", second_year_plus="2年目以上")
TRAILING_SPACE = Spelling(yes="はい ", no="いいえ ")
SPACED = Spelling(first_year="１ 年目", second_year_plus="２年目 以上", yes="はい\u3000")


@dataclass(frozen=True)
class Section:
    """One delivering section: its share of each role's persons, as whole-number weights."""

    file_name: str
    shares: dict[str, int]
    format: Format
    spelling: Spelling = PRINTED
    tool: Tool = Tool.NONE


def _juki_net() -> list[Section]:
    others = "other_departments"
    citizens = ("registry_section_leads", "citizens_division_chiefs", "citizens_division_staff")
    return [
        Section("joho_kanri_ka", {"resident_info_officers": 1, others: 6}, Format.XLSX, HALF_WIDTH),
        Section("kumin_ka", dict.fromkeys(citizens, 1), Format.XLSX),
        Section("kazei_ka", {others: 18}, Format.CSV_CP932, tool=Tool.KINTONE),
        Section("hoken_fukushibu_kanri_ka", {others: 6}, Format.CSV_UTF8_BOM),
        Section("kokuho_nenkin_ka", {others: 19}, Format.CSV_CP932, HALF_WIDTH),
        Section("shogaisha_shisaku_ka", {others: 9}, Format.CSV_UTF8, tool=Tool.GOOGLE_FORMS),
        Section("kaigo_hoken_ka", {others: 12}, Format.XLSX, tool=Tool.MICROSOFT_FORMS),
        Section("fukushi_jimusho", {others: 11}, Format.CSV_UTF8_BOM, TRAILING_SPACE),
        Section("hoken_yobo_ka", {others: 5}, Format.CSV_UTF8),
        Section("hoken_service_ka", {others: 5}, Format.CSV_CP932, SPACED),
        Section("kodomo_kateibu_kanri_ka", {others: 7}, Format.CSV_UTF8_BOM),
    ]


def _info_nws() -> list[Section]:
    own, shared = "own_terminal_divisions", "shared_terminal_divisions"
    return [
        Section("joho_kanri_ka", {own: 6}, Format.XLSX, HALF_WIDTH),
        Section("jinji_ka", {own: 5}, Format.CSV_UTF8_BOM),
        Section("kumin_ka", {own: 30}, Format.XLSX),
        Section("kazei_ka", {own: 24}, Format.CSV_CP932, tool=Tool.KINTONE),
        Section("nozei_ka", {own: 17}, Format.CSV_CP932, TRAILING_SPACE),
        Section("kokuho_nenkin_ka", {own: 22}, Format.CSV_CP932, HALF_WIDTH),
        Section("shogaisha_shisaku_ka", {own: 10}, Format.CSV_UTF8, tool=Tool.GOOGLE_FORMS),
        Section("kaigo_hoken_ka", {own: 13}, Format.XLSX, tool=Tool.MICROSOFT_FORMS),
        Section("fukushi_jimusho", {own: 16}, Format.CSV_UTF8_BOM, TRAILING_SPACE),
        Section("hoken_yobo_ka", {own: 7}, Format.CSV_UTF8),
        Section("hoken_service_ka", {own: 7}, Format.CSV_CP932, SPACED),
        Section("kodomo_kateibu_kanri_ka", {own: 8}, Format.CSV_UTF8_BOM),
        Section("chiiki_kosodate_shien_ka", {own: 7}, Format.XLSX),
        Section("hoken_fukushibu_kanri_ka", {shared: 3}, Format.CSV_UTF8_BOM),
        Section("koreisha_zaitaku_shien_ka", {shared: 4}, Format.CSV_UTF8),
        Section("hoiku_ka", {shared: 4}, Format.CSV_CP932),
        Section("jutaku_ka", {shared: 2}, Format.XLSX, HALF_WIDTH),
    ]


SECTIONS = {"juki_net": _juki_net(), "info_nws": _info_nws()}
"""The sections of each programme, in the order of the numbers in their file names."""


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` out by whole-number weights, largest remainders first.

    Examples
    --------
    >>> apportion(13, [3, 4, 4, 2])
    [3, 4, 4, 2]
    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -remainders[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def people_by_section(
    sections: Sequence[Section], people: Sequence[Person]
) -> list[dict[str, list[Person]]]:
    """Send every person to one section: for each section its persons by role."""
    delivered: list[dict[str, list[Person]]] = [{} for _ in sections]
    for role in dict.fromkeys(person.role for person in people):
        of_role = [person for person in people if person.role == role]
        sizes = apportion(len(of_role), [section.shares.get(role, 0) for section in sections])
        for section, size in zip(delivered, sizes, strict=True):
            if size:
                section[role], of_role = of_role[:size], of_role[size:]
    return delivered
