"""Finished notebooks and manifests made into pages that open without network."""

from selfcheck_analysis.report.exporter import export_page
from selfcheck_analysis.report.index import render_index
from selfcheck_analysis.report.manifest import (
    InputFile,
    Manifest,
    Page,
    read_manifest,
    write_manifest,
)

__all__ = [
    "InputFile",
    "Manifest",
    "Page",
    "export_page",
    "read_manifest",
    "render_index",
    "write_manifest",
]
