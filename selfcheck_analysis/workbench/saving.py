"""What JupyterLab may write when a notebook is saved: no state of widgets.

`selfcheck explore` tells the server to call this before every save. Whatever the settings of
JupyterLab say, figures and texts that widgets show are then in memory alone.
"""

from __future__ import annotations

from typing import Any

HOOK = "selfcheck_analysis.workbench.saving.without_widget_state"
"""How the server's settings name the function."""


def without_widget_state(model: dict[str, Any], **_: Any) -> None:
    """Take the state of widgets out of a notebook that is about to be written.

    Parameters
    ----------
    model : dict
        What Jupyter's contents manager is to write; changed in place.
    """
    if model.get("type") == "notebook" and model.get("content"):
        model["content"]["metadata"].pop("widgets", None)
