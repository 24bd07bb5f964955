"""What `signpost phrases review` shows of the texts that are kept."""

from signpost.cli.words import listed
from signpost.ports import Unread


def test_like_texts_are_one_line_with_their_count() -> None:
    kept = [Unread("help with [word]", "school"), Unread("the bus", ""), Unread("help with [word]", "school")]
    assert listed(kept) == ["nothing near: 1", "  the bus", "school: 2", "  help with [word] (2 times)"]
