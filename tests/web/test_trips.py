"""A turn asks Redis twice: once for all that it starts from, once to save all that it leaves."""

from collections.abc import Callable, Iterator

import pytest

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.benchmarks.trips import Counting
from tests.web.conftest import MOBILE, Twilio


@pytest.fixture
def between(redis_url: str) -> Iterator[Counting]:
    relay = Counting(redis_url)
    yield relay
    relay.close()


@pytest.fixture
def twilio(make_service: Callable[..., Service], between: Counting) -> Twilio:
    service = make_service(REDIS_URL=f"redis://127.0.0.1:{between.port}/0")
    twilio = Twilio(make_app(service).test_client())
    twilio.text("hello", "SM0", From="+447700900199")
    return twilio


def trips(between: Counting, turn: Callable[[], object]) -> int:
    between.clear()
    turn()
    return between.trips


def test_a_text_takes_two_round_trips(twilio: Twilio, between: Counting) -> None:
    for number, words in enumerate(("hello", "1", "1", "back", "STOP")):
        asked = trips(between, lambda words=words, number=number: twilio.text(words, f"SM-{number}"))  # type: ignore[misc]
        # STOP looks for what is to be ended.
        assert asked == (3 if words == "STOP" else 2), words


def test_so_does_each_step_of_a_call(twilio: Twilio, between: Counting) -> None:
    assert trips(between, lambda: twilio.call(From=MOBILE)) == 2
    for step, key in enumerate("11**", start=1):
        path = f"/voice?step={step}"
        assert trips(between, lambda path=path, key=key: twilio.call(path, Digits=key, From=MOBILE)) == 2, path  # type: ignore[misc]
