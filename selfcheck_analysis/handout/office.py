"""The handout and all tables as files for Word and Excel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from selfcheck_analysis.handout.content import handout
from selfcheck_analysis.handout.sheets import publication_tables
from selfcheck_analysis.handout.word import document_of
from selfcheck_analysis.handout.workbook import workbook_of
from selfcheck_analysis.handout_text import Written
from selfcheck_analysis.publication import Publication

DOCUMENT, WORKBOOK = "handout.docx", "tables.xlsx"


def office_files(pub: Publication, written: Written, made_at: datetime) -> Mapping[str, bytes]:
    """Return the papers of one programme and year by file name.

    Parameters
    ----------
    pub : Publication
    written : Written
        As `handout_text.read_written` returns it.
    made_at : datetime
        With its time zone. The same inputs and time give the same bytes.
    """
    made = handout(pub, written)
    return {
        DOCUMENT: document_of(made, pub.words, made_at),
        WORKBOOK: workbook_of(pub, made, publication_tables(pub, written), made_at),
    }
