"""The council's handout from released tables: one model, a page, a Word document, a workbook."""

from selfcheck_analysis.handout.content import handout
from selfcheck_analysis.handout.office import office_files
from selfcheck_analysis.handout.page import page_blocks

__all__ = ["handout", "office_files", "page_blocks"]
