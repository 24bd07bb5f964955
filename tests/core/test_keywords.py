import pytest

from signpost.core.keywords import Keyword, choice, danger, denies, keyword, plain
from signpost.core.session import Channel

YES_NO = [("Yes, in school", "yes", "school"), ("No, not in school", "no", "home")]


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("1", 0),
        ("1.", 0),
        (" 2 ", 1),
        ("one", 0),
        ("ONE.", 0),
        ("Two!", 1),
        ("option 1", 0),
        ("Option two please", 1),
        ("1 pls", 0),
        ("number 2 thanks", 1),
        ("I want 2", 1),
        ("(1)", 0),
        ("\u0031\ufe0f\u20e3", 0),  # the keycap emoji that some phones send for 1
        ("yes", 0),
        ("YES!!", 0),
        ("yes please", 0),
        ("Yes, in school", 0),
        ("yes she is", 0),
        ("no", 1),
        ("at home", 1),
        ("1 yes", 0),
        ("3", None),
        ("0", None),
        ("12", None),
        ("1 2", None),
        ("2 yes", None),
        ("yes and no", None),
        ("No one.", None),
        ("i want one", None),
        ("no 1", 0),
        ("not at school", None),
        ("isn't in school", None),
        ("excluded from school", None),
        ("no school", None),
        ("yes please stop", None),
        ("there is no help for him here", None),
        ("i have 2 children", None),
        ("\U0001f600", None),
        ("\u0645\u0631\u062d\u0628\u0627", None),
        ("???", None),
        ("x" * 1600, None),
    ],
)
def test_a_choice_is_known_however_it_is_written(words: str, index: int | None) -> None:
    assert choice(words, YES_NO) == index


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("MENU", Keyword.MENU),
        ("menu pls", Keyword.MENU),
        ("#", Keyword.MENU),
        ("Back.", Keyword.BACK),
        ("*", Keyword.BACK),
        ("Stop", Keyword.STOP),
        ("stop please", Keyword.STOP),
        ("Please STOP texting me!", Keyword.STOP),
        ("stp", Keyword.STOP),
        ("UNSUBSCRIBE", Keyword.STOP),
        ("cancel", Keyword.STOP),
        ("start", Keyword.START),
        ("forget me", Keyword.FORGET),
        ("person", Keyword.PERSON),
        ("0", Keyword.PERSON),
        ("Ring me", Keyword.RING_ME),
        ("please can you call me back", Keyword.RING_ME),
        ("I want a person to ring me", None),
        ("help", Keyword.AGAIN),
        ("Hello!", Keyword.AGAIN),
        ("do not text me", Keyword.STOP),
        ("stop sending me messages please", Keyword.STOP),
        ("no more texts thanks", Keyword.STOP),
        ("the school did not text me back about it", None),
        ("never got your text", None),
        ("stop sending letters text me instead", None),
        ("no more messages from school", None),
        ("yes", None),
        ("8", None),
        ("they stop helping him", None),
        ("I want to talk to a person please", Keyword.PERSON),
        ("can i speak to someone", Keyword.PERSON),
        ("no i need someone", None),
        ("ok thanks", Keyword.THANKS),
        ("Thank you so much!", Keyword.THANKS),
        ("thanks for nothing", None),
        ("", None),
        ("back to school", None),
    ],
)
def test_keywords_in_a_text(words: str, meaning: Keyword | None) -> None:
    assert keyword(words, Channel.TEXT) is meaning


@pytest.mark.parametrize(
    ("key", "meaning"),
    [("0", Keyword.PERSON), ("*", Keyword.BACK), ("#", Keyword.AGAIN), ("8", Keyword.SLOWER), ("1", None), ("9", None)],
)
def test_keys_on_the_phone(key: str, meaning: Keyword | None) -> None:
    assert keyword(key, Channel.VOICE) is meaning


@pytest.mark.parametrize(
    "words", ["No, rang them 1 July", "havent got it", "I haven't", "none yet", "NOT 3 May", "lost it"]
)
def test_a_no_of_any_kind_is_heard(words: str) -> None:
    assert denies(words)


@pytest.mark.parametrize("words", ["3 June", "Yes, 3 Nov", "know it is 3 June", "noted: 3 June", ""])
def test_no_no_is_heard_where_there_is_none(words: str) -> None:
    assert not denies(words)


def test_danger_is_heard_in_whole_words_only() -> None:
    phrases = ("in danger", "don't feel safe")
    assert danger("My son is IN DANGER!!", phrases)
    assert danger("i dont feel safe here", phrases)
    assert not danger("the plan has a dangerous gap", phrases)
    assert not danger("in dangerous times", phrases)


def test_plain_words_have_no_case_accents_or_punctuation() -> None:
    assert plain("  Caf\u00e9, D\u2019accord!  ") == "cafe daccord"


@pytest.mark.parametrize("sign", ["\ufdfa", "\u0430", "\uac01", "\u0301", "a\u0308"])
def test_a_text_in_its_plain_form_is_at_most_three_times_as_long(sign: str) -> None:
    assert len(plain(1600 * sign)) <= 3 * len(1600 * sign)


def test_letters_of_three_signs_are_kept_whole() -> None:
    assert plain("\uac01 \ufb03 \u1ea4") == "\u1100\u1161\u11a8 ffi a"
