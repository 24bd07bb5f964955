import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.render.gsm import segments, septets, to_gsm

# Python's own codec for the alphabet does not exist; this is 3GPP TS 23.038's basic table, row by row.
BASIC = (
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)
EXTENSION = "\f^{}\\[~]|\u20ac"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("child\u2019s", "child's"),
        ("\u201cplan\u201d", '"plan"'),
        ("9\u20135", "9-5"),
        ("wait\u2026", "wait..."),
        ("a\u00a0b\tc", "a b c"),
        ("\u0175\u0177", "wy"),
        ("\u00e7\u00e1\u00ea", "cae"),
        ("\u2022 one", "- one"),
        ("\U0001f600", "?"),
        ("a\x00\x1bb", "ab"),
        ("caf\u00e9 \u00a35 \u20ac6", "caf\u00e9 \u00a35 \u20ac6"),
        ("e\u0301", "e"),
    ],
)
def test_typography_is_made_plain(typed: str, sent: str) -> None:
    assert to_gsm(typed) == sent


def test_every_letter_of_the_alphabet_is_kept() -> None:
    assert to_gsm(BASIC + EXTENSION) == BASIC + EXTENSION


@given(st.text())
def test_nothing_outside_the_alphabet_is_left(words: str) -> None:
    assert set(to_gsm(words)) <= set(BASIC + EXTENSION)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        # Escapes are not split: 152 letters and a bracket leave one septet of the first part unused.
        ("a" * 152 + "[" + "a" * 151, 2),
        ("a" * 152 + "[" + "a" * 152, 3),
    ],
)
def test_segments(words: str, count: int) -> None:
    assert segments(words) == count


def test_septets_count_the_second_table_twice() -> None:
    assert septets(string.ascii_letters) == 52
    assert septets("[x]") == 5
