"""Days on which the line is shut, or part of one: added and removed by a manager."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
import time_machine

from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.core.amendments import Amendments
from tests.house import MORNING
from tests.web.console import HOST, Browser, words_of

pytestmark = pytest.mark.usefixtures("on_a_monday")


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def test_a_closed_day_is_added_and_removed(manager: Browser, service: Service) -> None:
    assert "No day to come is set" in manager.page("/staff/closures")
    assert manager.post("/staff/closures/add", day="24", month="12", year="2026").location == "/staff/closures"
    assert "Thu 24 Dec 2026 All day Added here Remove" in words_of(manager.page("/staff/closures"))
    assert read_amendments(service.store.amendments.read()).closed == {date(2026, 12, 24)}
    assert "Remove Thu 24 Dec 2026?" in manager.page("/staff/closures/2026-12-24/remove")
    manager.post("/staff/closures/2026-12-24/remove")
    assert read_amendments(service.store.amendments.read()).closed == frozenset()
    assert manager.get("/staff/closures/2026-12-24/remove").location == "/staff/closures"
    assert "Thursday 24 December is not among the days" in manager.page("/staff/closures")
    assert manager.get("/staff/closures/soon/remove").status_code == 404


def test_a_day_that_is_closed_today_shuts_the_line_at_once(manager: Browser) -> None:
    manager.post("/staff/closures/add", day="23", month="11", year="2026")
    page = words_of(manager.page("/staff/closures"))
    assert "SEND Duty Line is shut now. It opens tomorrow." in page


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (("", "", ""), "must have a day, a month and a year"),
        (("31", "2", "2027"), "There is no such date: 31 February 2027"),
        (("31", "11", "26"), "There is no such date: 31 November 2026"),
        (("1", "13", "2026"), "must have a day, a month and a year"),
        (("1", "1", "0"), "must have a day, a month and a year"),
        (("24", "12", "226"), "today or later"),
        (("1", "1", "9" * 20), "must have a day, a month and a year"),
        (("9" * 25, "1", "2027"), "must have a day, a month and a year"),
        (("1", "1", "\u0662\u0660\u0662\u0667"), "must have a day, a month and a year"),
        (("1", "1", "2_027"), "must have a day, a month and a year"),
        (("x", "12", "2026"), "must have a day, a month and a year"),
        (("22", "11", "2026"), "today or later"),
        (("25", "11", "2027"), "within a year"),
        (("30", "11", "2026"), "shut on that day already"),
    ],
)
def test_a_day_that_cannot_be_added_is_refused(
    manager: Browser, service: Service, day: tuple[str, str, str], why: str
) -> None:
    service.store.amendments.close([date(2026, 11, 30)], "Ann")
    response = manager.post("/staff/closures/add", **dict(zip(("day", "month", "year"), day, strict=True)))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert why in words_of(page)
    assert 'href="#day"' in page
    assert len(read_amendments(service.store.amendments.read()).closed) == 1


def test_a_year_of_two_digits_is_of_this_century(manager: Browser, service: Service) -> None:
    assert manager.post("/staff/closures/add", day="24", month="12", year="26").status_code == 303
    assert read_amendments(service.store.amendments.read()).closed == {date(2026, 12, 24)}


def test_a_day_may_be_shut_from_a_time_on(manager: Browser, service: Service) -> None:
    form = {"day": "24", "month": "12", "year": "2026"}
    for wrong, why in (("5", "Enter 5 am or 5 pm"), ("noon", "Enter a time like 12:00 or 1pm")):
        refused = manager.post("/staff/closures/add", **form, clock=wrong)
        assert (refused.status_code, why in refused.get_data(as_text=True)) == (422, True)
        assert 'value="24"' in refused.get_data(as_text=True), "what was written is kept"
    assert manager.post("/staff/closures/add", **form, clock="12pm").status_code == 303
    page = words_of(manager.page("/staff/closures"))
    assert "The line is shut on Thursday 24 December, from 12:00 on." in page
    assert "Thu 24 Dec 2026 From 12:00 Added here Remove" in page
    assert read_amendments(service.store.amendments.read()).early == {date(2026, 12, 24): time(12)}
    again = manager.post("/staff/closures/add", **form)
    assert "or from some time on. To change it, remove that day first" in again.get_data(as_text=True)
    manager.post("/staff/closures/2026-12-24/remove")
    assert read_amendments(service.store.amendments.read()) == Amendments()


def test_a_line_that_shuts_early_is_open_until_then(service: Service, manager: Browser) -> None:
    service.store.amendments.close_early(MORNING.date(), time(12), "Mo")
    assert "counts as open now" in words_of(manager.page("/staff/closures"))
    assert "The line is shut from 12:00 today" in manager.page("/staff/")
    with time_machine.travel(MORNING + timedelta(hours=2), tick=False):
        assert "is shut now. It opens tomorrow" in words_of(manager.page("/staff/closures"))


def test_no_more_days_are_added_than_anybody_needs(manager: Browser, service: Service) -> None:
    days = [date(2026, 12, 1) + timedelta(days=ahead) for ahead in range(60)]
    service.store.amendments.close(days, "Ann")
    response = manager.post("/staff/closures/add", day="1", month="3", year="2027")
    assert "There are 60 days already" in response.get_data(as_text=True)
