"""Plain widgets that every panel is made of. ipywidgets is imported when a panel is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.words import Words
from selfcheck_analysis.workbench.frames import banner

if TYPE_CHECKING:
    import ipywidgets

    from selfcheck_analysis.workbench.views import View

Option = tuple[str, Any]
"""What a menu shows, and what it stands for."""


def menu(words: Words, name: str) -> ipywidgets.Dropdown:
    """Return an empty menu with its name before it."""
    import ipywidgets

    return ipywidgets.Dropdown(
        description=words(f"workbench.menu.{name}"),
        style={"description_width": "initial"},
        layout={"width": "auto", "max_width": "100%", "min_width": "200px"},
    )


def switch(words: Words, name: str) -> ipywidgets.ToggleButton:
    """Return a button that stays down."""
    import ipywidgets

    return ipywidgets.ToggleButton(
        description=words(f"workbench.menu.{name}"),
        tooltip=words(f"workbench.menu.{name}_about"),
        layout={"width": "auto"},
    )


def button(words: Words, name: str, action: Callable[[], None]) -> ipywidgets.Button:
    """Return a button that does something."""
    import ipywidgets

    pressed = ipywidgets.Button(
        description=words(f"workbench.menu.{name}"), layout={"width": "auto"}
    )
    pressed.on_click(lambda _: action())
    return pressed


def row(*widgets: Any) -> ipywidgets.HBox:
    """Return widgets beside each other; they wrap where there is no room."""
    import ipywidgets

    return ipywidgets.HBox(list(widgets), layout={"flex_flow": "row wrap", "align_items": "center"})


def offer(chosen: ipywidgets.Dropdown, options: Iterable[Option]) -> None:
    """Give a menu its options; what was chosen stays chosen where it is among them."""
    options, before = list(options), chosen.value
    values = [value for _, value in options]
    chosen.options = options
    if options:
        chosen.value = before if before in values else values[0]


def notice(words: Words, view: View | None = None) -> str:
    """Say above a view whether it may leave the room; without one, that nothing may."""
    warned = [] if view is None or view.publication is None else view.publication.warnings()
    if view is None or not view.released:
        reasons = warned or [words("workbench.stamp_reason")]
        return f"{banner({'language': words.language})}<p>{escape(' '.join(reasons))}</p>"
    text = "<br>".join(map(escape, [words("workbench.released_notice"), *warned]))
    return f'<p class="selfcheck-released" style="margin:0 0 6px">{text}</p>'


def message(lines: Iterable[str], name: str) -> str:
    """Return lines of plain text as HTML."""
    shown = "<br>".join(map(escape, lines))
    return f'<p class="selfcheck-{name}">{shown}</p>' if shown else ""


def drawn(data: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return what an Output widget holds to show one chart."""
    return ({"output_type": "display_data", "data": data, "metadata": {}},)
