import pytest

from signpost.core.danger import danger
from signpost.core.keywords import choice, denies, heard, is_pleased, keyword, plain
from signpost.core.reserved import Keyword
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
        ("I want a person to ring me", Keyword.PERSON),
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


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("yes hes in school", 0),
        ("Yes, she's still in school", 0),
        ("y", 0),
        ("yea", 0),
        ("ya", 0),
        ("yep shes in school", 0),
        ("sure", 0),
        ("ok", 0),
        ("yes but only mornings", 0),
        ("yes he started last week", 0),
        ("yes she is in school part time", 0),
        ("hes in school", 0),
        ("no hes at home", 1),
        ("n", 1),
        ("na", 1),
        ("nah", 1),
        ("nope hes at home with me", 1),
        ("no hes been at home since march", 1),
        ("no not at the moment", 1),
        ("no hes not in school", 1),
        ("no she hasnt been in school since september", 1),
        ("no he stopped going", 1),
        ("ok no", 1),
        ("not sure", None),
        ("definitely not", None),
        ("yes but he is at home today", None),
        ("yes but not mornings", None),
        ("no he was excluded", None),
        ("no hes on the roof", None),
        ("yes he has taken them", None),
        ("no shes bleeding badly", None),
        ("they say yes but he is in school with no help", None),
        ("the second one", 1),
        ("first one please", 0),
        ("the third one", None),
        ("second letter", None),
    ],
)
def test_a_yes_or_a_no_is_one_with_what_is_told_beside_it(words: str, index: int | None) -> None:
    assert choice(words, YES_NO) == index


def test_no_not_yet_is_the_not_yet_where_that_is_another_choice() -> None:
    options = [("yes",), ("no", "it did not help"), ("not yet", "waiting")]
    assert choice("no not yet", options) is None
    assert choice("not yet", options) == 2
    assert choice("no", options) == 1


def test_a_choices_own_word_comes_before_its_place_in_the_row() -> None:
    assert choice("first", [("one",), ("first menu", "first")]) == 1


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("say that again", Keyword.AGAIN),
        ("pardon", Keyword.AGAIN),
        ("what", Keyword.AGAIN),
        ("sorry, I didn't catch that", Keyword.AGAIN),
        ("operator", Keyword.PERSON),
        ("can I speak to an operator please", Keyword.PERSON),
        ("slow down", Keyword.SLOWER),
        ("can you speak more slowly please", Keyword.SLOWER),
        ("that was too fast", Keyword.SLOWER),
        ("thank you", Keyword.THANKS),
        ("stop", None),
        ("ring me", None),
        ("he is a slow reader", None),
    ],
)
def test_what_is_said_aloud(words: str, meaning: Keyword | None) -> None:
    assert heard(words) is meaning


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("can u ring me", Keyword.RING_ME),
        ("pls ring me", Keyword.RING_ME),
        ("could you give me a call", Keyword.RING_ME),
        ("can you call me back please", Keyword.RING_ME),
        ("can someone call me", Keyword.PERSON),
        ("can you ring me tomorrow", None),
        ("the school said they would ring me", None),
        ("lost the number", Keyword.AGAIN),
        ("sorry i lost the number", Keyword.AGAIN),
        ("send it again", Keyword.AGAIN),
        ("can you send that again please", Keyword.AGAIN),
        ("what was the number again", Keyword.AGAIN),
        ("he lost his place", None),
        ("excluded again", None),
        ("Thank you for your help", Keyword.THANKS),
        ("perfect thanks x", Keyword.THANKS),
        ("cheers mate", Keyword.THANKS),
        ("many thanks", Keyword.THANKS),
        ("thats brilliant thank you so much for your help", Keyword.THANKS),
        ("ok", None),
        ("perfect x", None),
        ("thanks for nothing", None),
        ("thank you but he still has no plan", None),
    ],
)
def test_keywords_in_plain_speech(words: str, meaning: Keyword | None) -> None:
    assert keyword(words, Channel.TEXT) is meaning


def test_who_is_pleased_says_no_more() -> None:
    assert is_pleased("Perfect x")
    assert is_pleased("ok that's great")
    assert not is_pleased("that is")
    assert not is_pleased("great school")
