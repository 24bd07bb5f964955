"""The line behind 0, as Twilio sees it: calls that it passes on, the queue, and no circle."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import Twilio

OPEN, SHUT = "2026-11-23 10:00Z", "2026-11-21 10:00Z"
LINE_NUMBER, ARRIVAL = "+441632960001", "+441632960050"
Maker = Callable[..., Service]


@pytest.fixture
def twilio(make_service: Maker) -> Twilio:
    return Twilio(make_app(make_service(SIGNPOST_PACK="tests/packs/line")).test_client())


@pytest.mark.parametrize("how", [{"ForwardedFrom": LINE_NUMBER}, {"To": ARRIVAL}])
def test_a_forwarded_call_is_known_by_the_number_that_was_rung_or_by_the_carriers_word(
    twilio: Twilio, how: dict[str, str]
) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert "is busy just now" in twilio.call(**how)
        assert "is busy just now" not in twilio.call(sid="CA2")


@pytest.mark.parametrize("forwarded_as", ["+447700900123", "+447700900000"])
def test_our_own_call_that_the_line_sends_back_to_us_is_engaged(twilio: Twilio, forwarded_as: str) -> None:
    # A withheld caller's shows our own number.
    sender = "+447700900123" if forwarded_as == "+447700900123" else "anonymous"
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call(From=sender)
        assert "<Dial" in twilio.call("/voice?step=1", From=sender, Digits="0")
        clock.shift(20)
        back = twilio.call(sid="CA2", From=forwarded_as, ForwardedFrom=LINE_NUMBER)
        assert '<Response><Reject reason="busy"' in back
        assert "could not answer" in twilio.call("/voice?step=2", From=sender, DialCallStatus="busy")


def test_who_rings_the_line_themselves_afterwards_is_not_turned_away(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call()
        twilio.call("/voice?step=1", Digits="0")
        twilio.call("/voice?step=2", DialCallStatus="busy")
        assert "is busy just now" in twilio.call(sid="CA2", ForwardedFrom=LINE_NUMBER)
        twilio.call(sid="CA3")
        twilio.call("/voice?step=1", sid="CA3", Digits="0")
        clock.shift(60)
        assert "is busy just now" in twilio.call(sid="CA4", ForwardedFrom=LINE_NUMBER)


def test_waiting_is_asked_for_at_our_address_and_ends_there(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        waits = twilio.call("/voice?step=1", Digits="1")
        assert '<Enqueue action="/hook/voice?step=2-tried" method="POST" waitUrl="/hook/voice/wait"' in waits
        assert 'waitUrlMethod="POST">line</Enqueue>' in waits
        told = twilio.call("/voice/wait", QueuePosition="2", QueueTime="30", AvgQueueTime="95", CurrentQueueSize="2")
        assert "You are number 2 in the queue." in told
        assert "about 2 minutes" in told
        assert 'action="/hook/voice/leave"' in told
        assert "<Response><Leave" in twilio.call("/voice/leave", Digits="5")


def test_a_slow_caller_waits_slowly(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1", Digits="8")
        assert 'waitUrl="/hook/voice/wait?slow=1"' in twilio.call("/voice?step=2", Digits="1")
        assert "prosody" in twilio.call("/voice/wait?slow=1", QueuePosition="1")
        assert "prosody" not in twilio.call("/voice/wait", QueuePosition="1")


@pytest.mark.parametrize(
    ("when", "form", "said"),
    [
        (OPEN, {"QueuePosition": "4"}, "Too many people"),
        (OPEN, {"CurrentQueueSize": "4"}, "Too many people"),
        (OPEN, {"QueuePosition": "1", "QueueTime": "60"}, "Nobody was free"),
        (SHUT, {"QueuePosition": "1"}, "is shut just now"),
    ],
)
def test_who_cannot_wait_any_longer_is_told_why_and_taken_out(
    twilio: Twilio, when: str, form: dict[str, str], said: str
) -> None:
    with time_machine.travel(when, tick=False):
        answer = twilio.call("/voice/wait", **form)
    assert said in answer
    assert answer.endswith("<Leave /></Response>")


@pytest.mark.parametrize("form", [{}, {"QueuePosition": "x", "QueueTime": "-1", "AvgQueueTime": "1e9"}])
def test_a_wait_of_which_nothing_is_known_goes_on(twilio: Twilio, form: dict[str, str]) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert "You are number 1" in twilio.call("/voice/wait", **form)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("bridged", "That call is over"),
        ("bridging-in-process", "That call is over"),
        ("redirected-from-bridged", "That call is over"),
        ("leave", "press 1"),
        ("redirected", "press 1"),
        ("error", "could not answer"),
        ("system-error", "could not answer"),
        ("queue-full", "Too many people"),
        ("a new one", "press 1"),
    ],
)
def test_each_result_of_a_wait_has_its_end(twilio: Twilio, result: str, said: str) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1", Digits="1")
        back = twilio.call("/voice?step=2", QueueResult=result, QueueTime="20")
    assert said in back
    assert "<Gather" in back


@pytest.mark.parametrize("gone", [{"QueueResult": "hangup"}, {"QueueResult": "leave", "CallStatus": "completed"}])
def test_who_hangs_up_while_waiting_is_gone(twilio: Twilio, gone: dict[str, str]) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1", Digits="1")
        assert "<Response />" in twilio.call("/voice?step=2", **gone)


def test_waiting_writes_nothing(twilio: Twilio, redis: Redis) -> None:
    before = sorted(redis.keys())
    with time_machine.travel(OPEN, tick=False):
        twilio.call("/voice/wait", QueuePosition="1")
        twilio.call("/voice/leave", Digits="1")
    assert sorted(redis.keys()) == before


@pytest.mark.parametrize(
    ("when", "form", "dials"),
    [
        (OPEN, {"Digits": "1"}, True),
        (SHUT, {"Digits": "1"}, False),
        (OPEN, {"QueueResult": "bridged"}, False),
        (OPEN, {"QueueResult": "leave"}, True),
    ],
)
def test_without_redis_too_nobody_is_put_through_for_nothing(
    make_service: Maker, when: str, form: dict[str, str], dials: bool
) -> None:
    service = make_service(SIGNPOST_PACK="tests/packs/line", REDIS_URL="redis://127.0.0.1:1/0")
    with time_machine.travel(when, tick=False):
        answer = Twilio(make_app(service).test_client()).call("/voice?step=1", **form)
    assert ("<Dial" in answer) == dials
    assert "9 6 0" in answer


def test_without_redis_too_whom_the_line_passes_on_is_told_the_other_ways(make_service: Maker) -> None:
    service = make_service(SIGNPOST_PACK="tests/packs/line", REDIS_URL="redis://127.0.0.1:1/0")
    with time_machine.travel(OPEN, tick=False):
        answer = Twilio(make_app(service).test_client()).call(ForwardedFrom=LINE_NUMBER)
    assert "is busy" in answer
    assert "To find the answer now" in answer
    assert "<Dial" not in answer


def test_a_wait_needs_no_redis(make_service: Maker) -> None:
    service = make_service(SIGNPOST_PACK="tests/packs/line", REDIS_URL="redis://127.0.0.1:1/0")
    with time_machine.travel(OPEN, tick=False):
        assert "You are number 1" in Twilio(make_app(service).test_client()).call("/voice/wait")


def test_our_own_call_is_known_by_the_number_that_was_rung_too(make_service: Maker) -> None:
    service = make_service(SIGNPOST_PACK="tests/packs/line", SIGNPOST_SMS_FROM=f"MG{'0' * 32}")
    rung = Twilio(make_app(service).test_client())
    with time_machine.travel(OPEN, tick=False):
        assert "<Reject" in rung.call(From="+447700900000", ForwardedFrom=LINE_NUMBER)


def test_who_found_the_queue_full_is_not_asked_to_wait_at_once(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1-tried", Digits="1")
        full = twilio.call("/voice/wait", QueuePosition="4")
        assert "Too many people" in full
        assert "<Leave" in full
        # Twilio tells no more of it than that they left.
        back = twilio.call("/voice?step=2-tried", QueueResult="leave", QueueTime="4")
    assert "To have the number by text" in back
    assert "To wait for them" not in back


def test_who_left_the_queue_by_themselves_may_wait_again(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1-tried", Digits="1")
        twilio.call("/voice/wait", QueuePosition="3")
        assert "To wait for them" in twilio.call("/voice?step=2-tried", QueueResult="leave", QueueTime="4")


@pytest.mark.parametrize(("waited", "until"), [("0", 60), ("45", 15), ("59", 1)])
def test_nobody_waits_for_longer_than_anybody_may(twilio: Twilio, waited: str, until: int) -> None:
    with time_machine.travel(OPEN, tick=False):
        told = twilio.call("/voice/wait?relay=1", QueuePosition="1", QueueTime=waited)
    assert f'timeout="{until}"' in told


def test_how_long_somebody_waited_who_hung_up_is_counted_as_twilio_says(make_service: Maker) -> None:
    service = make_service(SIGNPOST_PACK="tests/packs/line")
    twilio = Twilio(make_app(service).test_client())
    with time_machine.travel(OPEN, tick=False):
        twilio.call(ForwardedFrom=LINE_NUMBER)
        twilio.call("/voice?step=1", Digits="1")
        twilio.call("/voice?step=2", CallStatus="completed", QueueResult="hangup", QueueTime="250")
    counted = service.store.days.read([date(2026, 11, 23)])[0]
    assert {name for name in counted if name.startswith(("wait.", "entry."))} == {
        "entry.forwarded",
        "wait.gone",
        "wait.gone.5",
    }
