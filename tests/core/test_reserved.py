"""What is found of our own keys and words is kept; nothing that people write is."""

from signpost.core.reserved import once


def test_what_is_found_of_our_own_words_is_kept() -> None:
    asked: list[tuple[str, int]] = []

    @once
    def judged(words: str, more: int) -> bool:
        asked.append((words, more))
        return True

    for words in ("menu", "MENU", "3", "menu"):
        assert judged(words, 1)
    assert judged("menu", 2)
    assert asked == [("menu", 1), ("MENU", 1), ("3", 1), ("menu", 2)]


def test_what_people_write_is_never_kept() -> None:
    asked: list[str] = []

    @once
    def judged(words: str) -> None:
        asked.append(words)

    for words in ("he is out of school", "he is out of school", "Ben"):
        judged(words)
    assert asked == ["he is out of school", "he is out of school", "Ben"]
