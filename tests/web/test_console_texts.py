"""The pages of texts and follow-ups: what is to come, what was sent, what failed, and one of them with its words."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.callback_ports import MailState
from signpost.carrier_ports import SendError
from signpost.phone.player import PhonePlayer
from signpost.ports import OutgoingText, TextState
from signpost.ring_ports import OutgoingCall
from tests.adapters.test_keys import check
from tests.house import MORNING, TOKENS, House
from tests.web.asked import OTHER, PARENT, ask_back, audited, failed_text, promise, save, sent_text, text
from tests.web.console import HOST, Browser, words_of
from tests.web.test_console_callbacks import NUMBER

TEXTS = "/staff/texts"
UNDELIVERED = SendError(30003, permanent=False)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def test_what_is_to_come_is_listed_with_the_next_first(service: Service, officer: Browser) -> None:
    promise(service, MORNING + timedelta(days=9))
    promise(service, MORNING - timedelta(hours=3), OTHER, matter="decision")
    promise(service, MORNING + timedelta(days=12), OTHER, matter="call-back")
    promise(service, MORNING + timedelta(days=13), by=date(2026, 12, 24), deadline="appeal-date")
    text(service, waiting=True, about="mediation")
    ask_back(service, state=MailState.DUE, mail=True)
    save(service, TOKENS.person(PARENT), rings=(OutgoingCall("r1", TOKENS.person(PARENT), PARENT, MORNING),))
    page = officer.page(TEXTS)
    told = words_of(page)
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


def test_what_somebody_is_at_is_said_to_be(service: Service, officer: Browser) -> None:
    promise(service, MORNING)
    [_] = service.store.take(datetime.now(UTC), 5)
    assert "Somebody is at it now" in officer.page(TEXTS)


def test_a_text_is_on_the_list_of_how_far_it_has_come(service: Service, officer: Browser, redis: Redis) -> None:
    made = sent_text(service, about="mediation")
    assert "Not known yet whether it arrived" in officer.page(f"{TEXTS}/sent")
    service.delivery.delivered(made.id)
    assert "It has arrived" in officer.page(f"{TEXTS}/sent")
    lost = sent_text(service, OTHER)
    service.delivery.lost(lost.id, UNDELIVERED)
    assert redis.zrange(keys.SENT, 0, -1) == [made.id.encode()]
    assert "Lost once" in officer.page(TEXTS)
    service.store.claim(lost.id)
    service.store.settle(lost.id, TextState.SENT, sid="SM2")
    service.delivery.lost(lost.id, SendError(30005, permanent=True), "SM2")
    assert redis.zrange(keys.SENT, 0, -1) == [made.id.encode()]
    told = words_of(officer.page(f"{TEXTS}/failed"))
    assert "Reason: the phone is unknown or no longer in use" in told
    assert "No text will ever reach this number." in told
    check(redis)


def test_what_is_older_than_texts_are_kept_is_on_no_list(
    service: Service, officer: Browser, redis: Redis, clock: time_machine.Traveller
) -> None:
    old = sent_text(service)
    ended = sent_text(service, OTHER)
    redis.delete(keys.outbox(ended.id))
    assert officer.page(f"{TEXTS}/sent").count("<h3>") == 1
    assert redis.zrange(keys.SENT, 0, -1) == [old.id.encode()]
    clock.shift(timedelta(days=service.pack.keep.text + 1))
    new = sent_text(service, OTHER)
    assert redis.zrange(keys.SENT, 0, -1) == [new.id.encode()]


def test_forget_takes_texts_off_every_list(service: Service, officer: Browser, redis: Redis) -> None:
    sent_text(service), failed_text(service), text(service), promise(service, MORNING)
    service.conversation.forget(PARENT)
    assert redis.exists(keys.SENT, keys.FAILED, keys.AGENDA) == 0
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed"):
        assert "<h3>" not in officer.page(path)


def test_no_list_shows_a_number_or_what_a_text_says(service: Service, officer: Browser) -> None:
    sent_text(service), failed_text(service, number=OTHER), text(service, "+447700900789"), promise(service, MORNING)
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed", "/staff/"):
        page = officer.page(path)
        assert not NUMBER.search(page), path
        assert "Ring the council" not in page


def test_a_text_is_opened_with_its_words_and_its_number_when_asked(service: Service, officer: Browser) -> None:
    made = failed_text(service, about="mediation")
    path = f"{TEXTS}/text/{made.id}"
    page = officer.page(path)
    assert "Ring the council." in page
    assert "Last reason: the phone could not be reached (code 30003)" in page
    assert "900123" not in page
    shown = officer.post(f"{path}/number", path).get_data(as_text=True)
    assert "07700 900123" in shown
    lines = [(line.who, line.what, line.kind) for line in service.store.callbacks.audit().lines]
    assert lines == [("Olu", "number shown", "text"), ("Olu", "opened", "text"), ("Olu", "opened", "text")]


def test_a_follow_up_is_opened_with_what_it_will_say(service: Service, officer: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    path = f"{TEXTS}/follow-up/{made.id}"
    page = officer.page(path)
    assert "Did the contact we gave you help?" in page
    assert "Due Wed 2 Dec, 10:00." in page
    assert "900123" not in page
    assert "07700 900123" in officer.post(f"{path}/number", path).get_data(as_text=True)
    assert audited(service) == [("Olu", "number shown", "follow-up", made.id)]


def test_a_text_that_was_asked_for_on_the_phone_says_what_it_is_about(house: House) -> None:
    parent = PhonePlayer(house.carrier, house.deliver_now)
    parent.ring()
    for key in "1111":
        parent.press(key)
    found, _ = house.service.store.texts.coming(0, 25)
    about = {entry.record.about for entry in found if isinstance(entry.record, OutgoingText)}
    assert about
    assert about <= set(house.service.pack.places)


def test_there_are_twenty_five_on_a_page(service: Service, officer: Browser) -> None:
    for index in range(27):
        promise(service, MORNING + timedelta(days=1, hours=index), f"+4477009004{index:02}")
        failed_text(service, number=f"+4477009005{index:02}")
        sent_text(service, f"+4477009006{index:02}")
    for path in (TEXTS, f"{TEXTS}/sent", f"{TEXTS}/failed"):
        counts = [officer.page(f"{path}?page={number}").count("<h3>") for number in (1, 2, 3)]
        assert counts == [25, 2, 0]
        assert "There is nothing on this page any more." in officer.page(f"{path}?page=3")


def test_today_says_what_there_is_to_do(service: Service, officer: Browser, clock: time_machine.Traveller) -> None:
    for words in ("Nobody waits to be rung back", "No text has failed", "No text, call or e-mail is late"):
        assert words in officer.page("/staff/")
    assert "No message of the day" in officer.page("/staff/")
    ask_back(service, unrung=True, by=MORNING.date() - timedelta(days=1))
    ask_back(service, OTHER, first=True)
    failed_text(service)
    promise(service, MORNING)
    clock.shift(timedelta(minutes=3))
    service.store.message.put("The line is shut.", MORNING + timedelta(hours=2), "Mo")
    told = words_of(officer.page("/staff/"))
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
