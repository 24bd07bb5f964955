"""The pages of texts and follow-ups: what is to come, what was sent, what failed, and what staff do about it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.outbox import CLAIM
from signpost.bootstrap import Service
from signpost.callback_ports import MailState
from signpost.core.session import Person
from signpost.phone.player import PhonePlayer
from signpost.ports import Changes, OutgoingText, SendError, TextState, by_text
from signpost.ring_ports import OutgoingCall
from signpost.web import make_app
from tests.adapters.test_keys import check
from tests.house import MORNING, TOKENS, House
from tests.web.asked import OTHER, PARENT, ask_back, promise, save, text
from tests.web.console import HOST, MANAGER, OFFICER, Browser, employ
from tests.web.test_console_callbacks import NUMBER

TEXTS = "/staff/texts"
UNDELIVERED = SendError(30003, permanent=False)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    made = make_service(SIGNPOST_PUBLIC_URL=HOST)
    employ(made.store.staff)
    return made


@pytest.fixture
def olu(service: Service) -> Browser:
    browser = Browser(make_app(service))
    browser.sign_in(OFFICER)
    return browser


@pytest.fixture
def mo(service: Service) -> Browser:
    browser = Browser(make_app(service))
    browser.sign_in(MANAGER)
    return browser


def _audit(service: Service) -> list[tuple[str, str, str, str]]:
    lines = reversed(service.store.callbacks.audit().lines)
    return [(line.who, line.what, line.kind, line.about) for line in lines if line.what != "opened"]


def _sent(service: Service, number: str = PARENT, sid: str = "SM1", **more: Any) -> OutgoingText:
    made = text(service, number, **more)
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.SENT, sid=sid)
    return made


def _failed(service: Service, code: int | None = 30003, number: str = PARENT, **more: Any) -> OutgoingText:
    made = text(service, number, **more)
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.FAILED, code=code)
    return made


def _stands(service: Service, made: OutgoingText) -> OutgoingText:
    found = service.store.text(made.id)
    assert found is not None
    return found


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _do(browser: Browser, path: str) -> str:
    """Go the way of the page there: read what is asked, agree, and read the page that follows."""
    asked = browser.page(path)
    assert "No, go back" in asked
    return browser.page(browser.post(path).location)


def test_what_is_to_come_is_listed_with_the_next_first(service: Service, olu: Browser) -> None:
    promise(service, MORNING + timedelta(days=9))
    promise(service, MORNING - timedelta(hours=3), OTHER, matter="decision")
    promise(service, MORNING + timedelta(days=12), OTHER, matter="call-back")
    promise(service, MORNING + timedelta(days=13), by=date(2026, 12, 24), deadline="appeal-date")
    text(service, waiting=True, about="mediation")
    ask_back(service, state=MailState.DUE, mail=True)
    save(service, TOKENS.person(PARENT), rings=(OutgoingCall("r1", TOKENS.person(PARENT), PARENT, MORNING),))
    page = olu.page(TEXTS)
    told = _words(page)
    for entry in (
        "Follow-up: A refusal or decision , due mon 23 nov, 07:00 Due Mon 23 Nov, 07:00 3 hours late",
        "Text: Mediation or appeal",
        "Call: They asked us to ring them",
        "E-mail to a team: A plan not followed",
        "Follow-up: Whether they were rung back",
        "Reminder: Last day Thu 24 Dec 2026",
    ):
        assert entry in told, told
    found = re.findall(r"<h3>(?:<a[^>]*>)?([\w-]+)", page)
    assert found == ["Follow-up", "E-mail", "Call", "Text", "Follow-up", "Follow-up", "Reminder"]


def test_what_somebody_is_at_is_said_to_be(service: Service, olu: Browser) -> None:
    promise(service, MORNING)
    [_] = service.store.take(datetime.now(UTC), 5)
    assert "Somebody is at it now" in olu.page(TEXTS)


def test_a_text_is_on_the_list_of_how_far_it_has_come(service: Service, olu: Browser, redis: Redis) -> None:
    made = _sent(service, about="mediation")
    assert "Not known yet whether it arrived" in olu.page(f"{TEXTS}/sent")
    service.delivery.delivered(made.id)
    assert "It has arrived" in olu.page(f"{TEXTS}/sent")
    lost = _sent(service, OTHER)
    service.delivery.lost(lost.id, UNDELIVERED)
    assert redis.zrange(keys.SENT, 0, -1) == [made.id.encode()]
    assert "Lost once" in olu.page(TEXTS)
    service.store.claim(lost.id)
    service.store.settle(lost.id, TextState.SENT, sid="SM2")
    service.delivery.lost(lost.id, SendError(30005, permanent=True), "SM2")
    assert redis.zrange(keys.SENT, 0, -1) == [made.id.encode()]
    told = _words(olu.page(f"{TEXTS}/failed"))
    assert "Reason: the phone is unknown or no longer in use" in told
    assert "No text will ever reach this number." in told
    check(redis)


def test_what_is_older_than_texts_are_kept_is_on_no_list(
    service: Service, olu: Browser, redis: Redis, clock: time_machine.Traveller
) -> None:
    old = _sent(service)
    ended = _sent(service, OTHER)
    redis.delete(keys.outbox(ended.id))
    assert olu.page(f"{TEXTS}/sent").count("<h3>") == 1
    assert redis.zrange(keys.SENT, 0, -1) == [old.id.encode()]
    clock.shift(timedelta(days=service.pack.keep.text + 1))
    new = _sent(service, OTHER)
    assert redis.zrange(keys.SENT, 0, -1) == [new.id.encode()]


def test_forget_takes_texts_off_every_list(service: Service, olu: Browser, redis: Redis) -> None:
    _sent(service), _failed(service), text(service), promise(service, MORNING)
    service.conversation.forget(PARENT)
    assert redis.exists(keys.SENT, keys.FAILED, keys.AGENDA) == 0
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed"):
        assert "<h3>" not in olu.page(path)


def test_no_list_shows_a_number_or_what_a_text_says(service: Service, olu: Browser) -> None:
    _sent(service), _failed(service, number=OTHER), text(service, "+447700900789"), promise(service, MORNING)
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed", "/staff/"):
        page = olu.page(path)
        assert not NUMBER.search(page), path
        assert "Ring the council" not in page


def test_a_text_is_opened_with_its_words_and_its_number_when_asked(service: Service, olu: Browser) -> None:
    made = _failed(service, about="mediation")
    path = f"{TEXTS}/text/{made.id}"
    page = olu.page(path)
    assert "Ring the council." in page
    assert "Last reason: the phone could not be reached (code 30003)" in page
    assert "900123" not in page
    shown = olu.post(f"{path}/number", path).get_data(as_text=True)
    assert "07700 900123" in shown
    lines = [(line.who, line.what, line.kind) for line in service.store.callbacks.audit().lines]
    assert lines == [("Olu", "number shown", "text"), ("Olu", "opened", "text"), ("Olu", "opened", "text")]


def test_a_follow_up_is_opened_with_what_it_will_say(service: Service, olu: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    path = f"{TEXTS}/follow-up/{made.id}"
    page = olu.page(path)
    assert "Did the contact we gave you help?" in page
    assert "Due Wed 2 Dec, 10:00." in page
    assert "900123" not in page
    assert "07700 900123" in olu.post(f"{path}/number", path).get_data(as_text=True)
    assert _audit(service) == [("Olu", "number shown", "follow-up", made.id)]


def test_a_text_that_failed_is_sent_again(service: Service, olu: Browser, redis: Redis) -> None:
    made = _failed(service, waiting=True)
    page = _do(olu, f"{TEXTS}/text/{made.id}/again")
    assert "The text is being sent again." in page
    assert "No text has failed lately." in page
    assert _stands(service, made).state is TextState.QUEUED
    assert redis.zscore(keys.FAILED, made.id) is None
    assert _audit(service) == [("Olu", "sent again", "text", made.id)]
    assert service.store.claim(made.id), "a worker gets it"
    check(redis)


def test_the_carrier_is_asked_first_for_a_text_that_it_may_have(service: Service, olu: Browser) -> None:
    made = _failed(service, code=None)
    _do(olu, f"{TEXTS}/text/{made.id}/again")
    claimed = service.store.claim(made.id)
    assert claimed is not None
    assert claimed.state is TextState.SENDING


def test_late_news_of_what_failed_does_not_end_what_is_sent_again(service: Service, olu: Browser) -> None:
    made = _sent(service)
    service.delivery.lost(made.id, SendError(30004, permanent=True), "SM1")
    _do(olu, f"{TEXTS}/text/{made.id}/again")
    service.delivery.lost(made.id, SendError(30004, permanent=True), "SM1")
    assert _stands(service, made).state is TextState.QUEUED


def test_of_two_who_send_a_text_again_one_does(service: Service, olu: Browser, mo: Browser) -> None:
    made = _failed(service, code=20003)
    path = f"{TEXTS}/text/{made.id}/again"
    assert mo.get(path).status_code == 200
    _do(olu, path)
    assert "Nothing was changed" in mo.page(mo.post(path, TEXTS).location)
    assert [line[1] for line in _audit(service)] == ["sent again"]


def test_a_text_at_which_a_worker_is_is_left_to_it(
    service: Service, olu: Browser, clock: time_machine.Traveller
) -> None:
    made = text(service)
    paths = [f"{TEXTS}/text/{made.id}/{what}" for what in ("again", "cancel")]
    service.store.try_again(made.id, datetime.now(UTC), code=20429)
    service.store.claim(made.id)
    for path in paths:
        assert "it is being sent just now" in olu.page(olu.post(path, TEXTS).location)
    assert _audit(service) == []
    clock.shift(CLAIM + 1)
    assert "The text is being sent again." in _do(olu, paths[0])


@pytest.mark.parametrize("code", [21610, 21614])
def test_a_text_that_can_never_arrive_is_not_sent_again(service: Service, olu: Browser, code: int) -> None:
    made = _failed(service, code=code)
    assert "Send it again</a>" not in olu.page(f"{TEXTS}/text/{made.id}")
    assert olu.post(f"{TEXTS}/text/{made.id}/again", TEXTS).status_code == 303
    assert _stands(service, made).state is TextState.FAILED
    assert _audit(service) == []


def test_a_text_that_waits_is_cancelled(service: Service, olu: Browser, redis: Redis) -> None:
    made = text(service, waiting=True)
    assert "Nothing is to come." in _do(olu, f"{TEXTS}/text/{made.id}/cancel")
    assert service.store.text(made.id) is None
    assert not service.delivery.text_due(made.id), "its job finds nothing"
    assert redis.zrange(keys.held(made.person), 0, -1) == [
        key for key in redis.zrange(keys.held(made.person), 0, -1) if b"outbox" not in key
    ]
    assert _audit(service) == [("Olu", "cancelled", "text", made.id)]


def test_a_text_that_was_sent_can_neither_be_cancelled_nor_sent_again(service: Service, olu: Browser) -> None:
    made = _sent(service)
    page = olu.page(f"{TEXTS}/text/{made.id}")
    assert "What you can do" not in page
    for what in ("again", "cancel"):
        olu.post(f"{TEXTS}/text/{made.id}/{what}", TEXTS)
    assert _stands(service, made).state is TextState.SENT
    assert _audit(service) == []


def test_a_follow_up_is_brought_forward_and_goes_out_once(service: Service, olu: Browser, redis: Redis) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    assert "The follow-up is on its way." in _do(olu, f"{TEXTS}/follow-up/{made.id}/now")
    assert redis.zscore(keys.AGENDA, f"f{made.id}") == int(MORNING.timestamp())
    assert _audit(service) == [("Olu", "brought forward", "follow-up", made.id)]
    sent = service.follow_ups.due(made.id)
    assert sent is not None
    assert sent.about == made.matter
    assert service.follow_ups.due(made.id) is None


def test_a_text_that_was_asked_for_on_the_phone_says_what_it_is_about(house: House) -> None:
    parent = PhonePlayer(house.carrier, house.deliver_now)
    parent.ring()
    for key in "1111":
        parent.press(key)
    found, _ = house.service.store.texts.coming(0, 25)
    about = {entry.record.about for entry in found if isinstance(entry.record, OutgoingText)}
    assert about
    assert about <= set(house.service.pack.places)


def test_a_follow_up_that_is_brought_forward_at_night_waits_for_the_morning(
    service: Service, olu: Browser, clock: time_machine.Traveller
) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    clock.move_to(MORNING + timedelta(hours=13))
    _do(olu, f"{TEXTS}/follow-up/{made.id}/now")
    assert service.follow_ups.due(made.id) is None
    assert "Due Tue 24 Nov, 08:30" in olu.page(TEXTS)


def test_whether_they_were_rung_is_not_asked_before_its_day(service: Service, olu: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=2), matter="call-back")
    page = olu.page(f"{TEXTS}/follow-up/{made.id}")
    assert "Send it now" not in page
    olu.post(f"{TEXTS}/follow-up/{made.id}/now", TEXTS)
    assert service.store.follow_up(made.id) == made
    assert _audit(service) == []


def test_a_follow_up_is_cancelled(service: Service, olu: Browser, redis: Redis) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    assert "Nothing is to come." in _do(olu, f"{TEXTS}/follow-up/{made.id}/cancel")
    assert service.store.follow_up(made.id) is None
    assert service.follow_ups.due(made.id) is None
    assert _audit(service) == [("Olu", "cancelled", "follow-up", made.id)]
    assert keys.follow_up(made.id).encode() not in redis.zrange(keys.held(made.person), 0, -1)


def test_a_follow_up_that_was_answered_meanwhile_is_told_to_be_gone(service: Service, olu: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    path = f"{TEXTS}/follow-up/{made.id}"
    assert olu.get(f"{path}/cancel").status_code == 200
    with service.store.turn(by_text(made.person), made.person, None) as turn:
        turn.save(Changes(None, Person(), answer="", ended=((made.person, made.id),)))
    for response in (
        olu.get(path),
        *(olu.post(f"{path}/{what}", TEXTS) for what in ("cancel", "now", "number")),
    ):
        assert response.status_code == 404
        assert "This text or follow-up is not here any more" in response.get_data(as_text=True)
    assert _audit(service) == []


def test_a_text_that_is_gone_is_told_as_such(olu: Browser) -> None:
    path = f"{TEXTS}/text/0"
    for response in (
        olu.get(path),
        olu.get(f"{path}/again"),
        *(olu.post(f"{path}/{what}", TEXTS) for what in ("again", "cancel", "number")),
    ):
        assert response.status_code == 404
        assert "This text or follow-up is not here any more" in response.get_data(as_text=True)


def test_there_are_twenty_five_on_a_page(service: Service, olu: Browser) -> None:
    for index in range(27):
        promise(service, MORNING + timedelta(days=1, hours=index), f"+4477009004{index:02}")
        _failed(service, number=f"+4477009005{index:02}")
        _sent(service, f"+4477009006{index:02}")
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed"):
        counts = [olu.page(f"{path}?page={number}").count("<h3>") for number in (1, 2, 3)]
        assert counts == [25, 2, 0]
        assert "There is nothing on this page any more." in olu.page(f"{path}?page=3")


def test_today_says_what_there_is_to_do(service: Service, olu: Browser, clock: time_machine.Traveller) -> None:
    for words in ("Nobody waits to be rung back", "No text has failed", "No text, call or e-mail is late"):
        assert words in olu.page("/staff/")
    assert "No message of the day" in olu.page("/staff/")
    ask_back(service, unrung=True, by=MORNING.date() - timedelta(days=1))
    ask_back(service, OTHER, first=True)
    _failed(service)
    promise(service, MORNING)
    clock.shift(timedelta(minutes=3))
    service.store.message.put("The line is shut.", MORNING + timedelta(hours=2), "Mo")
    told = _words(olu.page("/staff/"))
    for words in (
        "2 requests to be rung back",
        "1 says that nobody was in touch",
        "1 has a reason to be rung sooner",
        "1 is overdue",
        "1 text has failed",
        "1 text, call or e-mail is late",
        "The line is shut.",
        "until Mon 23 Nov, 12:00",
    ):
        assert words in told, told
