"""The analyst's workbench: confidential figures of a year, by questions asked in a notebook.

`open_year` opens a year; what it returns says what can be asked. Nothing here reaches a page: the
frames are marked as confidential, and the exporter takes marked released blocks only.
"""

from selfcheck_analysis.workbench.frames import ConfidentialFrame
from selfcheck_analysis.workbench.opening import open_year
from selfcheck_analysis.workbench.year import Year

__all__ = ["ConfidentialFrame", "Year", "open_year"]
