"""The internal page of an audit: what was found, the arithmetic, and the candidates for repair."""

from __future__ import annotations

from selfcheck_analysis.printed_tables.sentences import Sentences
from selfcheck_analysis.published.audit import Audit, Finding, Severity
from selfcheck_analysis.published.blocks import Block, is_headline
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.report.exporter import stylesheet
from selfcheck_analysis.report.security import content_security_policy
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import Tenure
from selfcheck_analysis.words import Words


def render_page(audit: Audit, sentences: Sentences, words: Words, min_base: int) -> str:
    """Return one self-contained HTML page, to be written as UTF-8 on the confidential side.

    Parameters
    ----------
    audit : Audit
    sentences : Sentences
        In the language of `words`.
    words : Words
    min_base : int
        As the audit was made with.
    """
    reach = audit.reach
    assumed = {"percent": reach.percent, "least": reach.least, "largest": reach.largest}
    return render(
        "print_audit.html.j2",
        language=words.language,
        words=words,
        summary=sentences.summary(audit),
        sections=[_section(severity, audit, sentences, words) for severity in Severity],
        min_base=min_base,
        unanimous=[sentences.unanimous(*row) for row in audit.unanimous],
        assumed=[
            words("audit.assumed.reach", **assumed),
            words("audit.assumed.persons"),
            words("audit.assumed.rounding"),
        ],
        policy=content_security_policy(),
        style=stylesheet(),
    )


def _section(
    severity: Severity, audit: Audit, sentences: Sentences, words: Words
) -> dict[str, object]:
    """Return heading and findings of one severity, and a sentence where nothing was found."""
    return {
        "heading": words(f"audit.section.{severity}"),
        "none": words(f"audit.none.{severity}"),
        "findings": [
            _finding(finding, sentences, words)
            for finding in audit.findings
            if finding.severity is severity
        ],
    }


def _finding(finding: Finding, sentences: Sentences, words: Words) -> dict[str, object]:
    candidates = sentences.candidates(finding)
    return {
        "title": sentences.title(finding),
        "about": sentences.about(finding.blocks),
        "arithmetic": sentences.arithmetic(finding),
        "tables": [_print_of(block, sentences, words) for block in sentences.blocks(finding)],
        "candidates": candidates,
        "place": words("audit.read_at", place=sentences.place(finding.sources)),
    }


def _print_of(block: Block, sentences: Sentences, words: Words) -> str:
    """Return the three printed rows of a block as a table."""
    headline = is_headline(block)
    answers = [words("audit.column.rate")] if headline else [words(f"answer.{a}") for a in Answer]
    heads = [
        Cell(f"{name}{words('audit.column.percent')}", "figure", scope="col") for name in answers
    ]
    return Table(
        caption=sentences.name(block),
        head=[[Cell(words("column.tenure"), scope="col"), *heads]],
        bodies=[[_row(block, tenure, len(answers), words) for tenure in Tenure]],
    ).html(words.language)


def _row(block: Block, tenure: Tenure, n_figures: int, words: Words) -> Row:
    row = block.row(tenure) or (None, None)
    figures = [words("audit.blank") if p is None else block.precision.text(p) for p in row]
    name = Cell(words(f"tenure.{tenure}"), scope="row")
    return [name, *(Cell(text, "figure") for text in figures[:n_figures])]
