"""The shelves of the requests to be rung back: what stands on each, and that an officer stays where they are."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.callback_ports import MailState, OpenCallback, Outcome, Shelf, Sight
from signpost.core.wish import Manner, Time
from signpost.web import make_app
from tests.adapters.test_keys import check
from tests.house import MORNING
from tests.web.asked import OTHER, PARENT, ask_back
from tests.web.console import HOST, MANAGER, OFFICER, Browser, employ, words_of

TODAY = MORNING.date()
DAY = timedelta(days=1)
WHO = OFFICER.name


@pytest.fixture(autouse=True)
def _morning() -> object:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


@pytest.fixture
def olu(service: Service) -> Browser:
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in(OFFICER)
    return browser


def _many(service: Service) -> list[OpenCallback]:
    """One of each rank, day, best time and claim that there can be, the most urgent first."""
    kinds = product((-1, 0, 1), ("unrung", "first", "usual"), (*Time, None), (None, WHO, MANAGER.name))
    for index, (ahead, rank, time, claimed) in enumerate(kinds):
        asked = ask_back(
            service,
            f"+447700900{index:03}",
            state=MailState.FAILED if index % 5 == 0 else MailState.SENT,
            made=1000 - index,
            by=TODAY + ahead * DAY,
            time=time,
            unrung=rank == "unrung",
            first=rank == "first",
        )
        if claimed:
            service.store.callbacks.claim(asked.id, claimed, MORNING)
    found = service.store.callbacks.open()
    assert len(found) == 108
    return found


def _order(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/staff/callbacks/([0-9a-f]+)["?]', page)


def _ids(service: Service, shelf: Shelf, start: int = 0, count: int = 0) -> list[str]:
    found = service.store.callbacks.page(start, count, Sight(shelf, WHO, TODAY))
    return [one.id for one in found.callbacks]


def _shown(page: str, which: str) -> int:
    [count] = re.findall(rf">{which} \((\d+)\)</a>", page)
    return int(count)


def test_each_shelf_has_what_belongs_there_in_one_order(service: Service) -> None:
    every = _many(service)
    assert every == sorted(
        every, key=lambda one: (not one.request.unrung, not one.request.wish.first, one.request.by, one.request.made)
    )
    counts = service.store.callbacks.shelves(WHO, TODAY)
    assert list(counts) == list(Shelf)
    for shelf in Shelf:
        there = [one.id for one in every if Sight(shelf, WHO, TODAY).has(one)]
        assert 0 < len(there) == counts[shelf], shelf
        assert _ids(service, shelf) == there, shelf
        pages = [_ids(service, shelf, start, 7) for start in range(0, len(there), 7)]
        assert [one for page in pages for one in page] == there, shelf
        assert _ids(service, shelf, len(there), 7) == []


def test_what_was_not_due_yesterday_is_due_today(service: Service) -> None:
    asked = ask_back(service, by=TODAY)
    kept = service.store.callbacks
    assert kept.shelves(WHO, TODAY - DAY)[Shelf.DUE] == 0
    assert kept.page(0, 25, Sight(Shelf.DUE, WHO, TODAY - DAY)).callbacks == ()
    assert kept.page(0, 25, Sight(Shelf.DUE, WHO, TODAY)).callbacks == (asked,)


def test_a_request_that_is_changed_goes_to_another_shelf(service: Service) -> None:
    asked = ask_back(service, time=Time.MORNING, state=MailState.FAILED, mail=True)
    ask_back(service, time=Time.AFTERNOON, state=MailState.FAILED, mail=True)
    service.store.callbacks.claim(asked.id, WHO, MORNING)
    service.store.callbacks.mail_again(asked.id, WHO)
    counts = service.store.callbacks.shelves(WHO, TODAY)
    assert {shelf for shelf, count in counts.items() if count} == {Shelf.ALL, Shelf.DUE, Shelf.MINE, Shelf.AFTERNOON}


@pytest.mark.parametrize("how", ["closed", "erased"])
def test_what_is_over_stands_nowhere(service: Service, redis: Redis, how: str) -> None:
    asked = ask_back(service, time=Time.MORNING, state=MailState.FAILED)
    service.store.callbacks.claim(asked.id, WHO, MORNING)
    if how == "closed":
        service.store.callbacks.close(asked.id, Outcome.SPOKE, WHO)
    else:
        service.conversation.forget(PARENT)
    assert set(service.store.callbacks.shelves(WHO, TODAY).values()) == {0}
    assert _ids(service, Shelf.MINE) == []
    lists = (keys.CALLBACKS, keys.PROMISED, keys.claimed(WHO), *map(keys.shelf, Shelf))
    assert redis.exists(*lists) == 0


def test_what_has_ended_by_itself_is_taken_off_every_shelf(service: Service, redis: Redis) -> None:
    asked = ask_back(service, time=Time.MORNING)
    redis.delete(keys.callback(asked.id))
    assert _ids(service, Shelf.MORNING) == []
    assert set(service.store.callbacks.shelves(WHO, TODAY).values()) == {0}


def test_what_an_older_program_leaves_on_a_shelf_is_taken_off_there_alone(service: Service, redis: Redis) -> None:
    asked = ask_back(service)
    service.store.callbacks.claim(asked.id, WHO, MORNING)
    redis.zadd(keys.shelf(Shelf.UNCLAIMED), {asked.id: 1})
    assert _ids(service, Shelf.UNCLAIMED) == []
    assert service.store.callbacks.shelves(WHO, TODAY)[Shelf.UNCLAIMED] == 0
    assert _ids(service, Shelf.ALL) == [asked.id]


def _as_before(service: Service, redis: Redis) -> None:
    """Have all requests stand as they stood before there were shelves."""
    found = service.store.callbacks.open()
    for one in found:
        rank = 0 if one.request.unrung else 1 if one.request.wish.first else 2
        number = rank * 10**11 + one.request.made
        redis.zadd(keys.CALLBACKS, {one.id: number})
        if one.claim:
            redis.zadd(keys.claimed(one.claim.by), {one.id: number})
    redis.delete(*(keys.shelf(shelf) for shelf in Shelf))


@pytest.mark.parametrize("first", ["page", "count", "waiting"])
def test_requests_made_before_there_were_shelves_are_found(service: Service, redis: Redis, first: str) -> None:
    every = _many(service)
    counts, held = service.store.callbacks.shelves(WHO, TODAY), _sets(redis)
    _as_before(service, redis)
    assert _sets(redis) != held
    match first:
        case "page":
            assert _ids(service, Shelf.MINE) == [one.id for one in every if one.claim and one.claim.by == WHO]
        case "count":
            assert service.store.callbacks.shelves(WHO, TODAY) == counts
        case _:
            assert service.store.callbacks.waiting(TODAY).unrung == 36
    assert _sets(redis) == held
    check(redis)


def _sets(redis: Redis) -> dict[bytes, object]:
    return {key: redis.zrange(key, 0, -1, withscores=True) for key in redis.scan_iter() if redis.type(key) == b"zset"}


def test_one_of_those_that_is_gone_or_cannot_be_read_stops_nobody(service: Service, redis: Redis) -> None:
    gone, unread, well = ask_back(service), ask_back(service, OTHER), ask_back(service, "+447700900789")
    _as_before(service, redis)
    redis.delete(keys.callback(gone.id))
    redis.set(keys.callback(unread.id), b"sealed with another key", keepttl=True)
    assert _ids(service, Shelf.ALL) == [well.id]
    assert redis.zrange(keys.CALLBACKS, 0, -1) == [well.id.encode(), unread.id.encode()]


def test_the_page_says_the_order_and_how_many_stand_where(service: Service, olu: Browser) -> None:
    _many(service)
    page = olu.page("/staff/callbacks")
    assert "the most urgent first, then by the day they were told, then by when they asked" in page
    counts = service.store.callbacks.shelves(WHO, TODAY)
    for words, shelf in {
        "All": Shelf.ALL,
        "Due or overdue": Shelf.DUE,
        "Unclaimed": Shelf.UNCLAIMED,
        "Yours": Shelf.MINE,
        "Mornings": Shelf.MORNING,
        "Afternoons": Shelf.AFTERNOON,
        "E-mail failed": Shelf.UNMAILED,
    }.items():
        assert _shown(page, words) == counts[shelf]
        assert _order(olu.page(f"/staff/callbacks?show={shelf}")) == _ids(service, shelf, 0, 25)


def test_a_shelf_of_failed_e_mails_is_there_when_one_has_failed(service: Service, olu: Browser) -> None:
    asked = ask_back(service, state=MailState.SENT, mail=True)
    assert "E-mail failed" not in olu.page("/staff/callbacks")
    assert "could not be sent" not in olu.page("/staff/")
    service.store.callbacks.mailed(asked, MailState.FAILED)
    assert "E-mail failed (1)" in olu.page("/staff/callbacks")
    today = olu.page("/staff/")
    assert '<a href="/staff/callbacks?show=unmailed">1 e-mail to a team could not be sent</a>' in today
    assert _order(olu.page("/staff/callbacks?show=unmailed")) == [asked.id]


@pytest.mark.parametrize("show", ["", "x", "ALL", "²"])
def test_a_shelf_that_is_none_is_the_whole_list(service: Service, olu: Browser, show: str) -> None:
    ask_back(service)
    assert "1 request open." in olu.page(f"/staff/callbacks?show={show}")


def test_the_next_page_is_of_the_same_shelf(service: Service, olu: Browser) -> None:
    _many(service)
    page = unescape(olu.page("/staff/callbacks?show=unclaimed"))
    assert 'rel="next" href="/staff/callbacks?page=2&show=unclaimed"' in page
    assert "<title>Callbacks: unclaimed " in page


def test_an_officer_stays_where_they_are(service: Service, olu: Browser) -> None:
    _many(service)
    here = "/staff/callbacks?show=unclaimed&page=2"
    page = unescape(olu.page(here))
    there = f"/staff/callbacks/{_order(page)[0]}"
    assert f'href="{there}?show=unclaimed&page=2"' in page
    opened = unescape(olu.page(f"{there}?show=unclaimed&page=2"))
    assert f'<a href="{here}">Back to the list</a>' in opened
    for what in ("claim", "outcome"):
        assert f'action="{there}/{what}?show=unclaimed&page=2"' in opened
    claimed = olu.post(f"{there}/claim?show=unclaimed&page=2", there)
    assert claimed.location == f"{there}?show=unclaimed&page=2"
    assert olu.post(f"{there}/release?show=unclaimed&page=2", there).location == claimed.location
    [seen] = re.findall(r'name="seen"[^>]*value="([^"]+)"', opened)
    tried = olu.post(f"{there}/outcome?show=unclaimed&page=2", there, outcome="no-answer", seen=seen)
    assert tried.location == here
    wrong = unescape(olu.post(f"{there}/outcome?show=unclaimed&page=2", there).get_data(as_text=True))
    assert f'<a href="{here}">Back to the list</a>' in wrong


def test_who_closes_the_only_one_on_the_last_page_is_on_the_page_before(service: Service, olu: Browser) -> None:
    asked = [ask_back(service, f"+4477009004{index:02}", made=index) for index in range(26)]
    there = f"/staff/callbacks/{asked[-1].id}"
    closed = olu.post(f"{there}/outcome?page=2", there, outcome="spoke", seen=asked[-1].stamp, sure="yes")
    page = olu.page(closed.location)
    assert _order(page) == [one.id for one in asked[:25]]
    assert "Page 2" not in page


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.SPOKE, "We were in touch"),
        (Outcome.WRONG_NUMBER, "It is the wrong number"),
        (Outcome.OTHER, "It needs no call any more"),
    ],
)
def test_before_a_request_is_closed_one_is_asked(service: Service, olu: Browser, outcome: Outcome, words: str) -> None:
    asked = ask_back(service)
    there = f"/staff/callbacks/{asked.id}"
    answer = olu.post(f"{there}/outcome?show=due", there, outcome=outcome.value, seen=asked.stamp)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "<h1>Close this request?</h1>" in page, words in page) == (200, True, True)
    assert "The parent will not be rung" in page
    assert f'<a href="{there}?show=due">No, go back</a>' in page
    assert "900 123" not in page, "that the number is seen would be to be written down"
    assert service.store.callbacks.find(asked.id) == asked
    sure = olu.post(f"{there}/outcome?show=due", there, outcome=outcome.value, seen=asked.stamp, sure="yes")
    assert sure.location == "/staff/callbacks?show=due"
    assert service.store.callbacks.find(asked.id) is None


def test_one_is_not_asked_whether_to_close_what_has_changed_or_is_gone(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    there = f"/staff/callbacks/{asked.id}"
    olu.page(there)
    service.store.callbacks.close(asked.id, Outcome.NO_ANSWER, MANAGER.name)
    answer = olu.post(f"{there}/outcome", there, outcome="spoke", seen=asked.stamp)
    assert (answer.status_code, "This request has changed" in answer.get_data(as_text=True)) == (422, True)
    service.conversation.forget(PARENT)
    gone = olu.post(f"{there}/outcome?show=mine", "/staff/callbacks", outcome="spoke", seen=asked.stamp)
    assert gone.status_code == 404
    assert '<a href="/staff/callbacks?show=mine">' in gone.get_data(as_text=True)


def test_who_closes_what_another_has_claimed_reads_so_first(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    service.store.callbacks.claim(asked.id, MANAGER.name, MORNING)
    there = f"/staff/callbacks/{asked.id}"
    page = olu.post(f"{there}/outcome", there, outcome="spoke", seen=asked.stamp).get_data(as_text=True)
    assert "Mo has claimed this request. Ask them first." in page


def test_a_card_says_when_it_was_tried_last_and_by_whom(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    tried = service.store.callbacks.close
    places = ("/staff/callbacks", f"/staff/callbacks/{asked.id}")
    assert all("Tried Not yet" in words_of(olu.page(path)) for path in places)
    tried(asked.id, Outcome.NO_ANSWER, "Mo")
    assert all("Once, on Mon 23 Nov, 10:00, by Mo" in olu.page(path) for path in places)
    with time_machine.travel(MORNING + timedelta(minutes=5), tick=False):
        tried(asked.id, Outcome.LEFT_MESSAGE, "Olu")
    assert all("Twice, last on Mon 23 Nov, 10:05, by Olu" in olu.page(path) for path in places)


def test_of_a_try_that_was_noted_before_only_the_count_is_said(service: Service, olu: Browser) -> None:
    ask_back(service, tries=3)
    assert "<dd>3 times</dd>" in olu.page("/staff/callbacks")


def test_the_last_try_stays_when_the_person_changes_the_request(service: Service, olu: Browser) -> None:
    asked = ask_back(service)
    service.store.callbacks.close(asked.id, Outcome.NO_ANSWER, "Mo")
    service.store.callbacks.claim(asked.id, WHO, MORNING)
    found = service.store.callbacks.find(asked.id)
    assert found is not None
    assert (found.request.tries, found.tried and (found.tried.by, found.tried.at)) == (1, ("Mo", MORNING))
    assert "Once, on" in olu.page("/staff/callbacks?show=mine")


def test_a_card_is_short(service: Service, olu: Browser) -> None:
    ask_back(service)
    page = words_of(olu.page("/staff/callbacks"))
    for words in ("Team", "How to talk", "E-mail to the team", "By nobody"):
        assert words not in page
    ask_back(service, OTHER, manner=Manner.SLOWLY)
    assert "How to talk Slowly and clearly" in words_of(olu.page("/staff/callbacks"))
    ask_back(service, OTHER, no_text=True)
    assert "never by text: that is not safe" in olu.page("/staff/callbacks")


def test_today_says_first_what_is_overdue(service: Service, olu: Browser) -> None:
    ask_back(service, by=TODAY - DAY)
    ask_back(service, OTHER, unrung=True)
    page = olu.page("/staff/")
    assert page.index('<a href="/staff/callbacks?show=due">1 is overdue</a>') < page.index("nobody was in touch")


def test_health_looks_at_what_is_overdue(service: Service, olu: Browser) -> None:
    ask_back(service, by=TODAY)
    well = words_of(olu.page("/staff/health"))
    assert "Requests to be rung back Well 1 request is open." in well
    ask_back(service, OTHER, by=TODAY - DAY)
    page = olu.page("/staff/health")
    assert "Requests to be rung back Look at this 2 requests are open. 1 is overdue" in words_of(page)
    assert "Ring the person today." in page
    assert 'href="/staff/callbacks?show=due"' in page
    now = service.store.condition.read()
    assert (now.callbacks, now.overdue) == (2, 1)
    with time_machine.travel(datetime(2026, 11, 24, 0, 30, tzinfo=UTC), tick=False):
        assert service.store.condition.read().overdue == 2


def test_a_request_keeps_who_tried_last_when_it_is_written_and_read(service: Service) -> None:
    asked = ask_back(service)
    before = service.store.callbacks.close(asked.id, Outcome.NO_ANSWER, "Mo")
    assert before == asked
    found = service.store.callbacks.find(asked.id)
    assert found is not None
    assert replace(found, tried=None, request=asked.request) == asked
