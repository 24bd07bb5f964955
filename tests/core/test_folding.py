"""Danger words are found however they are written, and nothing else is taken for them."""

import pytest

from signpost.core.danger import danger
from signpost.core.folding import joined, readings, shown

PHRASES = (
    "kill myself", "want to die", "suicidal", "suicide", "not breathing", "unconscious", "knife", "999", "od",
    "choking",
    "is fitting", "hang himself", "picks him", "kicking him", "attacked them", "overdose", "gone missing", "rapist",
    "going to end it", "strangle me", "syn zaginal", "oglum kayboldu", "shoot himself", "hurt herself",
)  # fmt: skip


def table(words: str) -> list[str]:
    return [line.strip() for line in words.strip().splitlines()]


@pytest.mark.parametrize(
    "words",
    [
        *table("""
            k1ll myself
            ki11 myself
            k!ll myself
            K!LL MYSELF!!!
            su1c1dal
            suicida1
            $uicidal
            i want 2 die
            w a n t t o d i e
            i  w a n t  t o  d i e
            s u i c i d a l
            s.u.i.c.i.d.a.l
            o.d. on pills
            killmyself
            ikillmyself
            #iwanttodie
            kill my self
            want 2 kil myself
            kil myslef
            killl myself
            suicideal
            sucidal
            suiccidal
            hes unconsious
            hes uncoscious
            not breathng pls help
            gone mising
            chocking on a grape
            syn zaginął
            oğlum kayboldu
        """),
        "\uff53\uff55\uff49\uff43\uff49\uff44\uff41\uff4c",
        "su\u0456cidal",
        "\u0455uicidal",
        "\u0455\u03c5\u03b9\u0441\u0456d\u0430l",
        "su\u00adicidal",
        "k\u200bill my\u2060self",
        "ki\ufe0fll myself",
        "\U0001f198",
        "he has got a \U0001f52a",
    ],
)
def test_danger_is_found_however_it_is_written(words: str) -> None:
    assert danger(words, PHRASES)


@pytest.mark.parametrize(
    "words",
    table("""
        he loves cooking
        he is sitting alone
        picking him up at 3
        i have attached them
        he overdoes it
        mediation has gone nowhere
        the therapist said so
        he wants to diet
        i want 2 diet plans
        year 4 and 2 days a week
        it hurt her self esteem
        he shot himself a look
        changing himself for PE
        it is strange me saying so
        plan 1 and plan 2 are here
        e h c p for my son
        beginning to end its term
        1 2 3
        jo1@example.org
        !!!
    """),
)
def test_nothing_else_is_taken_for_it(words: str) -> None:
    assert not danger(words, PHRASES)


def test_the_first_letter_of_a_slip_is_right() -> None:
    assert not danger("he is itting in the hall, and looking", ("is hitting", "cooking"))


def test_what_cannot_be_seen_is_dropped() -> None:
    assert shown("a\u00ad\u200b\u2066b\ufe0f") == "ab"


@pytest.mark.parametrize(
    ("words", "read"),
    [("k1ll", ("kill", "klll")), ("help!", ("help",)), ("999", ("999",)), ("plan", ("plan",)), ("\u043cy", ("my",))],
)
def test_readings(words: str, read: tuple[str, ...]) -> None:
    assert readings(words) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("s o s", "sos"),
        ("a plan", "a plan"),
        ("2 b", "to b"),
        ("him self", "himself"),
        ("her self esteem",) * 2,
        ("",) * 2,
    ],
)
def test_joined(said: str, read: str) -> None:
    assert joined(said) == read
