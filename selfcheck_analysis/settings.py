"""Read a YAML settings file into a frozen typed model, reporting every fault at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError, refuse
from selfcheck_analysis.words import catalogue


class Settings(BaseModel):
    """Base of every settings model: unknown keys refused, nothing converted, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=BaseModel)


def read_settings(
    path: Path, model: type[Model], shown_as: str, named: Mapping[str, object] | None = None
) -> Model:
    """Read one YAML file into `model`.

    Parameters
    ----------
    path : Path
    model : type
        A pydantic model with ``extra="forbid"``.
    shown_as : str
        How messages name the file.
    named : dict, optional
        What the file's name says, by key; the file must state the same.

    Returns
    -------
    model instance

    Raises
    ------
    ProblemsError
        With one problem per fault, all of them at once: keys written twice, unknown, missing,
        ill-typed or unlike the file's name. A missing file or unreadable YAML stands alone.
    """
    values, problems = _loaded(path, shown_as)
    try:
        settings = as_model(model, values, shown_as)
    except ProblemsError as error:
        problems.extend(error.problems)
    faulty = {problem.place.column for problem in problems}
    to_compare = {key: name for key, name in (named or {}).items() if key not in faulty}
    refuse([*problems, *_misnamed(shown_as, values, to_compare)])
    return settings


def as_model(model: type[Model], values: object, shown_as: str, within: str = "") -> Model:
    """Return `values` as `model`, or raise ProblemsError with one problem per fault.

    `within` is the key of the file under which `values` stand.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise ProblemsError(
            _problem(item, shown_as, _known_keys(model, item["loc"]), within)
            for item in error.errors()
        ) from None


def read_yaml(path: Path, shown_as: str) -> dict[str, Any]:
    """Return the mapping a YAML file holds; raise ProblemsError when it is none."""
    values, problems = _loaded(path, shown_as)
    refuse(problems)
    return values


def _loaded(path: Path, shown_as: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the mapping a YAML file holds and the faults of its keys."""
    place = Place(shown_as)
    try:
        loader = _Loader(path.read_text(encoding="utf-8-sig"))
        values = loader.get_single_data()
    except FileNotFoundError:
        raise ProblemsError([Problem("settings_missing_file", place)]) from None
    except UnicodeDecodeError:
        raise ProblemsError([Problem("settings_not_utf8", place)]) from None
    except Exception as error:  # YAML's own, the system's, and too deep a nesting
        raise ProblemsError([_unreadable(error, shown_as)]) from None
    if not isinstance(values, dict):
        raise ProblemsError([Problem("settings_not_mapping", place)])
    problems = [
        Problem("settings_key_twice", Place(shown_as, row=row, column=key), {"key": key})
        for row, key in loader.written_twice
    ]
    not_text = [key for key in values if not isinstance(key, str)]
    problems += [
        Problem("settings_key_not_text", Place(shown_as, column=repr(key))) for key in not_text
    ]
    return {key: value for key, value in values.items() if isinstance(key, str)}, problems


class _Loader(yaml.SafeLoader):
    """A safe loader that notes keys written twice; YAML would silently keep the last."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.written_twice: list[tuple[int, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue  # a list or a mapping as a key: the base class refuses it
            is_number = key_node.tag == "tag:yaml.org,2002:int"  # 1, "1" and 01 print the same
            key = str(self.construct_yaml_int(key_node)) if is_number else key_node.value
            if key in seen:
                self.written_twice.append((key_node.start_mark.line + 1, key))
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Add the place to errors that come from elsewhere, such as of a 13th month."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError) as error:
            raise yaml.constructor.ConstructorError(
                None, None, str(error), node.start_mark
            ) from error


def _unreadable(error: Exception, shown_as: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    row = mark.line + 1 if mark is not None else 0
    said = (getattr(error, name, None) for name in ("problem", "reason", "strerror"))
    cause = next(filter(None, said), type(error).__name__)
    return Problem("settings_unreadable", Place(shown_as, row=row), {"cause": cause})


def _misnamed(
    shown_as: str, values: Mapping[str, object], named: Mapping[str, object]
) -> list[Problem]:
    """Find a copy of last year's file in which nothing was changed."""
    return [
        Problem(
            "params_file_name",
            Place(shown_as, column=key),
            {"found": values[key], "expected": name},
        )
        for key, name in named.items()
        if values[key] != name
    ]


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that may stand beside the faulty one, however deep it lies."""
    for part in location[:-1]:
        if part in model.model_fields:
            model = _model_within(model.model_fields[str(part)].annotation) or model
    return sorted(model.model_fields)


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """Return the model that a type such as ``list[Role]`` or ``Label | None`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_within, get_args(annotation))), None)


def _problem(item: Any, shown_as: str, known: list[str], within: str) -> Problem:
    """Turn one pydantic error into a problem of ours, with the key as its place."""
    key = ".".join(str(part) for part in (within, *item["loc"]) if part != "")
    place = Place(shown_as, column=key)
    if item["type"] == "extra_forbidden":
        near = get_close_matches(str(item["loc"][-1]), known, n=1)
        return Problem(
            "settings_unknown_key",
            place,
            {"key": key, "known": ", ".join(known), "near": near[0] if near else "-"},
        )
    if item["type"] == "missing":
        return Problem("settings_missing_key", place, {"key": key})
    return Problem(
        "settings_bad_value",
        place,
        {"key": key, "value": repr(item["input"])[:80], "rule": _rule(item)},
    )


def _rule(item: Any) -> Phrase | str:
    """Say a rule in our words where the catalogue has it, else in pydantic's."""
    key = f"rule.{item['type']}"
    return Phrase(key, item.get("ctx", {})) if key in catalogue() else str(item["msg"])
