"""The pages of who asks to be rung back: the list, one request with its number, and what came of it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis
from werkzeug.test import TestResponse

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.callback_ports import MailState, OpenCallback, Outcome
from signpost.core.wish import Manner, Time
from signpost.ports import ErrandKind
from signpost.web import make_app
from tests.adapters.test_keys import check
from tests.house import MORNING
from tests.web.asked import OTHER, PARENT, ask_back
from tests.web.console import HOST, MANAGER, OFFICER, Browser, employ

NUMBER = re.compile(r"\+44\d|\b44\d{10}\b|\b0\d{3,4} ?\d{3} ?\d{3}\b")


@pytest.fixture(autouse=True)
def _morning() -> object:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    made = make_service(SIGNPOST_PUBLIC_URL=HOST)
    employ(made.store.staff)
    return made


@pytest.fixture
def olu(service: Service) -> Browser:
    return _signed_in(service)


@pytest.fixture
def mo(service: Service) -> Browser:
    return _signed_in(service, manager=True)


def _signed_in(service: Service, *, manager: bool = False) -> Browser:
    browser = Browser(make_app(service))
    browser.sign_in(MANAGER if manager else OFFICER)
    return browser


def _path(callback: OpenCallback, *more: str) -> str:
    return "/".join([f"/staff/callbacks/{callback.id}", *more])


def _order(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/staff/callbacks/([0-9a-f]+)["?]', page)


def _audit(service: Service) -> list[tuple[str, str]]:
    return [(line.who, line.what) for line in reversed(service.store.callbacks.audit().lines)]


def _close(browser: Browser, callback: OpenCallback, outcome: Outcome, page: str = "") -> tuple[int, str]:
    """Open a request, say what came of it, be sure of it where one is asked, and read the page that follows."""
    page = page or browser.page(_path(callback))
    response = _say(browser, callback, outcome, page)
    if response.status_code == 200:
        response = _say(browser, callback, outcome, response.get_data(as_text=True), sure="yes")
    if response.status_code == 303:
        return 303, browser.page(response.location)
    return response.status_code, response.get_data(as_text=True)


def _say(browser: Browser, callback: OpenCallback, outcome: Outcome, page: str, **more: str) -> TestResponse:
    [seen] = re.findall(r'name="seen"[^>]*value="([^"]+)"', page)
    return browser.post(_path(callback, "outcome"), "/staff/callbacks", outcome=outcome.value, seen=seen, **more)


def test_requests_stand_in_the_order_in_which_to_ring(service: Service, olu: Browser) -> None:
    usual = ask_back(service, "+447700900101")
    first = ask_back(service, "+447700900102", first=True)
    unrung = ask_back(service, "+447700900103", unrung=True)
    page = olu.page("/staff/callbacks")
    assert _order(page) == [unrung.id, first.id, usual.id]
    assert page.index("They say that nobody was in touch") < page.index("Urgent: they have a reason to be rung sooner")
    assert "3 requests open." in page


def test_a_request_is_told_in_words(service: Service, olu: Browser) -> None:
    yesterday = (MORNING - timedelta(days=1)).date()
    ask_back(service, time=Time.AFTERNOON, manner=Manner.LANGUAGE, language="Polish", by=yesterday, tries=2)
    page = re.sub(r"<[^>]+>|\s+", " ", olu.page("/staff/callbacks"))
    for words in ("A plan not followed", "In the afternoon", "In another language: Polish"):
        assert words in page
    for words in ("By Sun 22 Nov 2026", "Overdue", "Twice"):
        assert words in page


def test_no_list_shows_a_number(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    for path in ("/staff/callbacks", "/staff/callbacks?show=mine", "/staff/"):
        olu.post(_path(asked, "claim"), "/staff/callbacks")
        assert not NUMBER.search(olu.page(path)), path
    assert "shown" not in dict(_audit(service)).values()


def test_who_opens_a_request_sees_the_number_and_that_is_written_down(service: Service, olu: Browser) -> None:
    page = olu.page(_path(ask_back(service)))
    assert f'<a href="tel:{PARENT}">07700 900123</a>' in page
    assert _audit(service) == [("Olu", "shown")]


def test_of_two_who_claim_one_request_the_second_is_told_who_has_it(
    service: Service, olu: Browser, mo: Browser
) -> None:
    asked = ask_back(service)
    for browser in (olu, mo):
        assert browser.page(_path(asked)).count("Claim</button>") == 1
    assert "You have claimed this request." in olu.page(olu.post(_path(asked, "claim"), "/staff/callbacks").location)
    late = mo.page(mo.post(_path(asked, "claim"), "/staff/callbacks").location)
    assert "Olu has claimed this request, on Mon 23 Nov, 10:00. You have not claimed it." in late
    assert "Claim</button>" not in late
    assert "Claimed by Olu" in mo.page("/staff/callbacks")
    assert "By Olu, Mon 23 Nov, 10:00" in mo.page(_path(asked))


def test_of_many_who_claim_at_once_one_has_it(service: Service) -> None:
    asked = ask_back(service)
    browsers = [_signed_in(service, manager=bool(index % 2)) for index in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda browser: browser.post(_path(asked, "claim"), "/staff/callbacks"), browsers))
    found = service.store.callbacks.find(asked.id)
    assert found is not None
    assert found.claim is not None
    assert _audit(service) == [(found.claim.by, "claimed")]


def test_one_gives_back_ones_own_claim_and_ends_anothers_by_name(service: Service, olu: Browser, mo: Browser) -> None:
    asked = ask_back(service)
    olu.post(_path(asked, "claim"), "/staff/callbacks")
    page = mo.page(mo.post(_path(asked, "release"), "/staff/callbacks", of="Mo").location)
    assert "Olu has claimed this request, on Mon 23 Nov, 10:00." in page
    assert "End the claim of Olu" in page
    olu.post(_path(asked, "release"), "/staff/callbacks")
    mo.post(_path(asked, "claim"), "/staff/callbacks")
    freed = olu.page(olu.post(_path(asked, "release"), "/staff/callbacks", of="Mo").location)
    assert "Nobody has claimed this request now." in freed
    assert [line for line in _audit(service) if line[1] != "shown"] == [
        ("Olu", "claimed"),
        ("Olu", "released"),
        ("Mo", "claimed"),
        ("Olu", "released"),
    ]


def test_one_sees_what_one_has_claimed(service: Service, olu: Browser, redis: Redis) -> None:
    mine, _theirs = ask_back(service), ask_back(service, OTHER)
    assert "You have claimed no request." in olu.page("/staff/callbacks?show=mine")
    olu.post(_path(mine, "claim"), "/staff/callbacks")
    assert _order(olu.page("/staff/callbacks?show=mine")) == [mine.id]
    assert redis.zscore(keys.claimed("Olu"), mine.id) is not None
    service.conversation.forget(PARENT)
    assert "You have claimed no request." in olu.page("/staff/callbacks?show=mine")
    check(redis)
    assert redis.exists(keys.claimed("Olu")) == 0


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.WRONG_NUMBER, Outcome.OTHER])
def test_a_request_is_closed(service: Service, olu: Browser, redis: Redis, outcome: Outcome) -> None:
    asked = ask_back(service)
    olu.post(_path(asked, "claim"), "/staff/callbacks")
    code, page = _close(olu, asked, outcome)
    assert (code, "The request is closed." in page, "Nobody waits to be rung back." in page) == (303, True, True)
    assert _audit(service)[-1] == ("Olu", outcome.value)
    assert redis.exists(keys.CALLBACKS, keys.PROMISED, keys.claimed("Olu")) == 0


def test_after_no_answer_it_stays_open_with_one_try_more(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    olu.post(_path(asked, "claim"), "/staff/callbacks")
    _, page = _close(olu, asked, Outcome.NO_ANSWER)
    assert "Noted. The request stays open, tried once, and anybody can claim it." in page
    assert "Claimed by Olu" not in page
    assert "You have claimed no request." in olu.page("/staff/callbacks?show=mine")


def test_who_says_nothing_is_asked_again(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    response = olu.post(_path(asked, "outcome"), "/staff/callbacks")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert '<a href="#outcome">Select what happened</a>' in page
    assert service.store.callbacks.find(asked.id) == asked


def test_of_two_who_close_one_request_the_second_is_told(service: Service, olu: Browser, mo: Browser) -> None:
    asked = ask_back(service)
    seen = mo.page(_path(asked))
    _close(olu, asked, Outcome.SPOKE)
    code, page = _close(mo, asked, Outcome.SPOKE, seen)
    assert (code, "This request is not open any more" in page) == (404, True)
    assert service.store.counts()["callbacks.spoke"] == 1


def test_of_two_who_note_a_try_the_second_looks_again(service: Service, olu: Browser, mo: Browser) -> None:
    asked = ask_back(service)
    seen = mo.page(_path(asked))
    _close(olu, asked, Outcome.NO_ANSWER)
    code, page = _close(mo, asked, Outcome.SPOKE, seen)
    assert (code, "This request has changed since you opened it" in page) == (422, True)
    assert "Once" in page
    assert _close(mo, asked, Outcome.SPOKE, page)[0] == 303


def test_what_the_person_changes_while_it_is_open_on_screen_is_not_closed_unseen(
    service: Service, olu: Browser
) -> None:
    asked = ask_back(service, time=Time.MORNING)
    seen = olu.page(_path(asked))
    ask_back(service, time=Time.AFTERNOON)
    code, page = _close(olu, asked, Outcome.OTHER, seen)
    assert (code, "In the afternoon" in page) == (422, True)
    found = service.store.callbacks.find(asked.id)
    assert found is not None
    assert found.request.wish.time is Time.AFTERNOON


def test_a_claim_and_an_e_mail_meanwhile_hinder_nobody_from_closing(
    service: Service, olu: Browser, mo: Browser
) -> None:
    asked = ask_back(service, state=MailState.DUE, mail=True)
    seen = olu.page(_path(asked))
    mo.post(_path(asked, "claim"), "/staff/callbacks")
    service.store.callbacks.mailed(asked, MailState.SENT)
    code, page = _close(olu, asked, Outcome.SPOKE, seen)
    assert (code, "Mo had claimed it: tell them." in page) == (303, True)


def test_an_e_mail_that_failed_is_tried_anew(service: Service, olu: Browser, redis: Redis) -> None:
    failed = ask_back(service, state=MailState.FAILED, mail=True)
    page = olu.page(_path(failed))
    assert "Could not be sent" in page
    page = olu.page(olu.post(_path(failed, "mail"), "/staff/callbacks").location)
    assert "The e-mail is being sent again." in page
    found = service.store.callbacks.find(failed.id)
    assert found is not None
    assert (found.mail, found.tries) == (MailState.DUE, 0)
    assert redis.zscore(keys.AGENDA, f"m{failed.id}") == int(MORNING.timestamp())
    assert ("Olu", "e-mailed again") in _audit(service)
    assert service.store.take(datetime.now(UTC), 5)[0].kind is ErrandKind.MAIL


@pytest.mark.parametrize("state", [MailState.NONE, MailState.DUE, MailState.SENT])
def test_an_e_mail_that_did_not_fail_is_left_alone(service: Service, olu: Browser, state: MailState) -> None:
    asked = ask_back(service, state=state, mail=True)
    assert "E-mail again" not in olu.page(_path(asked))
    olu.post(_path(asked, "mail"), "/staff/callbacks")
    assert service.store.callbacks.find(asked.id) == asked


def test_a_request_that_is_gone_is_told_as_such(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    service.conversation.forget(PARENT)
    for response in (
        olu.get(_path(asked)),
        *(olu.post(_path(asked, what), "/staff/callbacks") for what in ("claim", "release", "mail", "outcome")),
    ):
        assert response.status_code == 404
        assert "This request is not open any more" in response.get_data(as_text=True)
    assert _audit(service) == []


def test_there_are_twenty_five_on_a_page(service: Service, olu: Browser) -> None:
    asked = [ask_back(service, f"+4477009004{index:02}", made=index).id for index in range(51)]
    first, second, third, none = (olu.page(f"/staff/callbacks?page={number}") for number in range(1, 5))
    assert [_order(page) for page in (first, second, third)] == [asked[:25], asked[25:50], asked[50:]]
    assert "Page 2 of 3" in second
    assert 'rel="prev" href="/staff/callbacks?page=1"' in second
    assert 'rel="next" href="/staff/callbacks?page=3"' in second
    assert 'rel="next"' not in third
    assert _order(none) == asked[50:], "what was the last page before something was closed"


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_a_page_that_is_none_is_the_first(service: Service, olu: Browser, page: str) -> None:
    ask_back(service)
    assert "1 request open." in olu.page(f"/staff/callbacks?page={page}")


def test_who_wants_a_text_is_not_to_be_rung(service: Service, olu: Browser) -> None:
    page = olu.page(_path(ask_back(service, manner=Manner.TEXT)))
    assert "Text them, do not ring: 07700 900123" in page
    assert "tel:" not in page


def test_who_uses_relay_uk_is_rung_through_it(service: Service, olu: Browser) -> None:
    assert "dial 18001 first" in olu.page(_path(ask_back(service, manner=Manner.RELAY)))
    assert "18001" not in olu.page(_path(ask_back(service, OTHER)))


def test_a_phone_that_is_not_safe_to_text_says_so_beside_its_number(service: Service, olu: Browser) -> None:
    page = olu.page(_path(ask_back(service, no_text=True)))
    assert '<span class="tag tag-wrong">Not safe to text</span>' in page
    assert "Not safe to text" not in olu.page(_path(ask_back(service, OTHER)))


def test_only_who_has_claimed_it_is_led_to_save_what_happened(service: Service, olu: Browser, mo: Browser) -> None:
    asked = ask_back(service)
    olu.post(_path(asked, "claim"), _path(asked))
    led = 'class="btn btn-primary" type="submit">Save what happened'
    assert led in olu.page(_path(asked))
    assert led not in mo.page(_path(asked))


def test_today_says_what_is_out_of_the_ordinary(service: Service, olu: Browser) -> None:
    for words in ("The line is shut today", "paused", "Claimed by you"):
        assert words not in olu.page("/staff/")
    asked = ask_back(service)
    olu.post(_path(asked, "claim"), _path(asked))
    service.store.amendments.pause("ombudsman", "Mo")
    service.store.amendments.close([MORNING.date()], "Mo")
    page = olu.page("/staff/")
    for words in ("The line is shut today", "1 contact is paused", "Claimed by you: 1"):
        assert words in page
