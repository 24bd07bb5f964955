"""A document's values against the shape they should have: what pydantic finds, told with a line and a mend."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from signpost.authoring.faults import nearest, quoted
from signpost.authoring.known import Known
from signpost.authoring.menu_files import KINDS, PlaceEntry
from signpost.authoring.scalars import FAULT
from signpost.authoring.sentences import Shape
from signpost.authoring.yaml_lines import Document, Path

Entry = TypeVar("Entry", bound=Shape)
# A key of several kinds belongs to the first of them.
_BELONGS = {key: kind for kind in reversed(KINDS) for key in kind.model_fields}


def judge(shape: type[Entry], document: Document, path: Path, data: object, known: Known) -> Entry | None:
    """The entry at `path` of a document, or None with every fault in it reported."""
    try:
        return shape.model_validate(data, context=known)
    except ValidationError as found:
        _tell(shape, document, path, found.errors(include_url=False))
    return None


def place_shape(data: object) -> type[PlaceEntry] | None:
    """Which kind of place somebody meant: the one that most of its keys belong to. None when no key tells."""
    if not isinstance(data, Mapping):
        return None
    for like in (lambda key, kind: key in kind.model_fields, lambda key, kind: nearest(key, kind.model_fields)):
        scores = {kind: sum(bool(like(key, kind)) for key in data) for kind in KINDS}
        best = max(KINDS, key=lambda kind: scores[kind])
        if scores[best]:
            return best
    return None


def _tell(shape: type[Shape], document: Document, path: Path, errors: Iterable[ErrorDetails]) -> None:
    misspelt: set[Path] = set()
    # Unknown keys come first: one that is a missing key misspelt is one fault, not two.
    for error in sorted(errors, key=lambda error: error["type"] != "extra_forbidden"):
        where = (*path, *error["loc"])
        owner, key = _owner(shape, error["loc"]), _key(error["loc"])
        if error["type"] == "extra_forbidden":
            meant = nearest(key, owner.model_fields)
            misspelt.add((*where[:-1], meant or ""))
            document.report(where, *_unknown_key(owner, key, meant))
        elif where not in misspelt:
            document.report(where, *_wrong_value(owner, key, error))


def _owner(shape: type[BaseModel], location: Path) -> type[BaseModel]:
    """The shape that holds the last key of a location."""
    while location and isinstance(location[-1], int):
        location = location[:-1]
    for step in location[:-1]:
        if isinstance(step, str) and step in shape.model_fields:
            shape = _inner(shape.model_fields[step].annotation) or shape
    return shape


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner, get_args(annotation))), None)


def _key(location: Path) -> str:
    return next((step for step in reversed(location) if isinstance(step, str)), "")


def _title(shape: type[BaseModel]) -> str:
    return str(shape.model_config.get("title"))


def _unknown_key(owner: type[BaseModel], key: str, meant: str | None) -> tuple[str, str]:
    home = _BELONGS.get(key)
    if home and owner in KINDS:
        return f"a {_title(owner)} has no {key}", f"take it out: {key} belongs to a {_title(home)}"
    some = list(owner.model_fields)[:12]
    mend = f"did you mean {meant}?" if meant else f"take it out, or write one of these: {', '.join(some)}"
    return f"{_title(owner)} has no key {quoted(key)}", mend


def _wrong_value(owner: type[BaseModel], key: str, error: ErrorDetails) -> tuple[str, str]:
    sample = _sample(owner, key)
    match error["type"]:
        case "missing":
            return f"{key} is missing", f"add it, such as {sample}"
        case _ if error["type"] == FAULT:
            return f"{key} {error['ctx']['wrong']}".strip(), error["ctx"]["mend"] or f"write it like {sample}"
        case "literal_error":
            return f"{key} is {quoted(str(error['input']))}", f"write {error['ctx']['expected'].replace(chr(39), '')}"
        case _ if not key:
            return (
                f"is no {_title(owner)}, for it has no keys",
                f"write them below it, such as {_sample(owner, 'name')}",
            )
        case _:
            return f"{key} has the wrong shape", f"write it like {sample}"


def _sample(owner: type[BaseModel], key: str) -> str:
    field = owner.model_fields.get(key)
    examples = (field.examples if field else None) or [""]
    if isinstance(examples[0], str):
        return f"{key}: {examples[0]}"
    return yaml.safe_dump({key: examples[0]}, default_flow_style=True, sort_keys=False, width=1000).strip()[1:-1]
