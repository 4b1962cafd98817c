"""Executed notebooks made by hand, for tests of the pages made from them."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from selfcheck_analysis.display import ChartBlock, HtmlBlock

NAV = [("結果の一覧", "../index.html"), ("回答", "01_responses.html"), ("変化", "")]
"""The index, a sibling, and the page itself."""


def shown(block: HtmlBlock | ChartBlock) -> NotebookNode:
    """Return a block as the output of a code cell."""
    data, metadata = block._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)


def notebook(*outputs: NotebookNode) -> NotebookNode:
    """Return a notebook with one code cell per output, after a note for analysts."""
    cells = [new_code_cell("secret_code()", outputs=[output]) for output in outputs]
    return new_notebook(cells=[new_markdown_cell("note for analysts"), *cells])
