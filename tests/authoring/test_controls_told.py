"""Rule 9: a pack's own controls name every key, those for Relay UK too."""

from datetime import date
from pathlib import Path

import pytest

from signpost.authoring.check import check

ALL = "Press zero for a person. Star goes back. Hash says it again. Press 8 to slow down, or 7 for Relay U K."


def wrong(pack: Path, name: str, words: str) -> list[str]:
    with (pack / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(f'wording: {{{name}: "{words}"}}\n')
    return [finding.wrong for finding in check(pack, date(2026, 11, 23)).findings]


@pytest.mark.parametrize("name", ["controls", "controls_slow"])
@pytest.mark.parametrize(
    ("left_out", "written", "missing"),
    [
        (", or 7 for Relay U K", "", ["7"]),
        ("or 7 for", "or seven for", []),
        ("Press 8 to slow", "Press eight to slow", []),
        ("7 for Relay U K", "18007 for Relay U K", ["7"]),
        ("Star goes back. ", "", ["star"]),
        ("", "", []),
    ],
)
def test_each_key_is_named(pack: Path, name: str, left_out: str, written: str, missing: list[str]) -> None:
    words = ALL.replace(left_out, written) if left_out else ALL
    assert wrong(pack, name, words) == [f"{name} does not name {key}" for key in missing]
