"""How long a phone rings: as long as the service asked for, by the stand-in's own clock."""

import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from twilio.rest import Client

from signpost.adapters.gateway import RING_FOR, TwilioGateway
from signpost.phone.carrier import Carrier
from signpost.phone.faults import NotNowError
from signpost.phone.numbers import MOBILE, SERVICE
from signpost.phone.page import create_app
from signpost.phone.seen import heard
from signpost.phone.server import Server
from signpost.phone.terminal import Terminal
from tests.phone.stub import Stub

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Clock:
    """The time, which goes on when a test says so."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(stub: Stub, clock: Clock) -> Iterator[Carrier]:
    with Carrier(stub.url, auth_token=stub.token, now=clock) as carrier:
        yield carrier


@pytest.fixture
def api(timed: Carrier) -> Iterator[Server]:
    with Server(create_app(timed, lambda: False)) as server:
        yield server


@pytest.fixture
def client(api: Server, timed: Carrier) -> Iterator[Client]:
    client = Client(timed.account_sid, timed.auth_token)
    client.api.base_url = api.url
    client.http_client.session.trust_env = False
    yield client
    client.http_client.session.close()


@pytest.mark.parametrize(("asked", "lasts"), [({}, 60), ({"timeout": 25}, 25)])
def test_it_rings_for_as_long_as_was_asked_or_a_minute(
    client: Client, timed: Carrier, stub: Stub, clock: Clock, asked: dict[str, int], lasts: int
) -> None:
    client.calls.create(to=MOBILE, from_=SERVICE, url=f"{stub.url}/voice", **asked)
    clock.on(lasts - 1)
    assert timed.ringing(MOBILE)
    assert [call.status for call in client.calls.list(to=MOBILE)] == ["ringing"]
    clock.on(1)
    assert not timed.ringing(MOBILE)
    assert [call.status for call in client.calls.list(to=MOBILE)] == ["no-answer"]
    with pytest.raises(NotNowError, match="does not ring"):
        timed.pick_up(MOBILE)
    assert stub.requests == [], "nobody has asked to be told"


def test_who_picks_up_in_time_talks_for_as_long_as_they_like(
    client: Client, timed: Carrier, stub: Stub, clock: Clock
) -> None:
    client.calls.create(to=MOBILE, from_=SERVICE, url=f"{stub.url}/voice", timeout=25)
    clock.on(24)
    call, _ = timed.pick_up(MOBILE)
    clock.on(600)
    assert [one.status for one in client.calls.list(to=MOBILE)] == ["in-progress"]
    assert call.press("7")


def test_the_second_call_is_picked_up_when_the_first_has_rung_out(timed: Carrier, stub: Stub, clock: Clock) -> None:
    timed.call_out(MOBILE, f"{stub.url}/voice", 25)
    clock.on(30)
    second = timed.call_out(MOBILE, f"{stub.url}/voice", 25)
    call, _ = timed.pick_up(MOBILE)
    assert call.sid == second.sid


def test_our_own_calls_ring_for_our_own_time(api: Server, timed: Carrier, stub: Stub, clock: Clock) -> None:
    gateway = TwilioGateway(
        *(timed.account_sid, timed.auth_token),
        *(SERVICE, f"{stub.url}/status"),
        api_url=api.url,
        voice_sender=SERVICE,
        voice_url=f"{stub.url}/voice",
    )
    gateway.call(MOBILE)
    assert timed.rings_for(MOBILE) == RING_FOR
    clock.on(RING_FOR)
    assert not timed.ringing(MOBILE)
    assert gateway.was_called(MOBILE, NOW), "it was made all the same"


def test_a_time_that_is_none_is_refused(client: Client, stub: Stub) -> None:
    for timeout in (0, 601, "soon"):
        with pytest.raises(Exception, match="Timeout is a number of seconds"):
            client.calls.create(to=MOBILE, from_=SERVICE, url=f"{stub.url}/voice", timeout=timeout)


def test_another_phone_that_nobody_answers_rings_out_in_silence(timed: Carrier, stub: Stub) -> None:
    call, _ = timed.call()
    call.press("1")
    assert "The call was no-answer." in heard(call.silence())[0].words
    assert stub.requests[-1]["DialCallStatus"] == "no-answer"


def test_the_terminal_tells_that_the_phone_has_stopped(timed: Carrier, stub: Stub, clock: Clock) -> None:
    out, ended = io.StringIO(), threading.Event()

    def next_line() -> str:
        told = "has stopped ringing" in out.getvalue()
        for words in () if told else ("Type answer to pick up", "has stopped ringing"):
            assert timed.ledger.wait(lambda _, words=words: words in out.getvalue(), 10), out.getvalue()  # type: ignore[misc]
            clock.on(25)
            timed.ledger.nudge()
        ended.set()
        raise EOFError

    timed.call_out(MOBILE, f"{stub.url}/voice", 25)
    Terminal(timed, lambda: False).run(next_line, out)
    assert ended.is_set()


@pytest.mark.browser
def test_the_page_tells_that_the_phone_has_stopped(
    api: Server, timed: Carrier, stub: Stub, clock: Clock, tab: Page
) -> None:
    tab.goto(api.url)
    timed.call_out(MOBILE, f"{stub.url}/voice", 25)
    expect(tab.get_by_text("Your phone is ringing")).to_be_visible()
    clock.on(25)
    timed.ledger.nudge()
    expect(tab.get_by_text("Not on a call")).to_be_visible()


@pytest.mark.browser
def test_on_the_page_another_phone_rings_out_in_time(api: Server, stub: Stub, tab: Page) -> None:
    tab.clock.install()
    tab.goto(api.url)
    heard = tab.get_by_role("log", name="What you hear")
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(heard).to_contain_text("Hello")
    tab.get_by_role("button", name="1", exact=True).click()
    expect(heard).to_contain_text("Ringing 01632 960999")
    tab.clock.run_for(60_000)
    expect(heard).to_contain_text("Nobody answers in time")
    expect(heard).to_contain_text("The call was no-answer.")
    assert stub.requests[-1]["DialCallStatus"] == "no-answer"
