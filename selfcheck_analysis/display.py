"""What a notebook cell may put on a page: blocks that carry the mark of released content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selfcheck_analysis.tables.model import Table

MARK = {"selfcheck": {"released": True}}
"""Output metadata by which the exporter tells released blocks from everything else."""

CHART_MIME = "application/vnd.vegalite.v5+json"
"""JupyterLab 4 draws Vega-Lite under this name without internet, version 6 specifications too."""


@dataclass(frozen=True)
class HtmlBlock:
    """A heading, a paragraph or a table, with a plain-text reading of it.

    A printed table is carried along, so that papers can be made of it as well.
    """

    html: str
    plain: str
    table: Table | None = None

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"text/html": self.html, "text/plain": self.plain}, MARK


@dataclass(frozen=True)
class ChartBlock:
    """A Vega-Lite chart with its title and a description for those who cannot see it."""

    spec: dict[str, Any]
    title: str
    description: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {CHART_MIME: self.spec, "text/plain": f"{self.title}\n{self.description}"}, MARK


@dataclass(frozen=True)
class Blocks:
    """Several blocks that one notebook cell shows one below the other."""

    blocks: tuple[HtmlBlock | ChartBlock, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self.blocks:
            display(block)
