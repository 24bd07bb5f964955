"""Requests to a team that has only an e-mail address: mailed once they agree, and never lost by it."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from redis import Redis

from signpost.callback_ports import OpenCallback
from signpost.conversation import Incoming
from signpost.core.events import Answered
from signpost.core.session import Channel
from tests.house import House, opened
from tests.test_callbacks import OTHER

TEAM = "SENDResolutions@hertfordshire.gov.uk"


class Post:
    """A post office: what came, and what it says to the next."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert envelope.rcpt_tos == [TEAM]
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=0)
    controller.start()
    post.port = controller.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    yield post
    controller.stop()


@pytest.fixture
def house(post: Post, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{post.port}?from=signpost@example.org")  # type: ignore[attr-defined]
    with opened(redis_url, monkeypatch) as house:
        yield house


def ask(house: House, *, agreed: str = "1") -> str:
    """Text for the Resolution Team to ring: somebody to ask, the council, and up the ladder."""
    said = ""
    for at, words in enumerate(["no reply", "1", "2", "2", "2", "1", "01632 960321", "2", "2", agreed]):
        taken = Incoming(Channel.TEXT, OTHER, Answered(words), f"SM{at}{agreed}")
        said = house.service.conversation.receive(taken)
    return said


def found(house: House) -> OpenCallback:
    [callback] = house.service.store.callbacks.open()
    return callback


def test_debug(house: House) -> None:
    for at, words in enumerate(["no reply", "1", "tried", "tried", "call back"]):
        print(words, house.service.conversation.receive(Incoming(Channel.TEXT, OTHER, Answered(words), f"SM{at}")))
    raise AssertionError
