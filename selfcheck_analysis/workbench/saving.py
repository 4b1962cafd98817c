"""What JupyterLab may write when a notebook is saved: no widgets, no outputs but in private.

`selfcheck explore` tells the server to call this before every save. Whatever the settings of
JupyterLab say, figures and texts that widgets show are then in memory alone, and what cells show is
kept below `data/processed/` only: a committed notebook stays without it.
"""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from selfcheck_analysis.paths import Project
from selfcheck_analysis.words import LANGUAGES, Words

HOOK = "selfcheck_analysis.workbench.saving.strip_notebook"
"""How the server's settings name the function."""

_SUFFIX = ".ipynb"


def strip_notebook(model: dict[str, Any], path: str = "", contents_manager: Any = None) -> None:
    """Take out of a notebook that is about to be written what may not be in its file.

    Parameters
    ----------
    model : dict
        What Jupyter's contents manager is to write, as a notebook or as the text of a file called
        `.ipynb`; changed in place.
    path : str
        Where, as the manager names places.
    contents_manager : ContentsManager
        Whose folder it is; without one the notebook is not a private one.

    Raises
    ------
    HTTPError
        The notebook cannot be read, or comes in pieces. The server would save it after any other
        error.
    """
    if not model.get("content"):
        return
    try:
        if model.get("type") == "notebook":
            _strip(model["content"], _is_private(path, contents_manager))
        elif model.get("type") == "file" and path.lower().endswith(_SUFFIX):
            _strip_text(model, _is_private(path, contents_manager))
    except Exception:
        raise _refusal(path) from None


def _strip_text(model: dict[str, Any], private: bool) -> None:
    """Strip a notebook that is saved as if it were any file, as an upload or an editor does."""
    if model.get("chunk") is not None:
        raise ValueError("a part of a notebook cannot be read")
    encoded = model.get("format") == "base64"
    text = base64.b64decode(model["content"]).decode("utf-8") if encoded else model["content"]
    notebook = json.loads(text)
    _strip(notebook, private)
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    model["content"] = base64.b64encode(text.encode()).decode("ascii") if encoded else text


def _strip(notebook: dict[str, Any], private: bool) -> None:
    notebook.get("metadata", {}).pop("widgets", None)
    for cell in notebook["cells"]:
        if not private and "outputs" in cell:
            cell["outputs"], cell["execution_count"] = [], None


def _is_private(path: str, contents_manager: Any) -> bool:
    """Tell whether a place is among the confidential results, which are never committed."""
    if contents_manager is None:
        return False
    place = Path(contents_manager.root_dir, path.strip("/")).resolve()
    return place.is_relative_to((Project.current().root / "data" / "processed").resolve())


def _refusal(path: str) -> Exception:
    from tornado.web import HTTPError

    reasons = (Words(language)("workbench.saving.refused", file=path) for language in LANGUAGES)
    return HTTPError(HTTPStatus.BAD_REQUEST, " ".join(reasons))
