"""The audit log in the console: who did what, for managers alone."""

from datetime import date, timedelta

import pytest
import time_machine

from signpost.bootstrap import Service
from signpost.core.hours import LONDON
from tests.house import MORNING
from tests.web.asked import PARENT, ask_back, failed_text
from tests.web.console import HOST, Browser, words_of


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(MORNING, tick=True) as clock:
        yield clock


@pytest.fixture
def service(make_service: object) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)  # type: ignore[operator,no-any-return]


def deeds(page: str) -> str:
    return words_of(page).partition("What was done, the latest first")[2]


def test_it_says_who_did_what_the_latest_first_and_no_number(manager: Browser, service: Service) -> None:
    assert "Nothing was done yet." in manager.page("/staff/audit")
    asked, text = ask_back(service), failed_text(service)
    service.store.callbacks.show(asked.id, "Olu")
    service.store.texts.send_again(text.id, "Olu")
    service.store.amendments.pause("ombudsman", "Mo")
    service.store.amendments.close([date(2026, 12, 24)], "Mo")
    service.store.message.put("Shut.", MORNING + timedelta(hours=2), "Mo")
    page = manager.page("/staff/audit")
    told = deeds(page)
    order = [
        "Set the message of the day",
        "Had the line closed on Thursday 24 December 2026",
        "Paused Local Government Ombudsman",
        "Sent again a text",
        "Opened a request, and saw its number",
    ]
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    assert "It tells from 23 Nov 2026, 10:00 on: each line is kept for a year" in words_of(page)
    assert PARENT.removeprefix("+44") not in page.replace(" ", "")


def test_it_is_chosen_by_who_and_by_what(manager: Browser, service: Service) -> None:
    asked = ask_back(service)
    service.store.callbacks.show(asked.id, "Olu")
    service.store.callbacks.claim(asked.id, "Olu", MORNING.astimezone(LONDON))
    service.store.amendments.pause("ombudsman", "Mo")
    assert "Paused" not in deeds(manager.page("/staff/audit?who=Olu"))
    numbers = deeds(manager.page("/staff/audit?deed=numbers"))
    assert "saw its number" in numbers
    assert "Claimed" not in numbers
    assert "Nothing of this kind is kept." in manager.page("/staff/audit?who=Mo&deed=callback")


def test_it_comes_25_a_page(manager: Browser, service: Service) -> None:
    days = [date(2026, 12, 1) + timedelta(days=ahead) for ahead in range(30)]
    service.store.amendments.close(days, "Mo")
    service.store.amendments.pause("ombudsman", "Ann")
    page = manager.page("/staff/audit?who=Mo")
    assert deeds(page).count("Had the line closed") == 25
    older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = manager.page(older)
    assert deeds(rest).count("Had the line closed") == 5
    assert 'rel="next"' not in rest
    assert "The latest" in rest


def test_of_a_long_log_only_a_part_is_looked_at(manager: Browser, service: Service) -> None:
    service.store.amendments.pause("ombudsman", "Ann")
    with service.redis.pipeline() as pipe:
        for _ in range(2_500):
            service.store.audit.note(pipe, "Mo", "set", "message of the day", "message")
        pipe.execute()
    page = manager.page("/staff/audit?deed=service")
    assert "Older ones may have it." in page
    older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Paused Local Government Ombudsman" in deeds(manager.page(older))


@pytest.mark.parametrize("query", ["deed=other", "before=x", "before=1-2-3", "before=" + "9" * 40, "before=%D9%A1"])
def test_what_no_page_asks_for_is_not_found(manager: Browser, query: str) -> None:
    assert manager.get(f"/staff/audit?{query}").status_code == 404


def test_it_is_for_managers_alone(officer: Browser) -> None:
    assert officer.get("/staff/audit").status_code == 403
    assert "Audit log" not in officer.page("/staff/")
