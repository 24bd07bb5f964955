"""Parts that several of these tests put together.

A store on the real server, with a clock that stands still; and a gateway to a server that answers as Twilio does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.seal import Seal, SecretTokens
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from signpost.core.session import Channel, Person, Question, Session
from signpost.ports import Changes, OutgoingText, PendingFollowUp
from tests.adapters.twilio_double import Double, running

NUMBER = "+447700900123"
TOKENS = SecretTokens("a test's secret")
PERSON = TOKENS.person(NUMBER)
TEXT = f"text:{PERSON}"
START = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Clock:
    """Seconds since 1970, moved by hand."""

    now: float = START.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_store(redis: Redis, clock: Clock) -> Callable[..., RedisStore]:
    def make(secret: str) -> RedisStore:
        return RedisStore(redis, Seal(secret), Keep(), clock, tokens=TOKENS)

    return make


@pytest.fixture
def store(make_store: Callable[..., RedisStore]) -> RedisStore:
    return make_store("a test's secret")


@pytest.fixture
def queued(store: RedisStore) -> OutgoingText:
    """A text that was asked for just now."""
    made = text()
    save(store, changes(texts=(made,)))
    return made


@pytest.fixture
def twilio() -> Iterator[Double]:
    with running() as double:
        yield double


@pytest.fixture
def gateway(twilio: Double) -> Iterator[TwilioGateway]:
    made = TwilioGateway(
        account_sid="AC" + "0" * 32,
        auth_token="token",
        sender="+447700900999",
        callback_url="https://example.org/status",
        api_url=twilio.url,
        voice_sender="+447700900998",
        voice_url="https://example.org/voice",
        timeout=5,
    )
    yield made
    made._client.http_client.session.close()


def session(place: str = "first", channel: Channel = Channel.TEXT, **known: object) -> Session:
    """A session at a place."""
    return Session(channel, place, Question.CHOICE, **known)  # type: ignore[arg-type]


def changes(place: str = "first", answer: str = "<Response/>", **more: object) -> Changes:
    """A turn's changes, of a text conversation unless a session is given."""
    given: dict[str, object] = {"session": session(place), "person": Person(), "answer": answer, **more}
    return Changes(**given)  # type: ignore[arg-type]


def text(text_id: str = "", to: str = NUMBER) -> OutgoingText:
    """A text to a number, asked for just now."""
    body = f"Ring us. You rang from {to}"
    return OutgoingText(text_id or TOKENS.text(), TOKENS.person(to), to, body, waiting=True, made=START)


def follow_up(goto: str = "heard-back", after: timedelta = timedelta(days=10), to: str = NUMBER) -> PendingFollowUp:
    """A follow-up to a number."""
    person = TOKENS.person(to)
    return PendingFollowUp(TOKENS.follow_up(person, goto), person, to, goto, START + after)


def save(store: RedisStore, what: Changes, message: str | None = "SM1", conversation: str = TEXT) -> None:
    """Save one turn, which nobody disturbs."""
    with store.turn(conversation, PERSON, message) as turn:
        assert turn.save(what)


def errands(redis: Redis) -> dict[str, float]:
    """What stands on the agenda, and when each is due."""
    return {str_if_bytes(name): float(due) for name, due in redis.zscan_iter(keys.AGENDA)}


def jobs(redis: Redis, queue: str) -> list[str]:
    """The names of the jobs that wait in a queue, and of those that are for later."""
    found = [*redis.lrange(f"rq:queue:{queue}", 0, -1), *redis.zrange(f"rq:scheduled:{queue}", 0, -1)]
    return [str_if_bytes(name) for name in found]
