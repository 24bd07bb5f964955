"""Reading grades, against grades reckoned by hand and words whose syllables are known."""

import pytest

from signpost.authoring.english import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("school", 1), ("helpline", 2), ("certificate", 4), ("coordinator", 5), ("EHC", 3), ("SEND", 1), ("NHS", 3)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_grade_reckoned_by_hand() -> None:
    # 10 words, 2 sentences, 13 syllables.
    passage = "Talk to the teacher first. Ask when help is given."
    assert (len(words(passage)), len(sentences(passage))) == (10, 2)
    assert grade(passage) == pytest.approx(0.39 * 5 + 11.8 * 12 / 10 - 15.59)


def test_a_number_or_an_address_is_one_word() -> None:
    assert words("Ring 01442 453300 or write to help@example.org") == "Ring number or write to address".split()


def test_sentences_end_at_stops_that_end_something() -> None:
    assert sentences("Ring 999. Then (if you can) wait! At 9.30, say?") == [
        "Ring 999.",
        "Then (if you can) wait!",
        "At 9.30, say?",
    ]


def test_nothing_has_no_grade() -> None:
    with pytest.raises(ValueError, match="no words"):
        grade("...")
