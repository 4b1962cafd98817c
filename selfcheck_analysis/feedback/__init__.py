"""Feedback pages for the staff and the section heads, made from released tables only."""

from selfcheck_analysis.feedback.blocks import FeedbackPage, way_back
from selfcheck_analysis.feedback.overview import overview
from selfcheck_analysis.feedback.page import pages

__all__ = ["FeedbackPage", "overview", "pages", "way_back"]
