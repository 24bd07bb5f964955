"""Records that are frozen, and cheap to make anew.

Where `dataclasses` sets each field by itself, these hold what is known of theirs, and have the rest from their class,
where plain defaults stand: a turn does so a dozen times, with up to thirty fields each. For records without slots and
`__post_init__`.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

__all__ = ["made", "replace", "told"]

if TYPE_CHECKING:
    # Its names and types are checked as those of the library's own.
    from dataclasses import replace

    from _typeshed import DataclassInstance

    T = TypeVar("T", bound=DataclassInstance)
else:

    def replace(record, /, **changes):
        """The record with some fields changed. Raises TypeError for one that it does not have."""
        kind = type(record)
        if strange := changes.keys() - _fields(kind).names:
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(strange))}")
        changed = object.__new__(kind)
        changed.__dict__.update(record.__dict__, **changes)
        return changed


def made(kind: "type[T]", known: Mapping[str, Any]) -> "T":
    """The same as `kind(**known)`. Raises TypeError for a field that is missing, or that there is none of."""
    every = _fields(kind)
    if not every.needed <= known.keys() <= every.names:
        raise TypeError(f"these are no fields of {kind.__name__}")
    record = object.__new__(kind)
    record.__dict__.update(known)
    return record


def told(record: "DataclassInstance") -> dict[str, Any]:
    """The fields that differ from their defaults, as data: so what is kept is small, and an older release reads it."""
    defaults = _fields(type(record)).defaults
    return {name: value for name, value in record.__dict__.items() if value != defaults.get(name, MISSING)}


class _Fields(NamedTuple):
    """The names of a record's fields, of those without a default, and the defaults of the others."""

    names: frozenset[str]
    needed: frozenset[str]
    defaults: dict[str, Any]


@cache
def _fields(kind: "type[DataclassInstance]") -> _Fields:
    defaults = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    names = frozenset(one.name for one in fields(kind))
    return _Fields(names, names - defaults.keys(), defaults)
