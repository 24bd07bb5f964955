import time
from collections.abc import Callable
from pathlib import Path

import pytest

from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.authoring.yaml_lines import parse


def test_every_key_path_has_its_line() -> None:
    document = parse("# first\na:\n  b: yes\n  c:\n    - 1\n    - {d: x,\n       e: ~}\n", "f.yaml")
    assert document.data == {"a": {"b": "yes", "c": ["1", {"d": "x", "e": "~"}]}}
    assert document.lines == {
        (): 1,
        ("a",): 2,
        ("a", "b"): 3,
        ("a", "c"): 4,
        ("a", "c", 0): 5,
        ("a", "c", 1): 6,
        ("a", "c", 1, "d"): 6,
        ("a", "c", 1, "e"): 7,
    }
    assert not document.faults


def test_what_has_no_line_has_the_line_of_what_holds_it() -> None:
    document = parse("a: 1\nb:\n  c: 2\n", "f.yaml")
    assert document.line(("b", "missing", 3)) == 2
    assert document.line(("missing",)) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_count_the_same_whoever_ends_them(newline: str) -> None:
    document = parse(newline.join(["a: 1", "b: x\x07y", "c: *d"]), "f.yaml")
    assert [fault.line for fault in document.faults] == [2, 3]


def test_a_key_that_stands_twice_keeps_its_first_value_and_lines() -> None:
    document = parse("a: {b: 1}\nc: 2\na:\n  b: 3\n", "f.yaml")
    assert document.data == {"a": {"b": "1"}, "c": "2"}
    assert document.lines["a", "b"] == 1
    assert [str(fault) for fault in document.faults] == [
        "f.yaml:3: 'a' is here twice, first in line 1: take one out, or give it another name"
    ]


def test_a_yaml_bomb_is_refused_at_once(write: Callable[..., Path]) -> None:
    levels = ["a0: &a0 [boom, boom]"]
    levels += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 30)]
    pack = write(extra_yaml="\n".join(levels))
    began = time.process_time()
    with pytest.raises(PackFaults) as found:
        load(pack)
    assert time.process_time() - began < 1
    assert "uses YAML's '&a29'" in str(found.value)


def test_deep_nesting_is_refused_at_once() -> None:
    began = time.process_time()
    document = parse("a: " + "[" * 200_000, "f.yaml")
    assert time.process_time() - began < 1
    assert not document.readable
