"""A file made to burst whoever reads it is refused with its name and line, in little time and memory."""

import resource
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from signpost.authoring.new import NewPackError, make
from tests.house import EXAMPLE

MEGABYTE = 1_000_000
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "laughs": LAUGHS,
    "merge": "a: &a {b: c}\n" + "d: {<<: *a}\n" * 20_000,
    "depth": "a: " + "[" * 400_000,
    "braces": "{a: " * 100_000,
    "blocks": "".join(f"{' ' * n}a:\n" for n in range(1200)),
    "number": f"start: {{prompt: {'9' * 900_000}}}\n",
    "sexagesimal": "start: " + "1:" * 300_000 + "1\n",
    "key": "'" + "k" * 900_000 + "': x\n",
    "keys": "".join(f"k{n}: x\n" for n in range(60_000)),
    "tag": "start: !!python/object/apply:os.system [exit 1]\n",
    "hidden": "\u200b\n" * 300_000,
    "quotes": '"' * 900_000,
    "anchors": "".join(f"k{n}: &a{n} x\n" for n in range(40_000)),
    "large": "# words\n" * 1_300_000,
}


def _frugal() -> None:
    # Of address space: what is resident is a good deal less. The libraries of sums alone reserve more than they use.
    resource.setrlimit(resource.RLIMIT_AS, (1500 * MEGABYTE, 1500 * MEGABYTE))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_its_file(tmp_path: Path, name: str) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(EXAMPLE, pack)
    (pack / "menus.yaml").write_text(BOMBS[name], encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ended = subprocess.run(
        [str(Path(sys.executable).parent / "signpost"), "check", str(pack)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=_frugal,
    )
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert ended.returncode == 1, ended.stderr[-500:]
    told = ended.stdout + ended.stderr
    assert "menus.yaml:" in told
    assert "Traceback" not in told
    # In processor time: what else the machine does is no affair of ours. The start alone takes half a second.
    assert took < 2.0, took
    assert len(told) < 200_000
    print(f"{name}: {took:.2f} s, {len(told)} bytes told")


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/b", "..", ".", "a\x00b", "%2e%2e", "a\\b", "", "con/../../x"])
def test_no_name_of_a_pack_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(NewPackError):
        make(name, inner, date(2026, 11, 22))
    assert [path.name for path in tmp_path.iterdir()] == ["inner"]
    assert list(inner.iterdir()) == []
