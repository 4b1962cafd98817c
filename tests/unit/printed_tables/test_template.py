"""The empty file of printed tables can be read back once it is filled in."""

import csv
import io

from selfcheck_analysis.printed_tables.template import COLUMNS, template
from selfcheck_analysis.published.blocks import Opening
from selfcheck_analysis.published.reading import read_print
from selfcheck_analysis.questionnaire import Answer, read_questionnaire
from selfcheck_analysis.terms import HEADLINE
from tests.project_copy import SHIPPED


def rows(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_template__has_three_rows_for_every_role_and_focus_question():
    forms = read_questionnaire(SHIPPED, "juki_net", 2023)
    content, n_rows = template(forms, 2024)
    found = rows(content)
    assert n_rows == len(found) == 3 * (5 + 6)  # five roles, six focus questions
    assert {row["fiscal_year"] for row in found} == {"2024"}
    assert {row["questions"] for row in found if row["role"] == "citizens_division_staff"} == {
        "20",  # the role's headline
        "",  # its two focus questions
    }
    assert content.startswith(b"\xef\xbb\xbf")  # Excel opens it in Japanese


def test_template__filled_in_is_a_print(tmp_path):
    forms = read_questionnaire(SHIPPED, "juki_net", 2023)
    found = rows(template(forms, 2024)[0])
    for row in found:
        column = "rate_percent" if row["question"] == HEADLINE else "yes_percent"
        row[column] = "100"
    path = tmp_path / "print.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(found)
    read = read_print([(path, path.name)])
    assert len(read.blocks) == 5 + 6
    by_question = {block.key.question: block for block in read.blocks}
    told = by_question["prompted_colleague_to_log_off"]
    assert told.asked_if == Opening("no_unattended_terminal_seen", Answer.NO)
    assert by_question["knows_contact_tree_location"].key.role == "citizens_division_staff"
