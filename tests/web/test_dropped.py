"""A call that broke off, as Twilio's own requests tell it."""

from redis import Redis

from tests.web.conftest import MOBILE, Twilio

OFFER = "You were with us a moment ago"


def _left_at_a_contact(twilio: Twilio, **caller: str) -> None:
    twilio.call(sid="CA1", **caller)
    twilio.call("/voice?step=1", sid="CA1", Digits="2", **caller)
    twilio.call("/voice?step=2", sid="CA1", Digits="2", **caller)


def test_who_rings_again_is_asked_and_carries_on(twilio: Twilio) -> None:
    _left_at_a_contact(twilio)
    assert OFFER in twilio.call(sid="CA2")
    assert "SEND Duty Line" in twilio.call("/voice?step=1", sid="CA2", Digits="1")


def test_nobody_is_asked_for_another_persons_call(twilio: Twilio) -> None:
    _left_at_a_contact(twilio)
    assert OFFER not in twilio.call(sid="CA2", From="+447700900456")


def test_of_a_withheld_call_nothing_is_kept(twilio: Twilio, redis: Redis) -> None:
    _left_at_a_contact(twilio, From="anonymous")
    assert not redis.keys("signpost:left:*")
    assert OFFER not in twilio.call(sid="CA2", From="anonymous")


def test_who_hung_up_on_the_person_they_reached_begins_anew(twilio: Twilio) -> None:
    _left_at_a_contact(twilio)
    twilio.call("/voice?step=3", sid="CA1", Digits="1")
    twilio.call("/voice?step=4", sid="CA1", CallStatus="completed", DialCallStatus="completed")
    assert OFFER not in twilio.call(sid="CA2")


def test_who_gave_up_while_it_rang_is_asked(twilio: Twilio) -> None:
    _left_at_a_contact(twilio)
    twilio.call("/voice?step=3", sid="CA1", Digits="1")
    twilio.call("/voice?step=4", sid="CA1", CallStatus="completed", DialCallStatus="no-answer")
    assert OFFER in twilio.call(sid="CA2")


def test_a_request_that_comes_twice_is_answered_alike(twilio: Twilio) -> None:
    _left_at_a_contact(twilio)
    first = twilio.call(sid="CA2")
    assert twilio.call(sid="CA2") == first
    assert MOBILE not in first
