"""Page, Word and Excel say the same, figure by figure, whatever a release holds."""

import io
import random
from functools import partial

import docx
import pytest

from selfcheck_analysis.handout import handout, page_blocks
from selfcheck_analysis.handout.model import Heading, Listing, Paragraph
from selfcheck_analysis.handout.sheets import publication_tables
from selfcheck_analysis.handout.word import document_of
from selfcheck_analysis.handout.workbook import workbook_of
from selfcheck_analysis.terms import State
from selfcheck_analysis.words import LANGUAGES
from tests.banded import printed_with_bands, with_bands
from tests.factories import fake_publication, fake_tables, first_year, printed_last_year
from tests.markup import parsed, text_of
from tests.papers import (
    MADE_AT,
    differences,
    fake_written,
    page_table,
    sheet_rows,
    without_charts,
    word_tables,
)

HIDDEN = (State.HIDDEN_SMALL, State.HIDDEN_PROTECTS, State.HIDDEN_MERGED, State.ABSENT)
FIGURES = {
    "rates_by_role": ("n_people", "rate_percent"),
    "rates_by_question": ("n_answers", "rate_percent"),
    "focus_answers": ("n_answers", "yes_percent", "no_percent"),
}


def drawn(seed: int):
    """Return tables in which every row has figures of its own, or is hidden, or a band."""
    dice, made = random.Random(seed), {}
    for name, figures in FIGURES.items():
        frame = fake_tables()[name].astype(dict.fromkeys(figures, object))
        bands = [c for c in frame if str(c).endswith(("low_percent", "high_percent"))]
        frame[bands] = frame[bands].astype(object)
        for row in frame.index:
            state = dice.choice(
                [State.SHOWN, State.SHOWN, *HIDDEN, *([State.BAND] if bands else [])]
            )
            yes = dice.randrange(101)
            values = {"n_answers": dice.randrange(10, 3000), "n_people": dice.randrange(10, 3000)}
            values |= {"yes_percent": yes, "no_percent": 100 - yes, "rate_percent": yes}
            shown = {column: values[column] for column in figures}
            if state is State.BAND:
                low = dice.choice([0, 40, 80])
                shown = {"n_answers": values["n_answers"], bands[0]: low, bands[1]: low + 20}
            frame.loc[row, [*figures, *bands]] = None
            if state in (State.SHOWN, State.BAND):
                frame.loc[row, list(shown)] = list(shown.values())
            frame.loc[row, "state"] = state
        made[name] = frame
    return made


RELEASES = {
    "two years": dict,
    "bands": with_bands,
    "first year": first_year,
    "printed": printed_last_year,
    "printed with bands": printed_with_bands,
    **{f"drawn {seed}": partial(drawn, seed) for seed in range(3)},
}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module", params=RELEASES)
def pub(request, language):
    return fake_publication(language, **RELEASES[request.param]())


@pytest.fixture(scope="module")
def made(pub):
    with without_charts():
        return handout(pub, fake_written())


@pytest.fixture(scope="module")
def document(pub, made):
    return document_of(made, pub.words, MADE_AT)


def test_word__has_the_tables_of_the_page(pub, made, document):
    pages = [page_table(table, pub.words.language) for table in made.tables]
    assert len(pages) == 4  # rates, two focus items, measures
    assert word_tables(document) == pages


def test_excel__has_every_table_of_the_pages(pub, made):
    tables = publication_tables(pub, fake_written())
    assert len(tables) >= 12
    workbook = workbook_of(pub, made, tables, MADE_AT)
    for name, table in tables.items():
        page = page_table(table, pub.words.language)
        assert differences(page, sheet_rows(workbook, name)) == [], name


def test_page_and_word__have_all_texts_in_their_order(pub, made, document):
    word = [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]
    blocks = page_blocks(made, pub.words.language).blocks
    page = [text_of(element) for block in blocks for element in parsed(block.html).iter()]
    wanted = [
        text
        for part in made.parts
        if isinstance(part, Heading | Paragraph | Listing)
        for text in (part.items if isinstance(part, Listing) else (part.text,))
    ]
    assert len(wanted) > 20
    for texts in (word, page):
        left = iter(texts)
        assert [text for text in wanted if text not in left] == []


def test_differences__are_found():
    # Without this the tests above could pass by comparing nothing.
    page = [["設問", "率"], ["離席", "97"], ["離席", "＊"], ["離席", "−3"]]
    sheet = [["設問", "率"], ["離席", 98.0], ["離席", 97.0], ["離席", 3.0]]
    assert differences(page, sheet) == [("97", 98.0), ("＊", 97.0), ("−3", 3.0)]
    assert differences(page, [*page[:1], ["離席", "97"], *page[2:]]) == [("97", "97"), ("−3", "−3")]
