"""Feedback pages as files: they pass the scan of finished files, for every kind of release."""

import re

import pytest

from selfcheck_analysis import feedback
from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.exporter import export_blocks
from selfcheck_analysis.report.scripts import shipped
from tests.banded import printed_with_bands, with_bands
from tests.factories import fake_publication, first_year, printed_last_year
from tests.unit.feedback.generated import generated, ledger

KINDS = {
    "ja": lambda: fake_publication("ja"),
    "en": lambda: fake_publication("en"),
    "bands": lambda: fake_publication("ja", **with_bands()),
    "bands in English": lambda: fake_publication("en", **with_bands()),
    "last year printed": lambda: fake_publication("ja", **printed_last_year()),
    "printed, with bands": lambda: fake_publication("en", **printed_with_bands()),
    "first year": lambda: fake_publication("ja", **first_year()),
    "generated": lambda: generated(7, "ja"),
    "generated in English": lambda: generated(8, "en"),
    "generated, much hidden": lambda: generated(9, "ja", shown=0.2),
    "generated, nothing hidden": lambda: generated(10, "ja", shown=1.0),
}


def finished(pub, folder):
    """Write every feedback page below the folder of its programme; return the files."""
    language = pub.words.language
    overview = feedback.overview(pub, ledger()).blocks
    pages = [
        *feedback.pages(pub, ledger()),
        feedback.FeedbackPage("06_feedback.html", "overview", overview),
    ]
    for page in pages:
        path = folder / "fake_net" / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        html = export_blocks(page.blocks, page.title, language, [], internal_only=False)
        path.write_text(html, encoding="utf-8")
    return [page.file for page in pages]


def scanned(pub, root):
    """Return the codes of what the scan refuses."""
    source = Source(pub.release, [pub.questionnaire])
    try:
        scan_finished(Project(root / "project"), root / "staging", [source], shipped())
    except ProblemsError as error:
        return {(problem.code, problem.place.file) for problem in error.problems}
    return set()


@pytest.mark.parametrize("kind", KINDS)
def test_pages__pass_the_scan(kind, tmp_path):
    pub = KINDS[kind]()
    assert finished(pub, tmp_path / "staging")
    assert scanned(pub, tmp_path) == set()


def test_scan__notices_a_figure_that_is_not_released(tmp_path):
    # The test above can fail: one rate of one row is made another.
    pub = generated(7, "ja")
    finished(pub, tmp_path / "staging")
    path = tmp_path / "staging" / "fake_net" / "feedback" / "alpha.html"
    html = path.read_text(encoding="utf-8")
    changed = re.sub(r'(<td class="figure strong">)\d+(</td>)', r"\g<1>59\2", html, count=1)
    assert changed != html
    path.write_text(changed, encoding="utf-8")
    refused = ("scan_unreleased_number", "fake_net/feedback/alpha.html")
    assert refused in scanned(pub, tmp_path)


def test_links__lead_to_the_pages_that_are_there(tmp_path):
    pub = generated(7, "ja")
    files = finished(pub, tmp_path / "staging")
    folder = tmp_path / "staging" / "fake_net"
    html = (folder / "06_feedback.html").read_text(encoding="utf-8")
    links = re.findall(r'href="(feedback/[^"]+)"', html)
    assert sorted(links) == sorted(set(files) - {"06_feedback.html"})
    assert all((folder / link).is_file() for link in links)
