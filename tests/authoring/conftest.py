import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "menus" / "example"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound pack, menus/example, that a test may spoil. Its path is relative, as people type it."""
    shutil.copytree(EXAMPLE, tmp_path / "menus" / "broken")
    monkeypatch.chdir(tmp_path)
    return Path("menus/broken")


@pytest.fixture
def write(pack: Path) -> Callable[..., Path]:
    """Writes files into the pack, extra_yaml="..." as extra.yaml, and gives its path."""

    def written(**files: str) -> Path:
        for name, text in files.items():
            (pack / name.replace("_yaml", ".yaml")).write_text(text, encoding="utf-8")
        return pack

    return written
