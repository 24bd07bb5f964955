"""A queue of the stand-in carrier, with a service that answers each path with one fixed document."""

import pytest

from signpost.phone import twiml
from signpost.phone.carrier import Carrier
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.seen import Manner, heard, said
from signpost.phone.twiml import Enqueue, Leave
from tests.phone.test_call import OVER, Canned, canned, carrier, rung

__all__ = ["canned", "carrier"]
WAITS = '<Enqueue action="/after" waitUrl="/wait">line</Enqueue>'
HOLD = '<Gather numDigits="1" finishOnKey="" action="/leave"><Say>Hold on</Say></Gather>'


@pytest.fixture
def queued(canned: Canned) -> Canned:
    canned.answers = {"voice": WAITS, "wait": HOLD, "leave": "<Leave/>", "after": "<Say>Back</Say>"}
    return canned


def test_twiml_of_a_queue() -> None:
    steps = twiml.voice(
        '<Response><Enqueue action="/a" waitUrl="/b" waitUrlMethod="GET"> line </Enqueue><Leave/></Response>'
    )
    assert steps == (Enqueue("line", "/a", "/b", "POST", "GET"), Leave())


@pytest.mark.parametrize(
    "inside",
    ["<Enqueue/>", '<Enqueue action="/a" waitUrl="/b"/>', '<Enqueue action="/a">line</Enqueue>', "<Leave now='1'/>"],
)
def test_what_is_no_queue(inside: str) -> None:
    with pytest.raises(CarrierError, match="12200"):
        twiml.voice(f"<Response>{inside}</Response>")


def test_a_waiting_caller_is_told_how_they_stand_every_half_minute(carrier: Carrier, queued: Canned) -> None:
    carrier.others_waiting = 1
    call, first = rung(carrier)
    assert first == (said("Hold on"),)
    assert heard(call.silence()) == (said("Hold on"),)
    told = [form for _, path, form in queued.asked if path == "wait"]
    assert [(form["QueuePosition"], form["QueueTime"]) for form in told] == [("2", "0"), ("1", "30")]


def test_a_key_leaves_the_queue(carrier: Carrier, queued: Canned) -> None:
    call, _ = rung(carrier)
    assert heard(call.press("4")) == (said("Back"), OVER)
    assert (queued.asked[-1][1], queued.asked[-1][2]["QueueResult"]) == ("after", "leave")


def test_a_wait_ends_as_it_is_said_to(carrier: Carrier, queued: Canned) -> None:
    call, _ = rung(carrier)
    with pytest.raises(NotNowError, match="bridged"):
        call.queue_ended("soon")
    assert heard(call.queue_ended("bridged")) == (said("Back"), OVER)
    assert queued.asked[-1][2]["QueueResult"] == "bridged"
    with pytest.raises(NotNowError, match="the call is over"):
        call.queue_ended("bridged")


def test_nobody_who_does_not_wait_leaves(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather action="/a"/>', "a": "<Leave/>"}
    call, _ = rung(carrier)
    with pytest.raises(NotNowError, match="nobody waits"):
        call.queue_ended("bridged")
    assert heard(call.press("1#"))[0].manner is Manner.FAULT


@pytest.mark.parametrize("wait", ["<Dial>+441632960001</Dial>", WAITS, "<Say>Music</Say>"])
def test_what_cannot_be_played_to_who_waits_breaks_the_line(carrier: Carrier, queued: Canned, wait: str) -> None:
    queued.answers["wait"] = wait
    _, first = rung(carrier)
    assert first[-1].manner is Manner.FAULT


@pytest.mark.usefixtures("queued")
def test_who_hangs_up_waits_no_more(carrier: Carrier) -> None:
    call, _ = rung(carrier)
    call.hang_up()
    assert (call.over, call.queue) == (True, None)
