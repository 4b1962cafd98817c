"""Which tables the workbook holds, each on a sheet of its own, in the order of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from selfcheck_analysis import tables
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.handout.section_rates import section_rates
from selfcheck_analysis.handout_text import Written
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.model import Table


def publication_tables(pub: Publication, written: Written) -> dict[str, Table]:
    """Return every table of the release that is printed, by the name of its sheet.

    What a release does not have, such as a trend over too few years, has no sheet.
    """
    return {name: block.table for name, block in _blocks(pub, written) if block.table is not None}


def _blocks(pub: Publication, written: Written) -> Iterator[tuple[str, HtmlBlock]]:
    def sheet(name: str) -> str:
        return pub.words(f"workbook.sheet.{name}")

    yield sheet("rates_by_role"), tables.rates_by_role(pub)
    for item in pub.questionnaire.focus_items:
        shares = pub.words("workbook.sheet.focus", number=item.id)
        yield shares, tables.focus_shares(pub, item.id)
        answers = pub.words("workbook.sheet.focus_detail", number=item.id)
        yield answers, _in_detail(pub, tables.focus_answers(pub, item.id))
    ledger = tables.measures_table(pub, written.measures, last_form=written.last_form)
    yield sheet("measures"), ledger
    yield sheet("response_rates"), tables.response_rates(pub)
    yield sheet("rates_by_question"), tables.rates_by_question(pub)
    yield sheet("section_rates"), section_rates(pub)
    yield sheet("headline_changes"), tables.headline_changes(pub)
    yield sheet("changes"), tables.changes(pub)
    yield sheet("detectable_changes"), tables.detectable_changes(pub)
    yield sheet("contrasts"), tables.contrasts(pub)
    yield sheet("composition"), tables.composition(pub)
    yield sheet("trend"), tables.trend(pub)
    yield sheet("families"), tables.families(pub)
    yield sheet("form_changes"), tables.form_changes(pub, written.last_form)
    yield sheet("deliveries"), tables.deliveries(pub)
    yield sheet("set_aside"), tables.set_aside(pub)
    yield sheet("cell_states"), tables.cell_states(pub)


def _in_detail(pub: Publication, block: HtmlBlock) -> HtmlBlock:
    """Return a table under a caption of its own, beside the shorter one of the same item."""
    if block.table is None:
        return block
    caption = pub.words("workbook.detail_caption", caption=block.table.caption)
    return replace(block.table, caption=caption).block(pub.words.language)
