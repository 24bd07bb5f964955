"""Every folder of tests/broken_packs has one fault: laid over menus/example, it gives its expected.txt and no more.

Those called rule-NNN-… can be loaded, and fail by that rule of the check alone; the others cannot be loaded.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from signpost.authoring.check import USELESS_WAIVER, check
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.authoring.rules.finding import RULES

BROKEN = Path(__file__).parents[1] / "broken_packs"
TODAY = date(2026, 11, 23)
FOLDERS = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
RULED = [name for name in FOLDERS if name.startswith("rule-")]


def overlay(broken: str, pack: Path) -> list[str]:
    """Lay the files of a broken pack over a sound one; the lines that are expected of it."""
    for file in (BROKEN / broken).iterdir():
        if file.name == "absent.txt":
            for name in file.read_text(encoding="utf-8").split():
                (pack / name).unlink()
        elif file.name != "expected.txt":
            shutil.copy(file, pack)
    return (BROKEN / broken / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("broken", [name for name in FOLDERS if name not in RULED])
def test_the_one_fault_is_told_in_full(broken: str, pack: Path) -> None:
    expected = overlay(broken, pack)
    with pytest.raises(PackFaults) as found:
        load(pack)
    assert [str(fault) for fault in found.value.faults] == expected
    assert len(expected) == 1


@pytest.mark.parametrize("broken", RULED)
def test_the_pack_fails_by_that_rule_alone(broken: str, pack: Path) -> None:
    expected = overlay(broken, pack)
    found = check(pack, TODAY).findings
    assert [str(finding) for finding in found] == expected
    assert [finding.rule for finding in found] == [int(broken.split("-")[1])]


def test_each_rule_has_its_broken_pack() -> None:
    assert [int(name.split("-")[1]) for name in RULED] == sorted([*RULES, USELESS_WAIVER])


def test_each_rule_has_its_row_in_the_guide() -> None:
    guide = (BROKEN.parents[1] / "menus" / "README.md").read_text(encoding="utf-8")
    section = guide.partition("## The rules that are checked")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \|.*\| (adopted|adapted|elsewhere|not adopted)\b.*\|$", section, re.MULTILINE)
    assert [int(number) for number, _ in rows] == [
        *range(1, 60),
        *sorted(n for n in [*RULES, USELESS_WAIVER] if n > 100),
    ]
    checked = {int(number) for number, how in rows if how in {"adopted", "adapted"}}
    assert checked == {*RULES, USELESS_WAIVER}
