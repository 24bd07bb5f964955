"""The console's pages of contacts, the message of the day and closed days: what they show, and what managers change."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.core.amendments import Amendment
from signpost.web import make_app
from tests.web.asked import amendment
from tests.web.conftest import Twilio
from tests.web.console import HOST, OFFICER, Browser, words_of

NEW, NEW_SAID = "+441632960777", "01632 960777"
OMBUDSMAN = "/staff/contacts/ombudsman"


pytestmark = pytest.mark.usefixtures("on_a_monday")


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def test_every_contact_is_listed_with_how_it_is_reached_now(officer: Browser, service: Service) -> None:
    service.store.amendments.pause("ombudsman", "Ann")
    page = words_of(officer.page("/staff/contacts"))
    for contact in service.pack.services.values():
        assert contact.name.text in page
        assert contact.source in page
    assert "Local Government Ombudsman By SEND Duty Line, 01442 453300 Paused Sat 21 Nov 2026 Sun 21 Feb 2027" in page
    assert "SENDIASS By SEND Duty Line, 01442 453300 Not confirmed" in page
    assert "01992 555847" not in page, "it is not confirmed"
    assert "overdue" not in page


def test_a_review_that_is_overdue_is_marked_in_words(officer: Browser) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 10, tzinfo=UTC)):
        officer.sign_in(OFFICER)
        assert "Sun 21 Feb 2027 (overdue)" in words_of(officer.page("/staff/contacts"))


def test_a_contact_has_a_page_with_what_parents_are_told(officer: Browser) -> None:
    page = words_of(officer.page(OMBUDSMAN))
    assert "Ring the Local Government Ombudsman on 0300 061 0614" in page
    assert "Local Government Ombudsman: 0300 061 0614" in page
    assert "Told at No: Local Government Ombudsman" in page
    assert "A manager can pause a contact" in page
    assert f"{OMBUDSMAN}/pause" not in officer.page(OMBUDSMAN)
    assert officer.get("/staff/contacts/nobody").status_code == 404


def test_a_manager_pauses_a_contact_and_takes_it_up_again(manager: Browser, service: Service) -> None:
    sure = words_of(manager.page(f"{OMBUDSMAN}/pause"))
    assert "For the Local Government Ombudsman, ring the SEND Duty Line on 01 442 453 300" in sure
    assert not amendment(service, "ombudsman").paused, "it only asks"
    assert manager.post(f"{OMBUDSMAN}/pause").location == OMBUDSMAN
    assert amendment(service, "ombudsman").paused
    page = words_of(manager.page(OMBUDSMAN))
    assert "Local Government Ombudsman is paused" in page
    assert "Own number 0300 061 0614" in page
    assert "0300 061 0614" in words_of(manager.page(f"{OMBUDSMAN}/take-up"))
    manager.post(f"{OMBUDSMAN}/take-up")
    assert not amendment(service, "ombudsman").paused
    lines = service.store.callbacks.audit().lines
    assert [(line.who, line.what, line.about) for line in lines] == [
        ("Mo", "taken up again", "ombudsman"),
        ("Mo", "paused", "ombudsman"),
    ]


def test_a_manager_gives_another_number_once_they_saw_what_is_said(manager: Browser, service: Service) -> None:
    path = "/staff/contacts/send-duty-line/number"
    sure = manager.post(path, number="01632 960 777")
    said = words_of(sure.get_data(as_text=True))
    assert f"SEND Duty Line: {NEW_SAID}" in said
    assert "The number changes as well for parents who need Resolution Team, SENDIASS" in said
    assert amendment(service, "send-duty-line").number is None
    assert manager.post(path, number=NEW_SAID, sure="yes").status_code == 303
    assert amendment(service, "send-duty-line").number == NEW
    assert NEW_SAID in Twilio(make_app(service).test_client(), HOST).text("person")
    assert "01442 453300" in words_of(manager.page("/staff/contacts/send-duty-line/own-number"))
    manager.post("/staff/contacts/send-duty-line/own-number")
    assert amendment(service, "send-duty-line").number is None


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("", "Enter the number to give instead"),
        ("0900 123 4567", "Enter a UK phone number"),
        ("0845 123 4567", "Enter a UK phone number"),
        ("070 1234 5678", "Enter a UK phone number"),
        ("+353 86 123 4567", "Enter a UK phone number"),
        ("01481 123456", "Enter a UK phone number"),
        ("111", "Enter a UK phone number"),
        ("ring them", "Enter a UK phone number"),
        ("07700 900000", "this one is ours"),
    ],
)
def test_a_number_that_parents_should_not_be_told_is_refused(
    manager: Browser, service: Service, number: str, why: str
) -> None:
    for sure in ({}, {"sure": "yes"}):
        response = manager.post(f"{OMBUDSMAN}/number", number=number, **sure)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert why in words_of(page)
        assert "<title>Error: " in page
        assert 'href="#number"' in page
    assert amendment(service, "ombudsman") == Amendment()


@pytest.mark.parametrize("key", ["send-duty-line", "childrens-safeguarding", "nhs-111", "senco"])
def test_what_cannot_be_paused_says_why(manager: Browser, service: Service, key: str) -> None:
    page = words_of(manager.page(f"/staff/contacts/{key}"))
    assert "It cannot be paused." in page
    assert manager.get(f"/staff/contacts/{key}/pause").status_code == 303
    assert amendment(service, key) == Amendment()


def test_a_contact_whose_number_parents_have_cannot_have_another(manager: Browser) -> None:
    page = words_of(manager.page("/staff/contacts/school-office"))
    assert "It cannot have another number. It has no number to replace" in page
    assert manager.get("/staff/contacts/school-office/number").status_code == 303


def test_what_somebody_in_danger_is_told_then_is_shown(manager: Browser) -> None:
    page = words_of(
        manager.post("/staff/contacts/childrens-safeguarding/number", number=NEW_SAID).get_data(as_text=True)
    )
    danger = page.partition("What somebody in danger is told then")[2]
    assert "999" in danger
    assert NEW_SAID in danger
    assert "danger is told then" not in manager.page(f"{OMBUDSMAN}/pause")


def test_no_change_leaves_a_message_that_names_a_number_of_nobody(manager: Browser, service: Service) -> None:
    service.store.message.put("Ring 0300 061 0614 today.", datetime(2026, 11, 24, tzinfo=UTC), "Mo")
    page = manager.page(f"{OMBUDSMAN}/pause")
    assert "0300 061 0614 is the number of no confirmed contact" in words_of(page)
    assert "/staff/messages/lift" in page
    assert manager.post(f"{OMBUDSMAN}/pause", OMBUDSMAN).status_code == 422
    assert manager.post(f"{OMBUDSMAN}/number", number=NEW_SAID, sure="yes").status_code == 422
    assert amendment(service, "ombudsman") == Amendment()
    manager.post("/staff/messages/lift")
    assert manager.post(f"{OMBUDSMAN}/pause").status_code == 303


def test_a_short_number_that_sentences_are_about_cannot_have_another(manager: Browser) -> None:
    assert "It cannot have another number." in words_of(manager.page("/staff/contacts/nhs-111"))
    assert manager.get("/staff/contacts/nhs-111/number").status_code == 303


def test_a_message_is_set_once_seen_and_lifted(manager: Browser, service: Service) -> None:
    assert "There is no message now" in manager.page("/staff/messages")
    form = {"words": "The line is shut this afternoon.", "day": "2026-11-24", "clock": "17:30"}
    sure = manager.post("/staff/messages/set", **form)
    said = words_of(sure.get_data(as_text=True))
    assert "Until Tue 24 Nov, 17:30" in said
    assert "This is Signpost. The line is shut this afternoon. In danger?" in said
    assert service.store.message.read() is None
    assert manager.post("/staff/messages/set", **form, sure="yes").location == "/staff/messages"
    kept = service.store.message.read()
    assert kept is not None
    assert (kept[0], f"{kept[1]:%d %H:%M}") == ("The line is shut this afternoon.", "24 17:30")
    assert "The line is shut this afternoon." in words_of(manager.page("/staff/messages"))
    assert "Say the message no more?" in manager.page("/staff/messages/lift")
    manager.post("/staff/messages/lift")
    assert service.store.message.read() is None
    assert [line.what for line in service.store.callbacks.audit().lines] == ["lifted", "set"]


def test_a_message_without_a_time_lasts_to_the_end_of_its_day(manager: Browser, service: Service) -> None:
    manager.post("/staff/messages/set", words="Shut.", day="2026-11-23", clock="", sure="yes")
    kept = service.store.message.read()
    assert kept is not None
    assert f"{kept[1]:%d %H:%M}" == "24 00:00"


@pytest.mark.parametrize(
    ("form", "field", "why"),
    [
        ({"words": ""}, "words", "Enter what to tell them"),
        ({"words": "x" * 101}, "words", "it has 101 letters"),
        ({"words": "Ring 01632 960001."}, "words", "is the number of no confirmed contact"),
        ({"day": ""}, "day", "Select the last day"),
        ({"day": "2026-12-01"}, "day", "Not a valid choice"),
        ({"clock": "noon"}, "clock", "Enter a time like 17:30"),
        ({"clock": "09:00"}, "clock", "still to come"),
    ],
)
def test_an_unfit_message_is_refused_at_its_field(
    manager: Browser, service: Service, form: dict[str, str], field: str, why: str
) -> None:
    good = {"words": "The line is shut.", "day": "2026-11-23", "clock": ""}
    response = manager.post("/staff/messages/set", **{**good, **form}, sure="yes")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert why in words_of(page)
    assert f'href="#{field}' in page
    assert service.store.message.read() is None


def test_a_replaced_number_may_stand_in_a_message_and_what_it_replaced_may_not(
    manager: Browser, service: Service
) -> None:
    service.store.amendments.put_number("ombudsman", NEW, "Ann")
    form = {"day": "2026-11-23", "clock": "", "sure": "yes"}
    assert manager.post("/staff/messages/set", words=f"Ring {NEW_SAID}.", **form).status_code == 303
    assert manager.post("/staff/messages/set", words="Ring 0300 061 0614.", **form).status_code == 422


def test_officers_see_all_of_it_and_change_nothing(officer: Browser, service: Service, redis: Redis) -> None:
    service.store.amendments.close([date(2026, 12, 24)], "Ann")
    for path in ("/staff/contacts", "/staff/messages", "/staff/closures"):
        page = officer.page(path)
        assert not re.findall(r'href="[^"]*/(?:pause|number|add|set|lift|remove)"', page), path
    before = redis.get(keys.AMENDMENTS)
    for path in (f"{OMBUDSMAN}/pause", f"{OMBUDSMAN}/number", "/staff/closures/add", "/staff/messages/set"):
        assert officer.get(path).status_code == 403
    assert redis.get(keys.AMENDMENTS) == before


def test_the_pages_that_change_say_when_the_record_cannot_be_read(manager: Browser, redis: Redis) -> None:
    redis.set(keys.AMENDMENTS, b'{"version": 2}')
    for response in (
        manager.get(f"{OMBUDSMAN}/pause"),
        manager.post("/staff/closures/add", day="24", month="12", year="2026"),
    ):
        assert response.status_code == 409
        assert "What staff have changed cannot be read" in response.get_data(as_text=True)
    assert redis.get(keys.AMENDMENTS) == b'{"version": 2}'
