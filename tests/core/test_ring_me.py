"""The engine's table: RING ME."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from signpost.core.engine import step
from signpost.core.events import (
    Answered,
    Ask,
    Contact,
    Dial,
    End,
    Event,
    NoInput,
    Output,
    RingMe,
    Started,
)
from signpost.core.hours import LONDON
from signpost.core.menu import RING_HOURS
from signpost.core.numbers import may_be_rung
from signpost.core.session import Channel, Context, Person, Session
from tests.core.talk import of, says
from tests.samples import DUTY, MOBILE, NOW, PACK

SAY = PACK.wording
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)


def asked(
    words: str = "RING ME",
    *,
    at: datetime = MORNING,
    phone: str | None = MOBILE,
    person: Person | None = None,
    session: Session | None = None,
    holidays: frozenset[date] = frozenset(),
) -> tuple[Session, tuple[Output, ...]]:
    context = Context(Channel.TEXT, int(at.timestamp()), MOBILE, person or Person(), holidays=holidays, phone=phone)
    return step(PACK, session, Answered(words), context)


def rings(outputs: tuple[Output, ...]) -> bool:
    """Whether a call follows; exactly then the text says so, and else it names a person."""
    found = any(isinstance(output, RingMe) for output in outputs)
    assert says(outputs, SAY.ring_now) == found
    assert any(isinstance(output, Contact) and output.service == DUTY for output in outputs) != found
    return found


@pytest.mark.parametrize(
    "words", ["RING ME", "ring me back", "Call me", "phone me pls", "call me back", "Can you ring me please?", "ringme"]
)
def test_who_texts_it_is_rung(words: str) -> None:
    _, outputs = asked(words)
    assert rings(outputs)
    assert of(outputs, RingMe).to == MOBILE


@pytest.mark.parametrize(
    ("at", "rung"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-21 12:00", True),  # a Saturday
        ("2026-11-22 12:00", False),  # a Sunday
        ("2026-12-25 12:00", False),
        ("2027-03-27 17:59", True),
        ("2027-03-29 09:00", True),  # the clocks have changed
    ],
)
def test_only_in_the_packs_hours(at: str, rung: bool) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    assert rings(asked(at=moment, holidays=frozenset({date(2026, 12, 25)}))[1]) == rung


def test_outside_them_it_says_when_it_can() -> None:
    _, outputs = asked(at=datetime(2026, 11, 21, 18, 0, tzinfo=LONDON))
    assert says(outputs, SAY.ring_later.fill(time="09:00", day="Monday 23 November"))


@pytest.mark.parametrize(("rung", "again"), [("2026-11-23", False), ("2026-11-22", True), ("", True)])
def test_once_a_day(rung: str, again: bool) -> None:
    _, outputs = asked(person=Person(rung=rung, reached=True))
    assert rings(outputs) == again
    assert says(outputs, SAY.ring_once) != again


def test_a_phone_that_cannot_be_rung_is_told_so() -> None:
    _, outputs = asked(phone=None)
    assert not rings(outputs)
    assert says(outputs, SAY.ring_cannot)


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("+447700900123", True),
        ("+441632960123", True),
        ("+443001234040", False),
        ("+448001111", False),
        ("+449061234567", False),
        ("+447012345678", False),
        ("+353861234567", False),
        ("anonymous", False),
        ("", False),
    ],
)
def test_only_uk_mobiles_and_landlines(number: str, may: bool) -> None:
    assert may_be_rung(number) == may


def test_who_is_in_a_menu_stays_there() -> None:
    session, _ = asked("hello")
    session, _ = asked("1", session=session)
    for person in (Person(), Person(rung="2026-11-23")):
        after, _ = asked(session=session, person=person)
        assert (after.place, after.question, after.trail) == (session.place, session.question, session.trail)


def test_who_has_seen_no_menu_has_made_no_choice_of_one() -> None:
    session, _ = asked()
    after, _ = asked("2", session=session)
    assert after.place != "team"


def test_danger_comes_first() -> None:
    session, outputs = asked("ring me I am in danger")
    assert not any(isinstance(output, RingMe) for output in outputs)
    assert session.place == "danger"


def call(*events: Event, person: Person | None = None) -> tuple[Output, ...]:
    """A call that we made."""
    session: Session | None = None
    outputs: tuple[Output, ...] = ()
    for event in (Started(), *events):
        context = Context(Channel.VOICE, NOW, MOBILE, person or Person(), we_rang=True)
        session, outputs = step(PACK, session, event, context)
    return outputs


@pytest.mark.parametrize("person", [Person(), Person(relay=True), Person(slow=True)])
def test_what_answers_without_a_key_hears_the_number_and_rings_nobody(person: Person) -> None:
    first, second = call(NoInput(), person=person), call(NoInput(), NoInput(), person=person)
    assert isinstance(first[-1], Ask)
    assert not any(isinstance(output, Dial) for output in second)
    assert of(second, Contact).service == DUTY
    assert isinstance(second[-1], End)


def test_somebody_who_has_pressed_a_key_is_put_through_after_two_silences() -> None:
    assert isinstance(call(Answered("1"), NoInput(), NoInput())[-1], Dial)
    assert isinstance(call(NoInput(), Answered("9"))[-1], Dial)


def test_a_call_of_their_own_is_put_through_after_two_silences() -> None:
    session = step(PACK, None, Started(), Context(Channel.VOICE, NOW, MOBILE))[0]
    for _ in range(2):
        session, outputs = step(PACK, session, NoInput(), Context(Channel.VOICE, NOW, MOBILE))
    assert isinstance(outputs[-1], Dial)


def test_a_pack_sets_its_own_hours() -> None:
    early = replace(PACK, ring_me=replace(RING_HOURS, start=datetime(2026, 1, 1, 11).time()))
    context = Context(Channel.TEXT, int(MORNING.timestamp()), MOBILE, phone=MOBILE)
    assert not rings(step(early, None, Answered("ring me"), context)[1])
