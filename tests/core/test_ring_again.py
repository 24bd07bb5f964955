"""The engine's table: RING ME while the phone rings, after nobody picked up, and where a pack or its line is shut."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from signpost.core.engine import step
from signpost.core.events import Answered, Contact, DialEnded, Event, HungUp, NoInput, Output, RingMe, Say, Started
from signpost.core.hours import LONDON
from signpost.core.menu import Pack
from signpost.core.ring import MADE_WITHIN, MOST_RINGS, RINGS_FOR, in_call, rung
from signpost.core.session import Channel, Context, Person
from tests.core.talk import says
from tests.samples import DUTY, MOBILE, PACK

SAY = PACK.wording
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
NOW = int(MORNING.timestamp())
ASKED = rung(Person(), MORNING)
WITH_CALL_BACK = replace(PACK, callback="heard")


def asked(person: Person, now: int = NOW, pack: Pack = PACK, **known: object) -> tuple[Output, ...]:
    context = Context(Channel.TEXT, now, MOBILE, person, phone=MOBILE, **known)  # type: ignore[arg-type]
    return step(pack, None, Answered("RING ME"), context)[1]


def rings(outputs: tuple[Output, ...]) -> bool:
    return any(isinstance(output, RingMe) for output in outputs)


def in_our_call(person: Person, *events: Event, now: int = NOW) -> Person:
    for event in events:
        person = in_call(person, event, Context(Channel.VOICE, now, MOBILE, person, we_rang=True))
    return person


@pytest.mark.parametrize("later", [0, 5, MADE_WITHIN + RINGS_FOR - 1])
def test_while_the_call_is_to_come_that_is_said_and_none_is_added(later: int) -> None:
    outputs = asked(ASKED, NOW + later)
    assert outputs == (Say(SAY.ringing_now),)


def test_when_nobody_picked_up_it_rings_once_more_that_day() -> None:
    later = NOW + MADE_WITHIN + RINGS_FOR
    outputs = asked(ASKED, later)
    assert rings(outputs)
    assert says(outputs, SAY.ring_again)
    assert not says(outputs, SAY.ring_now)
    twice = rung(ASKED, datetime.fromtimestamp(later, UTC))
    assert twice.rings == MOST_RINGS
    outputs = asked(twice, later + MADE_WITHIN + RINGS_FOR)
    assert not rings(outputs)
    assert says(outputs, SAY.ring_twice)
    assert Contact(DUTY) in outputs


def test_the_next_day_begins_anew() -> None:
    twice = rung(rung(ASKED, MORNING), MORNING)
    tomorrow = datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
    assert says(asked(twice, int(tomorrow.timestamp())), SAY.ring_now)
    assert rung(replace(twice, reached=True), tomorrow) == replace(
        ASKED, rung="2026-11-24", ringing=ASKED.ringing + 24 * 60 * 60
    )


@pytest.mark.parametrize("event", [Started(), NoInput(), DialEnded(reached=False), HungUp()])
def test_a_call_in_which_no_key_was_pressed_has_reached_nobody(event: Event) -> None:
    # It may have been an answering machine.
    assert not in_our_call(ASKED, Started(), event).reached


def test_a_key_in_the_call_uses_up_the_day() -> None:
    reached = in_our_call(ASKED, Started(), Answered("1"), HungUp())
    outputs = asked(reached, NOW + 24 * 60)
    assert not rings(outputs)
    assert says(outputs, SAY.ring_once)


def test_who_is_in_the_call_is_not_rung_beside_it() -> None:
    listening = in_our_call(ASKED, Started(), NoInput(), now=NOW + 600)
    assert says(asked(listening, NOW + 660), SAY.ringing_now)
    assert rings(asked(listening, NOW + 700))


def test_a_call_of_their_own_says_nothing_of_ours() -> None:
    context = Context(Channel.VOICE, NOW, MOBILE, ASKED)
    assert in_call(ASKED, Answered("1"), context) == ASKED


def test_where_a_pack_has_switched_it_off_a_person_is_named() -> None:
    off = replace(PACK, ring_me=None)
    for phone in (MOBILE, None):
        context = Context(Channel.TEXT, NOW, MOBILE, phone=phone)
        outputs = step(off, None, Answered("RING ME"), context)[1]
        assert not rings(outputs)
        assert says(outputs, SAY.ring_off)
        assert Contact(DUTY) in outputs


def test_a_shut_line_says_when_it_opens() -> None:
    opens = "at 9 am on Friday 27 November"
    outputs = asked(replace(ASKED, reached=True), open=False, opens="at 9 am tomorrow", opens_on=opens)
    assert outputs[1:3] == (Contact(DUTY), Say(SAY.opens.fill(service=DUTY.name, when=opens)))
    assert not says(asked(replace(ASKED, reached=True)), SAY.opens.fill(service=DUTY.name, when=""))


def test_a_call_back_is_offered_where_a_team_can_be_asked() -> None:
    known = replace(ASKED, reached=True)
    assert says(asked(known, pack=WITH_CALL_BACK), SAY.ring_call_back)
    assert not says(asked(known), SAY.ring_call_back)
    assert not says(asked(Person(), pack=WITH_CALL_BACK), SAY.ring_call_back)
