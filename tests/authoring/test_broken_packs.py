"""Every folder of tests/broken_packs has one fault: laid over menus/example, it gives its expected.txt and no more."""

import shutil
from pathlib import Path

import pytest

from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load

BROKEN = Path(__file__).parents[1] / "broken_packs"


@pytest.mark.parametrize("broken", sorted(path.name for path in BROKEN.iterdir() if path.is_dir()))
def test_the_one_fault_is_told_in_full(broken: str, pack: Path) -> None:
    for file in (BROKEN / broken).iterdir():
        if file.name == "absent.txt":
            for name in file.read_text(encoding="utf-8").split():
                (pack / name).unlink()
        elif file.name != "expected.txt":
            shutil.copy(file, pack)
    with pytest.raises(PackFaults) as found:
        load(pack)
    told = [str(fault) for fault in found.value.faults]
    assert told == (BROKEN / broken / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(told) == 1
