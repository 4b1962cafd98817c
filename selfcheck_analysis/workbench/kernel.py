"""Whether a person looks at what a cell shows, or a program runs the notebook and keeps it."""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def somebody_looks() -> bool:
    """Tell whether the running cell was sent by a front end that could ask a person something.

    JupyterLab sends every cell with `allow_stdin`; papermill and nbconvert never do, for nobody
    would answer. They keep the state of every widget in the notebook that they write. Without a
    kernel (a script, a terminal) nobody looks either.
    """
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    request: dict[str, Any] = kernel.get_parent("shell") if kernel is not None else {}
    return bool(request.get("content", {}).get("allow_stdin", False))


def show(widget: Any, plain: str) -> None:
    """Show a widget; what a notebook keeps of it is its number and `plain`.

    By themselves widgets add the beginning of what is in them as text.
    """
    from IPython.display import display

    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    display({WIDGET_VIEW: view, "text/plain": plain}, raw=True)
