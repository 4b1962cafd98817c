"""The sentences of the pages, made from released tables only."""

from selfcheck_analysis.commentary.focus import focus_heading, focus_sentences
from selfcheck_analysis.commentary.leads import lead
from selfcheck_analysis.commentary.method import method_box
from selfcheck_analysis.commentary.titles import heading, title

__all__ = ["focus_heading", "focus_sentences", "heading", "lead", "method_box", "title"]
