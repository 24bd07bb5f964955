"""The committed schemas are made from the loader's own models, and tell an editor enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signpost.authoring.schema import KINDS, Kind, schema, schema_text

ROOT = Path(__file__).parents[2]


def keys(found: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema describes, with where it stands."""
    if isinstance(found, dict):
        for name, value in found.get("properties", {}).items():
            yield f"{path}/{name}", value
        listed = found.get("additionalProperties")
        if isinstance(listed, dict) and listed.get("type") == "array":
            yield f"{path}/*", listed
        for name, value in found.items():
            yield from keys(value, f"{path}/{name}")
    if isinstance(found, list):
        for index, value in enumerate(found):
            yield from keys(value, f"{path}/{index}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_the_loader_s_own(kind: Kind) -> None:
    committed = (ROOT / "menus" / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    assert committed == schema_text(kind), f"run: signpost schema {kind} > menus/schema/{kind}.json"


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described_and_has_an_example(kind: Kind) -> None:
    described = dict(keys(schema(kind)))
    assert described
    assert [path for path, key in described.items() if not key.get("description") or not key.get("examples")] == []


@pytest.mark.parametrize("folder", sorted(path.parent for path in (ROOT / "menus").glob("*/pack.yaml")), ids=str)
def test_each_file_of_a_pack_names_its_schema(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        kind = file.stem if file.stem in KINDS else "menus"
        first, *_ = file.read_text(encoding="utf-8").splitlines()
        assert first == f"# yaml-language-server: $schema=../schema/{kind}.json", file


def test_keys_that_are_no_keys_are_refused_everywhere() -> None:
    groups = [group for kind in KINDS for group in groups_of(schema(kind)) if "properties" in group]
    assert len(groups) > 10
    assert all(group["additionalProperties"] is False for group in groups)


def groups_of(found: object) -> Iterator[dict[str, Any]]:
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    if isinstance(found, dict):
        yield found
    for value in inner:
        yield from groups_of(value)
