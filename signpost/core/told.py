"""Records as plain data: only what is not as it was at first.

So they are small, and a release that knows less still reads most. A turn writes several of them.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def told(record: "DataclassInstance") -> dict[str, Any]:
    """The fields of a record, of two at least, that differ from their defaults."""
    names, defaults, read = _shape(type(record))
    values = zip(names, read(record), defaults, strict=True)
    return {name: value for name, value, default in values if value != default}


@cache
def _shape(
    kind: "type[DataclassInstance]",
) -> tuple[tuple[str, ...], tuple[Any, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(entry.name for entry in fields(kind))
    return names, tuple(entry.default for entry in fields(kind)), attrgetter(*names)
