"""Whatever stands in a file, loading gives a pack or its faults: never another exception."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.authoring.faults import Fault, PackFaults
from signpost.authoring.load import load

EXAMPLE = Path(__file__).parents[2] / "menus" / "example"
FILES = ("pack.yaml", "services.yaml", "menus.yaml")
SOUND = {name: (EXAMPLE / name).read_text(encoding="utf-8") for name in FILES}
KEYS = [
    "prompt",
    "choices",
    "label",
    "words",
    "goto",
    "signpost",
    "say",
    "next",
    "follow_up",
    "after",
    "on",
    "also",
    "deadline",
    "reminder",
    "16 February",
    "close",
    "voice",
]
KEYS += ["text", "name", "phone", "checked", "review_by", "danger", "keep", "wording", "start", "helpline", "no_match"]

scalars = st.sampled_from([*KEYS, "", "1", "2026-02-30", "0", "{", "{}", "{0}", "}", "\x07", "9" * 5000]) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner), max_leaves=20
)


@contextmanager
def pack_with(name: str, content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack"
        shutil.copytree(EXAMPLE, pack)
        (pack / name).write_bytes(content)
        yield pack


def loads_or_tells(name: str, content: bytes) -> None:
    with pack_with(name, content) as pack:
        faults = faults_of(pack)
    assert all(fault.line >= 0 and fault.wrong and fault.mend for fault in faults)
    assert all(len(str(fault).splitlines()) == 1 for fault in faults)


def faults_of(pack: Path) -> tuple[Fault, ...]:
    try:
        load(pack)
    except PackFaults as found:
        return found.faults
    return ()


@given(st.sampled_from(FILES), st.binary() | st.text().map(str.encode))
@settings(max_examples=150)
def test_any_bytes(name: str, content: bytes) -> None:
    loads_or_tells(name, content)


@given(st.sampled_from(FILES), anything)
@settings(max_examples=200)
def test_any_values(name: str, data: object) -> None:
    loads_or_tells(name, yaml.safe_dump(data, allow_unicode=True).encode())


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=200)
def test_any_slip_of_the_pen(name: str, data: st.DataObject) -> None:
    sound = SOUND[name]
    start = data.draw(st.integers(0, len(sound)))
    length = data.draw(st.integers(0, 30))
    typed = data.draw(st.text(alphabet="abc\n\t :-{}[]'\"&*!#|>%@`\u200b\u00e9", max_size=10))
    loads_or_tells(name, (sound[:start] + typed + sound[start + length :]).encode())
