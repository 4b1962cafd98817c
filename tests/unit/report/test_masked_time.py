"""Digests of finished files do not tell at what time they were made, and nothing else is masked."""

import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from selfcheck_analysis.report.masked_time import content_digest

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 26, 8, 5, 9, tzinfo=TOKYO)
LATER = NOW + timedelta(days=40, hours=5, minutes=7, seconds=11)

SPELLINGS = {
    "page": lambda at: at.strftime("%Y-%m-%d %H:%M"),
    "index": lambda at: at.isoformat(sep=" ", timespec="minutes"),
    "record": lambda at: at.isoformat(),
    "document, local": lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "document, UTC": lambda at: at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "to the second": lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
}


def page(folder, said, made_at, name="page.html"):
    (folder / name).write_text(f"<p>97 %</p><footer>{said}</footer>", encoding="utf-8")
    return content_digest(folder / name, made_at)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_digest__does_not_depend_on_the_time(tmp_path, spelling):
    written = SPELLINGS[spelling]
    assert page(tmp_path, written(NOW), NOW) == page(tmp_path, written(LATER), LATER)


def test_digest__depends_on_every_other_time(tmp_path):
    written = SPELLINGS["page"]
    other = NOW + timedelta(minutes=1)
    assert page(tmp_path, written(NOW), NOW) != page(tmp_path, written(other), NOW)


def test_digest__depends_on_the_content(tmp_path):
    assert page(tmp_path, "a", NOW) != page(tmp_path, "b", NOW)


def document(folder, parts, container_time, made_at):
    path = folder / "paper.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, container_time), text)
    return content_digest(path, made_at)


EARLY, LATE = (2024, 1, 1, 0, 0, 0), (2025, 2, 2, 2, 2, 2)


def test_digest__of_a_document_is_of_its_parts_and_not_of_its_container(tmp_path):
    now, later = (f"<created>{at:%Y-%m-%dT%H:%M:%SZ}</created>" for at in (NOW, LATER))
    first = document(tmp_path, {"a.xml": "97", "core.xml": now}, EARLY, NOW)
    assert first == document(tmp_path, {"core.xml": later, "a.xml": "97"}, LATE, LATER)


@pytest.mark.parametrize(
    "parts", [{"a.xml": "98"}, {"b.xml": "97"}, {"a.xml": "97", "b.xml": ""}, {"a.xml": "97b"}]
)
def test_digest__of_a_document_depends_on_every_part(tmp_path, parts):
    assert document(tmp_path, {"a.xml": "97"}, EARLY, NOW) != document(tmp_path, parts, EARLY, NOW)
