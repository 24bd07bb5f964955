"""While Redis is away everybody is led on, by the place that they bring along; nothing is promised, nothing doubled."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from redis import Redis

from signpost.bootstrap import Service
from signpost.core.session import Channel, Person, Question, Session
from signpost.ports import Changes, by_text
from signpost.web import make_app
from signpost.web.webhooks import COOKIE
from tests.between import Between, Way, between
from tests.house import MORNING, TOKENS
from tests.web.conftest import MOBILE, Twilio

Maker = Callable[..., Service]


@pytest.fixture
def relay(redis_url: str) -> Iterator[tuple[Between, str]]:
    with between(redis_url) as found:
        yield found


@pytest.fixture
def away(relay: tuple[Between, str]) -> Between:
    return relay[0]


@pytest.fixture
def service(make_service: Maker, relay: tuple[Between, str]) -> Service:
    return make_service(REDIS_URL=relay[1])


@pytest.fixture
def twilio(service: Service) -> Twilio:
    return Twilio(make_app(service).test_client())


@pytest.mark.parametrize("way", [Way.REFUSED, Way.HUNG], ids=lambda way: way.value)
def test_a_call_goes_on_to_its_contact_and_is_put_through(twilio: Twilio, away: Between, way: Way) -> None:
    twilio.call()
    away.way = way
    menu = twilio.call("/voice?step=1", Digits="1")
    assert 'action="/hook/voice?step=2-unkept"' in menu
    contact = twilio.call("/voice?step=2-unkept", Digits="1")
    assert contact != menu
    assert "put through now" in contact
    assert "sent by text" not in contact
    assert "<Dial" in twilio.call("/voice?step=3-unkept", Digits="1")


def test_a_call_may_begin_and_end_without_redis(twilio: Twilio, away: Between) -> None:
    away.way = Way.REFUSED
    assert "<Gather" in twilio.call()
    assert "<Gather" in twilio.call("/voice?step=1-unkept", Digits="1")
    assert "<Dial" in twilio.call("/voice?step=2-unkept", Digits="0")
    back = twilio.call("/voice?step=3-unkept-tried", DialCallStatus="busy")
    assert "could not answer" in back
    assert "4 5 3" in back
    assert "be called back" not in back


def test_when_redis_is_back_a_call_goes_on_where_it_came_to(twilio: Twilio, away: Between) -> None:
    twilio.call()
    away.way = Way.REFUSED
    twilio.call("/voice?step=1", Digits="1")
    contact = twilio.call("/voice?step=2-unkept", Digits="1")
    away.way = Way.OPEN
    again = twilio.call("/voice?step=3-unkept", Digits="#")
    assert 'action="/hook/voice?step=4"' in again
    assert contact[contact.index("<Say") : contact.index("</Say>")][-40:] in again
    # And from here on by what is kept, whatever comes along.
    twilio.client.delete_cookie(COOKIE, domain="localhost")
    assert "<Gather" in twilio.call("/voice?step=4", Digits="*")


def test_what_cannot_be_kept_is_refused_and_the_contact_said_again(twilio: Twilio, away: Between) -> None:
    twilio.call()
    twilio.call("/voice?step=1", Digits="1")
    contact = twilio.call("/voice?step=2", Digits="1")
    assert "To have this sent by text," in contact
    key = contact[contact.index("To have this sent by text,") :].split("press ")[1][0]
    away.way = Way.REFUSED
    sorry = twilio.call("/voice?step=3", Digits=key)
    assert "Sorry, we cannot do that just now." in sorry
    assert "Is it safe" not in sorry
    assert "sent by text" not in sorry
    assert "4 5 3" in sorry


def test_who_wants_to_be_rung_back_hears_whom_to_ring_instead(twilio: Twilio, away: Between) -> None:
    twilio.call()
    twilio.call("/voice?step=1", Digits="0")
    ways = twilio.call("/voice?step=2", DialCallStatus="busy")
    assert "To be called back" in ways
    away.way = Way.REFUSED
    sorry = twilio.call("/voice?step=3-tried", Digits=ways[ways.index("To be called back,") :].split("press ")[1][0])
    assert "Sorry, we cannot do that just now." in sorry
    assert "4 5 3" in sorry
    assert "called back" not in sorry


def test_texts_get_their_answers_and_promise_nothing(twilio: Twilio, away: Between) -> None:
    twilio.text("hello", "SM1")
    away.way = Way.REFUSED
    menu = twilio.text("1", "SM2")
    assert "1 " in menu
    contact = twilio.text("1", "SM3")
    assert contact != menu
    assert "Ask me" not in contact
    ring_me = twilio.text("RING ME", "SM4")
    assert "We cannot ring this phone." in ring_me
    assert "call back" not in ring_me
    for word in ("STOP", "FORGET"):
        sorry = twilio.text(word, f"SM{word}")
        assert sorry.startswith("Signpost: Sorry, we cannot do that just now.")
        assert "01442 453300" in sorry
        assert "no more texts" not in sorry


def test_who_texts_first_has_the_number_too(twilio: Twilio, away: Between) -> None:
    away.way = Way.REFUSED
    first = twilio.text("hello", "SM1")
    assert "Reply" in first
    assert "01442 453300" in first


def test_a_number_is_never_taken_for_a_choice_of_a_menu_nobody_saw(twilio: Twilio, away: Between) -> None:
    away.way = Way.REFUSED
    assert twilio.text("1", "SM1").startswith(twilio.text("hello", "SM0", From="+447700900124")[:40])


def test_nothing_that_was_answered_without_redis_is_kept(twilio: Twilio, away: Between, redis: Redis) -> None:
    away.way = Way.REFUSED
    twilio.call()
    twilio.call("/voice?step=1-unkept", Digits="1")
    twilio.text("hello", "SM1")
    assert redis.dbsize() == 0


def test_a_store_that_can_only_be_read_loses_nobody_their_place(twilio: Twilio, redis: Redis) -> None:
    twilio.text("hello", "SM1")
    twilio.text("1", "SM2")
    # As Twilio does after four hours.
    twilio.client.delete_cookie(COOKIE, domain="localhost")
    redis.replicaof("127.0.0.1", "1")
    try:
        contact = twilio.text("1", "SM3")
    finally:
        redis.replicaof("NO", "ONE")
    assert "SEND Duty Line" in contact
    assert "What is it about?" not in contact
    assert "Ask me" not in contact


def test_a_cookie_of_another_conversation_is_worth_nothing(twilio: Twilio, away: Between) -> None:
    twilio.call()
    away.way = Way.REFUSED
    twilio.call("/voice?step=1", Digits="1")
    # The test's client sends its cookies whoever rings.
    stranger = twilio.call("/voice?step=2-unkept", sid="CA2", Digits="1")
    assert "<Dial" in stranger
    assert "not working on our side" in stranger


def test_a_cookie_holds_nothing_to_read_and_ends_with_forget(twilio: Twilio) -> None:
    twilio.text("hello", "SM1")
    kept = twilio.client.get_cookie(COOKIE, domain="localhost")
    assert kept is not None
    assert kept.secure
    assert kept.http_only
    assert MOBILE[3:] not in kept.value
    twilio.text("FORGET", "SM2")
    twilio.text("1", "SM3")
    assert twilio.client.get_cookie(COOKIE, domain="localhost") is None


def test_a_damaged_cookie_is_as_none(twilio: Twilio, away: Between) -> None:
    twilio.text("hello", "SM1")
    away.way = Way.REFUSED
    for damaged in ("a", "x!?", "b" + "A" * 200, "a" + "é"):
        twilio.client.set_cookie(COOKIE, damaged, domain="localhost", secure=True)
        assert "01442 453300" in twilio.text("hello", f"SM{damaged}")


def test_a_follow_up_that_came_since_is_what_is_answered(twilio: Twilio, away: Between, service: Service) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        twilio.text("hello", "SM1")
        away.way = Way.REFUSED
        twilio.text("1", "SM2")
        away.way = Way.OPEN
        clock.shift(timedelta(hours=1))
        # What a worker saves when it sends one.
        person = TOKENS.person(MOBILE)
        asked = Session(Channel.TEXT, "helped-or-resolution", Question.CHOICE, turn=1, at=int(time.time()))
        with service.store.turn(by_text(person), person, None) as turn:
            assert turn.save(Changes(asked, Person(), answer=""))
        assert "glad" in twilio.text("1", "SM3").lower()


def test_what_was_erased_does_not_come_back_in_a_cookie(twilio: Twilio, away: Between, service: Service) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        twilio.text("hello", "SM1")
        away.way = Way.REFUSED
        twilio.text("1", "SM2")
        away.way = Way.OPEN
        clock.shift(timedelta(minutes=1))
        service.conversation.forget(MOBILE)
        clock.shift(timedelta(minutes=1))
        never_here = Twilio(twilio.client.application.test_client()).text("back", "SM4", From="+447700900199")
        assert twilio.text("back", "SM3") == never_here
