"""What staff do about a text or a follow-up: send it again, bring it forward, cancel it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.outbox import CLAIM
from signpost.bootstrap import Service
from signpost.carrier_ports import SendError
from signpost.core.session import Person
from signpost.ports import Changes, OutgoingText, TextState, by_text
from tests.adapters.test_keys import check
from tests.house import MORNING
from tests.web.asked import audited, failed_text, promise, sent_text, text
from tests.web.console import HOST, Browser

TEXTS = "/staff/texts"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def _stands(service: Service, made: OutgoingText) -> OutgoingText:
    found = service.store.text(made.id)
    assert found is not None
    return found


def _do(browser: Browser, path: str) -> str:
    """Go the way of the page there: read what is asked, agree, and read the page that follows."""
    asked = browser.page(path)
    assert "No, go back" in asked
    return browser.page(browser.post(path).location)


def test_a_text_that_failed_is_sent_again(service: Service, officer: Browser, redis: Redis) -> None:
    made = failed_text(service, waiting=True)
    page = _do(officer, f"{TEXTS}/text/{made.id}/again")
    assert "The text is being sent again." in page
    assert "No text has failed lately." in page
    assert _stands(service, made).state is TextState.QUEUED
    assert redis.zscore(keys.FAILED, made.id) is None
    assert audited(service) == [("Olu", "sent again", "text", made.id)]
    assert service.store.claim(made.id), "a worker gets it"
    check(redis)


def test_the_carrier_is_asked_first_for_a_text_that_it_may_have(service: Service, officer: Browser) -> None:
    made = failed_text(service, code=None)
    _do(officer, f"{TEXTS}/text/{made.id}/again")
    claimed = service.store.claim(made.id)
    assert claimed is not None
    assert claimed.state is TextState.SENDING


def test_late_news_of_what_failed_does_not_end_what_is_sent_again(service: Service, officer: Browser) -> None:
    made = sent_text(service)
    service.delivery.lost(made.id, SendError(30004, permanent=True), "SM1")
    _do(officer, f"{TEXTS}/text/{made.id}/again")
    service.delivery.lost(made.id, SendError(30004, permanent=True), "SM1")
    assert _stands(service, made).state is TextState.QUEUED


def test_of_two_who_send_a_text_again_one_does(service: Service, officer: Browser, manager: Browser) -> None:
    made = failed_text(service, code=20003)
    path = f"{TEXTS}/text/{made.id}/again"
    assert manager.get(path).status_code == 200
    _do(officer, path)
    assert "Nothing was changed" in manager.page(manager.post(path, TEXTS).location)
    assert [line[1] for line in audited(service)] == ["sent again"]


def test_a_text_at_which_a_worker_is_is_left_to_it(
    service: Service, officer: Browser, clock: time_machine.Traveller
) -> None:
    made = text(service)
    paths = [f"{TEXTS}/text/{made.id}/{what}" for what in ("again", "cancel")]
    service.store.try_again(made.id, datetime.now(UTC), code=20429)
    service.store.claim(made.id)
    for path in paths:
        assert "it is being sent just now" in officer.page(officer.post(path, TEXTS).location)
    assert audited(service) == []
    clock.shift(CLAIM + 1)
    assert "The text is being sent again." in _do(officer, paths[0])


@pytest.mark.parametrize("code", [21610, 21614])
def test_a_text_that_can_never_arrive_is_not_sent_again(service: Service, officer: Browser, code: int) -> None:
    made = failed_text(service, code=code)
    assert "Send it again</a>" not in officer.page(f"{TEXTS}/text/{made.id}")
    assert officer.post(f"{TEXTS}/text/{made.id}/again", TEXTS).status_code == 303
    assert _stands(service, made).state is TextState.FAILED
    assert audited(service) == []


def test_a_text_that_waits_is_cancelled(service: Service, officer: Browser, redis: Redis) -> None:
    made = text(service, waiting=True)
    assert "Nothing is to come." in _do(officer, f"{TEXTS}/text/{made.id}/cancel")
    assert service.store.text(made.id) is None
    assert not service.delivery.text_due(made.id), "its job finds nothing"
    assert redis.zrange(keys.held(made.person), 0, -1) == [
        key for key in redis.zrange(keys.held(made.person), 0, -1) if b"outbox" not in key
    ]
    assert audited(service) == [("Olu", "cancelled", "text", made.id)]


def test_a_text_that_was_sent_can_neither_be_cancelled_nor_sent_again(service: Service, officer: Browser) -> None:
    made = sent_text(service)
    page = officer.page(f"{TEXTS}/text/{made.id}")
    assert "What you can do" not in page
    for what in ("again", "cancel"):
        officer.post(f"{TEXTS}/text/{made.id}/{what}", TEXTS)
    assert _stands(service, made).state is TextState.SENT
    assert audited(service) == []


def test_a_follow_up_is_brought_forward_and_goes_out_once(service: Service, officer: Browser, redis: Redis) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    assert "The follow-up is on its way." in _do(officer, f"{TEXTS}/follow-up/{made.id}/now")
    assert redis.zscore(keys.AGENDA, f"f{made.id}") == int(MORNING.timestamp())
    assert audited(service) == [("Olu", "brought forward", "follow-up", made.id)]
    sent = service.follow_ups.due(made.id)
    assert sent is not None
    assert sent.about == made.matter
    assert service.follow_ups.due(made.id) is None


def test_a_follow_up_that_is_brought_forward_at_night_waits_for_the_morning(
    service: Service, officer: Browser, clock: time_machine.Traveller
) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    clock.move_to(MORNING + timedelta(hours=13))
    _do(officer, f"{TEXTS}/follow-up/{made.id}/now")
    assert service.follow_ups.due(made.id) is None
    assert "Due Tue 24 Nov, 08:30" in officer.page(TEXTS)


def test_whether_they_were_rung_is_not_asked_before_its_day(service: Service, officer: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=2), matter="call-back")
    page = officer.page(f"{TEXTS}/follow-up/{made.id}")
    assert "Send it now" not in page
    officer.post(f"{TEXTS}/follow-up/{made.id}/now", TEXTS)
    assert service.store.follow_up(made.id) == made
    assert audited(service) == []


def test_a_follow_up_is_cancelled(service: Service, officer: Browser, redis: Redis) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    assert "Nothing is to come." in _do(officer, f"{TEXTS}/follow-up/{made.id}/cancel")
    assert service.store.follow_up(made.id) is None
    assert service.follow_ups.due(made.id) is None
    assert audited(service) == [("Olu", "cancelled", "follow-up", made.id)]
    assert keys.follow_up(made.id).encode() not in redis.zrange(keys.held(made.person), 0, -1)


def test_a_follow_up_that_was_answered_meanwhile_is_told_to_be_gone(service: Service, officer: Browser) -> None:
    made = promise(service, MORNING + timedelta(days=9))
    path = f"{TEXTS}/follow-up/{made.id}"
    assert officer.get(f"{path}/cancel").status_code == 200
    with service.store.turn(by_text(made.person), made.person, None) as turn:
        turn.save(Changes(None, Person(), answer="", ended=((made.person, made.id),)))
    for response in (
        officer.get(path),
        *(officer.post(f"{path}/{what}", TEXTS) for what in ("cancel", "now", "number")),
    ):
        assert response.status_code == 404
        assert "This text or follow-up is not here any more" in response.get_data(as_text=True)
    assert audited(service) == []


def test_a_text_that_is_gone_is_told_as_such(officer: Browser) -> None:
    path = f"{TEXTS}/text/0"
    for response in (
        officer.get(path),
        officer.get(f"{path}/again"),
        *(officer.post(f"{path}/{what}", TEXTS) for what in ("again", "cancel", "number")),
    ):
        assert response.status_code == 404
        assert "This text or follow-up is not here any more" in response.get_data(as_text=True)
