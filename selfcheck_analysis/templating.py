"""HTML from the package's own templates, with every value escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def environment() -> Environment:
    """Return the templates of `templates/`; a name without a value is an error."""
    return Environment(
        loader=PackageLoader("selfcheck_analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """Fill one template of `templates/` and return its HTML."""
    return environment().get_template(template).render(**values)
