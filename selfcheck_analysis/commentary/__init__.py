"""The sentences of the pages, made from released tables only."""

from selfcheck_analysis.commentary.focus import focus_heading, focus_sentences, question_sentences
from selfcheck_analysis.commentary.leads import lead
from selfcheck_analysis.commentary.method import method_box
from selfcheck_analysis.commentary.parts import Summary
from selfcheck_analysis.commentary.summary import summary
from selfcheck_analysis.commentary.titles import heading, title

__all__ = [
    "Summary",
    "focus_heading",
    "focus_sentences",
    "heading",
    "lead",
    "method_box",
    "question_sentences",
    "summary",
    "title",
]
