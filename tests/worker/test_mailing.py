"""Requests to a team that has only an e-mail address: mailed once they agree, and never lost by it."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from redis import Redis

from signpost.adapters.mail import SmtpMailer, smtp_address
from signpost.callback_ports import MailError, MailState, OpenCallback, Outcome
from signpost.callbacks import heard
from signpost.cli import main
from signpost.core.events import Answered
from signpost.core.session import Channel
from signpost.delivery import AFTER_A_REFUSAL
from signpost.incoming import Incoming
from signpost.ports import Changes, by_text
from signpost.web import create_app
from tests.house import House, opened
from tests.test_callbacks import OTHER, cli

TEAM = "SENDResolutions@hertfordshire.gov.uk"


class Post:
    """A post office: what came, and what it says to the next."""

    def __init__(self, port: int) -> None:
        self.port = port
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
    post = Post(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port, ready_timeout=30)
    controller.start()
    yield post
    controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@pytest.fixture
def house(post: Post, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{post.port}?from=signpost@example.org")
    with opened(redis_url, monkeypatch) as house:
        yield house


def ask(house: House, *, agreed: str = "1", time: str = "1", message: str = "SM") -> str:
    """Ask by text for the Resolution Team to ring; what was answered last."""
    said = ""
    for at, words in enumerate(["menu", "no reply", "1", "tried", "tried", "call back"]):
        said = text(house, words, f"{message}{at}")
    if "Change it" in said:
        text(house, "change", f"{message}-change")
        text(house, "time", f"{message}-what")
        return text(house, time, f"{message}-time")
    for at, words in enumerate([time, "1", agreed]):
        said = text(house, words, f"{message}-{at}")
    return said


def text(house: House, words: str, message: str) -> str:
    return house.service.conversation.receive(Incoming(Channel.TEXT, OTHER, Answered(words), message)).document


def found(house: House) -> OpenCallback:
    [callback] = house.service.store.callbacks.open()
    return callback


def test_the_team_gets_what_it_needs_and_no_more(house: House, post: Post) -> None:
    assert "Resolution Team to ring" in ask(house)
    assert found(house).mail is MailState.DUE
    house.work()
    [letter] = post.letters
    words = letter.get_payload()
    for told in (
        *(
            "Ring: 07700 900456",
            "About: A delay or unfairness, team resolution",
            "Best time: in the morning",
            "How: a usual call",
        ),
        *("Asked on: Monday 23 November 2026", "ring by: Monday 30 November 2026"),
    ):
        assert told in words, words
    assert letter.get_content_type() == "text/plain"
    assert "900456" not in f"{letter['Subject']} {letter['Message-ID']}"
    assert found(house).mail is MailState.SENT


def test_without_agreement_nothing_is_mailed(house: House, post: Post) -> None:
    ask(house, agreed="2")
    house.work()
    assert post.letters == []
    assert found(house).mail is MailState.NONE


def test_it_is_mailed_once(house: House, post: Post, clock: time_machine.Traveller) -> None:
    ask(house)
    for _ in range(3):
        house.work()
        clock.shift(timedelta(minutes=2))
    assert len(post.letters) == 1
    ask(house, message="again")
    house.work()
    assert len(post.letters) == 1, "nothing has changed"


def test_a_change_is_mailed(house: House, post: Post) -> None:
    ask(house)
    house.work()
    ask(house, time="2", message="again")
    house.work()
    assert [("afternoon" in letter.get_payload()) for letter in post.letters] == [False, True]


def test_what_the_server_does_not_take_now_is_tried_again(
    house: House, post: Post, clock: time_machine.Traveller
) -> None:
    post.answers = ["451 later"]
    ask(house)
    house.work()
    assert found(house).mail is MailState.DUE
    house.work()
    assert post.letters == []
    clock.shift(AFTER_A_REFUSAL[0] + timedelta(seconds=1))
    house.work()
    assert len(post.letters) == 1
    assert found(house).mail is MailState.SENT


def test_a_refusal_is_for_the_staff_and_the_request_stays(house: House, post: Post) -> None:
    post.answers = ["550 no such mailbox"]
    ask(house)
    house.work()
    assert found(house).mail is MailState.FAILED
    assert "could not be mailed" in cli().output


def test_a_server_that_is_away_for_days_is_tried_while_the_request_is_open(
    redis: Redis,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert redis.dbsize() == 0
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{free_port()}?from=signpost@example.org")
    with opened(redis_url, monkeypatch) as house:
        ask(house)
        house.work()
        assert "not mailed yet" in cli().output
        for _ in range(20):
            clock.shift(timedelta(hours=2))
            house.work()
        assert found(house).mail is MailState.DUE
        assert house.service.store.agenda.count()[0] == 1
        assert "was not taken" in caplog.text


def test_a_worker_that_is_killed_before_it_sent_loses_nothing(
    house: House, post: Post, clock: time_machine.Traveller
) -> None:
    ask(house)
    assert house.service.store.take(datetime.now(UTC), 10), "taken by a worker that dies now"
    house.service.errands.run()
    assert post.letters == []
    clock.shift(timedelta(minutes=1))
    house.service.errands.run()
    assert len(post.letters) == 1


def test_what_was_closed_or_forgotten_is_not_mailed(house: House, post: Post) -> None:
    ask(house)
    house.service.store.callbacks.close(found(house).id, Outcome.SPOKE, "kim")
    ask(house, message="again")
    house.service.conversation.forget(OTHER)
    house.work()
    assert post.letters == []


def test_where_no_mail_can_be_sent_nobody_is_asked(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redis.dbsize() == 0
    monkeypatch.delenv("SMTP_URL", raising=False)
    with opened(redis_url, monkeypatch) as house:
        for at, words in enumerate(["no reply", "1", "tried", "tried", "call back", "1"]):
            text(house, words, f"SM{at}")
        assert "Resolution Team to ring" in text(house, "1", "SM9")


def test_a_server_elsewhere_that_does_not_encipher_gets_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signpost.adapters.mail._OWN", frozenset())
    mailer = SmtpMailer(f"smtp://127.0.0.1:{post.port}?from=signpost@example.org")
    with pytest.raises(MailError, match="does not encipher") as refused:
        mailer.send(TEAM, "a subject", "words", "1")
    assert not refused.value.permanent
    assert post.letters == []


def test_the_parts_of_an_address() -> None:
    at = smtp_address("smtps://me%40x:a%2Fb@mail.example.org?from=Signpost%20%3Csignpost@example.org%3E")
    assert (at.host, at.port, at.enciphered, at.user, at.password) == ("mail.example.org", 465, True, "me@x", "a/b")
    assert at.sender == "Signpost <signpost@example.org>"
    assert "a/b" not in repr(at)


@pytest.mark.parametrize(
    "url",
    [
        "http://x?from=a@b.c",
        "smtp://host:587",
        "smtp://?from=a@b.c",
        "smtp://host?from=nobody",
        "smtp://host/x?from=a@b",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP"):
        smtp_address(url)


def test_who_was_not_rung_is_mailed_about_again(house: House, post: Post, clock: time_machine.Traveller) -> None:
    ask(house)
    house.work()
    text(house, "ask me", "SM-later")
    clock.shift(timedelta(days=8))
    assert house.deliver_now()
    assert "moved you up the list" in text(house, "no", "SM-no")
    house.work()
    first, second = post.letters
    assert "not heard from you" not in first.get_payload()
    assert "not heard from you" in second.get_payload()
    assert first["Message-ID"] != second["Message-ID"], "the same one would be shown once"
    assert found(house).mail is MailState.SENT


def test_each_e_mail_of_a_request_has_a_name_of_its_own(
    house: House, post: Post, clock: time_machine.Traveller
) -> None:
    ask(house)
    house.work()
    clock.shift(timedelta(days=2))
    ask(house, time="2", message="again")
    house.work()
    assert len({letter["Message-ID"] for letter in post.letters}) == 2


def test_an_e_mail_that_was_under_way_does_not_end_the_reminder(house: House, clock: time_machine.Traveller) -> None:
    ask(house)
    before = found(house)
    clock.shift(timedelta(seconds=1))
    store = house.service.store
    with store.turn(by_text(before.person), before.person, None) as turn:
        changes = heard(Changes(turn.session, turn.person, ""), before, datetime.now(UTC), rang=False)
        assert turn.save(changes)
    store.callbacks.mailed(before, MailState.SENT)
    assert found(house).mail is MailState.DUE


def test_a_team_that_is_not_mailed_is_promised_no_day_and_the_staff_see_why(house: House, post: Post) -> None:
    said = ask(house, agreed="2")
    assert "on the SEND Duty Line's list" in said
    assert "by Mon" not in said
    listed = cli().output
    assert "no day was told" in listed
    assert "the team is not told" in listed
    assert post.letters == []


def test_who_starts_the_service_without_mail_is_told_which_teams_get_none(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redis.dbsize() == 0
    monkeypatch.delenv("SMTP_URL", raising=False)
    with opened(redis_url, monkeypatch) as house:
        assert "Resolution Team" in house.service.warning
        create_app()
        assert house.service.warning in capsys.readouterr().err
        checked = CliRunner().invoke(main, ["check"])
        assert house.service.warning in checked.stderr
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1?from=signpost@example.org")
    with opened(redis_url, monkeypatch) as house:
        assert house.service.warning == ""
        assert CliRunner().invoke(main, ["check"]).stderr == ""


def test_a_paused_team_gets_its_mail_once_it_is_taken_up_again(
    house: House, post: Post, clock: time_machine.Traveller
) -> None:
    ask(house)
    house.service.store.amendments.pause("send-resolution-team", "Ann")
    house.work()
    assert post.letters == []
    assert found(house).mail is MailState.DUE
    house.service.store.amendments.take_up("send-resolution-team", "Ann")
    clock.shift(AFTER_A_REFUSAL[0] + timedelta(seconds=61))
    house.work()
    assert len(post.letters) == 1
