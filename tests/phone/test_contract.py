"""The phone stands where Twilio stands: outside."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest

FOLDER = Path(str(files("signpost.phone")))


@pytest.mark.parametrize("module", [path.name for path in FOLDER.glob("*.py") if path.name != "stack.py"])
def test_it_imports_nothing_of_the_service(module: str) -> None:
    tree = ast.parse((FOLDER / module).read_text(encoding="utf-8"))
    from_ours = [
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]
    plain = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    ours = [name for name in (*from_ours, *plain) if name.startswith("signpost")]
    assert [name for name in ours if not name.startswith("signpost.phone.")] == []
