"""One executed notebook to one self-contained page, by nbconvert with our own template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from selfcheck_analysis.display import CHART_MIME, ChartBlock, HtmlBlock
from selfcheck_analysis.report.compact import compact
from selfcheck_analysis.report.contents import Addresses
from selfcheck_analysis.report.outputs import released_outputs
from selfcheck_analysis.report.pictures import script_json, static_picture
from selfcheck_analysis.report.scripts import TEMPLATES, scripts_for, stylesheet
from selfcheck_analysis.report.security import content_security_policy
from selfcheck_analysis.words import Language, Words

__all__ = ["PageExporter", "export_blocks", "export_page", "stylesheet", "window_title"]

Block = HtmlBlock | ChartBlock


class PageExporter(TemplateExporter):
    """nbconvert's template machinery with our template alone.

    nbconvert's own `HTMLExporter` is not used: it reads the finished page again and writes it
    anew, which breaks the hashes of the scripts, and its template names remote files.
    """

    file_extension = ".html"
    output_mimetype = "text/html"
    template_paths = [str(TEMPLATES)]  # noqa: RUF012 - the trait is overridden as nbconvert has it
    template_file = "page.html.j2"
    default_preprocessors: list[Any] = []  # noqa: RUF012


def export_page(
    notebook: NotebookNode,
    title: str,
    language: Language,
    nav: Sequence[tuple[str, str]],
    foot: str | None = None,
    *,
    internal_only: bool,
    manifest: str = "",
) -> str:
    """Return the page of an executed notebook: its released outputs and nothing else.

    Parameters
    ----------
    notebook : NotebookNode
        Executed to its end. Code and Markdown cells are not shown.
    title : str
        The title of the browser's window, which also runs along the head of every printed sheet.
    language : {"ja", "en"}
    nav : sequence of (title, relative address)
        The index and the sibling pages; an empty address marks the page itself.
    foot : str, optional
        The last line of the page.
    internal_only : bool
        Whether the page may not leave the room: it is stamped then, on screen, on every printed
        sheet and in the title of the window.
    manifest : str
        The relative address of the record of how the page was made; empty where there is none.

    Returns
    -------
    str
        One HTML document that fetches nothing, to be written as UTF-8.

    Raises
    ------
    ProblemsError
        An output that did not pass the disclosure door, or a cell that failed.
    """
    outputs = released_outputs(notebook)
    return _page(
        outputs, title, language, nav, foot, internal_only=internal_only, manifest=manifest
    )


def export_blocks(
    blocks: Sequence[Block],
    title: str,
    language: Language,
    nav: Sequence[tuple[str, str]],
    foot: str | None = None,
    *,
    internal_only: bool,
    manifest: str = "",
) -> str:
    """Return a page of blocks that no notebook shows, as `export_page` does of a notebook's.

    Parameters
    ----------
    blocks : sequence of HtmlBlock or ChartBlock
        In the order of the page.
    title, language, nav, foot, internal_only, manifest
        As `export_page` takes them.
    """
    outputs = [_output(block) for block in blocks]
    return _page(
        outputs, title, language, nav, foot, internal_only=internal_only, manifest=manifest
    )


def _output(block: Block) -> NotebookNode:
    data, metadata = block._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)


def _page(
    outputs: Sequence[NotebookNode],
    title: str,
    language: Language,
    nav: Sequence[tuple[str, str]],
    foot: str | None,
    *,
    internal_only: bool,
    manifest: str,
) -> str:
    addresses = Addresses(["main"])
    blocks = [_addressed(output.data, addresses) for output in outputs]
    scripts = scripts_for(
        charts=any(CHART_MIME in block for block in blocks),
        tables=any("<table" in block.get("text/html", "") for block in blocks),
    )
    words = Words(language)
    page = {
        "title": window_title(title, words, internal_only),
        "language": language,
        "words": words,
        "stamp": words("page.internal") if internal_only else "",
        "nav": nav,
        "sections": addresses.sections(),
        "foot": foot,
        "manifest": manifest,
        "blocks": blocks,
        "chart_mime": CHART_MIME,
        "scripts": scripts,
        "policy": content_security_policy(scripts),
        "style": stylesheet(),
    }
    html, _ = _exporter().from_notebook_node(new_notebook(), resources={"page": page})
    return html


def _addressed(data: Mapping[str, Any], addresses: Addresses) -> dict[str, Any]:
    """Return what a block shows, with an address for each of its headings."""
    html = {"text/html": addresses.put_into(data["text/html"])} if "text/html" in data else {}
    return {**data, **html}


def window_title(title: str, words: Words, internal_only: bool) -> str:
    """Return the title of the browser's window, with the stamp of what may not leave the room."""
    if not internal_only:
        return title
    return words("page.internal_window", stamp=words("page.internal"), title=title)


@cache
def _exporter() -> PageExporter:
    filters = {"picture": _picture, "script_json": script_json}
    return PageExporter(filters=filters)


def _picture(spec: dict[str, Any]) -> str:
    return compact(static_picture(spec))
