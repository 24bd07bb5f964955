"""The console's pages of contacts, the message of the day and closed days: what they show, and what managers change."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.core.amendments import Amendment, Amendments
from signpost.ports import TextState
from signpost.web import make_app
from tests.house import MORNING
from tests.web.asked import promise, save, text
from tests.web.conftest import Twilio
from tests.web.console import HOST, OFFICER, Browser

NEW, NEW_SAID = "+441632960777", "01632 960777"
OMBUDSMAN = "/staff/contacts/ombudsman"


@pytest.fixture(autouse=True)
def _on_a_monday() -> object:
    with time_machine.travel(MORNING, tick=True) as clock:
        yield clock


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def of(service: Service, key: str) -> Amendment:
    return read_amendments(service.store.amendments.read()).of(key)


def test_every_contact_is_listed_with_how_it_is_reached_now(officer: Browser, service: Service) -> None:
    service.store.amendments.pause("ombudsman", "Ann")
    page = words(officer.page("/staff/contacts"))
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
        assert "Sun 21 Feb 2027 (overdue)" in words(officer.page("/staff/contacts"))


def test_a_contact_has_a_page_with_what_parents_are_told(officer: Browser) -> None:
    page = words(officer.page(OMBUDSMAN))
    assert "Ring the Local Government Ombudsman on 0300 061 0614" in page
    assert "Local Government Ombudsman: 0300 061 0614" in page
    assert "Told at No: Local Government Ombudsman" in page
    assert "A manager can pause a contact" in page
    assert f"{OMBUDSMAN}/pause" not in officer.page(OMBUDSMAN)
    assert officer.get("/staff/contacts/nobody").status_code == 404


def test_a_manager_pauses_a_contact_and_takes_it_up_again(manager: Browser, service: Service) -> None:
    sure = words(manager.page(f"{OMBUDSMAN}/pause"))
    assert "For the Local Government Ombudsman, ring the SEND Duty Line on 01 442 453 300" in sure
    assert not of(service, "ombudsman").paused, "it only asks"
    assert manager.post(f"{OMBUDSMAN}/pause").location == OMBUDSMAN
    assert of(service, "ombudsman").paused
    page = words(manager.page(OMBUDSMAN))
    assert "Local Government Ombudsman is paused" in page
    assert "Own number 0300 061 0614" in page
    assert "0300 061 0614" in words(manager.page(f"{OMBUDSMAN}/take-up"))
    manager.post(f"{OMBUDSMAN}/take-up")
    assert not of(service, "ombudsman").paused
    lines = service.store.callbacks.audit().lines
    assert [(line.who, line.what, line.about) for line in lines] == [
        ("Mo", "taken up again", "ombudsman"),
        ("Mo", "paused", "ombudsman"),
    ]


def test_a_manager_gives_another_number_once_they_saw_what_is_said(manager: Browser, service: Service) -> None:
    path = "/staff/contacts/send-duty-line/number"
    sure = manager.post(path, number="01632 960 777")
    said = words(sure.get_data(as_text=True))
    assert f"SEND Duty Line: {NEW_SAID}" in said
    assert "The number changes as well for parents who need Resolution Team, SENDIASS" in said
    assert of(service, "send-duty-line").number is None
    assert manager.post(path, number=NEW_SAID, sure="yes").status_code == 303
    assert of(service, "send-duty-line").number == NEW
    assert NEW_SAID in Twilio(make_app(service).test_client(), HOST).text("person")
    assert "01442 453300" in words(manager.page("/staff/contacts/send-duty-line/own-number"))
    manager.post("/staff/contacts/send-duty-line/own-number")
    assert of(service, "send-duty-line").number is None


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
        assert why in words(page)
        assert "<title>Error: " in page
        assert 'href="#number"' in page
    assert of(service, "ombudsman") == Amendment()


@pytest.mark.parametrize("key", ["send-duty-line", "childrens-safeguarding", "nhs-111", "senco"])
def test_what_cannot_be_paused_says_why(manager: Browser, service: Service, key: str) -> None:
    page = words(manager.page(f"/staff/contacts/{key}"))
    assert "It cannot be paused." in page
    assert manager.get(f"/staff/contacts/{key}/pause").status_code == 303
    assert of(service, key) == Amendment()


def test_a_contact_whose_number_parents_have_cannot_have_another(manager: Browser) -> None:
    page = words(manager.page("/staff/contacts/school-office"))
    assert "It cannot have another number. It has no number to replace" in page
    assert manager.get("/staff/contacts/school-office/number").status_code == 303


def test_what_somebody_in_danger_is_told_then_is_shown(manager: Browser) -> None:
    page = words(manager.post("/staff/contacts/childrens-safeguarding/number", number=NEW_SAID).get_data(as_text=True))
    danger = page.partition("What somebody in danger is told then")[2]
    assert "999" in danger
    assert NEW_SAID in danger
    assert "danger is told then" not in manager.page(f"{OMBUDSMAN}/pause")


def test_no_change_leaves_a_message_that_names_a_number_of_nobody(manager: Browser, service: Service) -> None:
    service.store.message.put("Ring 0300 061 0614 today.", datetime(2026, 11, 24, tzinfo=UTC), "Mo")
    page = manager.page(f"{OMBUDSMAN}/pause")
    assert "0300 061 0614 is the number of no confirmed contact" in words(page)
    assert "/staff/messages/lift" in page
    assert manager.post(f"{OMBUDSMAN}/pause", OMBUDSMAN).status_code == 422
    assert manager.post(f"{OMBUDSMAN}/number", number=NEW_SAID, sure="yes").status_code == 422
    assert of(service, "ombudsman") == Amendment()
    manager.post("/staff/messages/lift")
    assert manager.post(f"{OMBUDSMAN}/pause").status_code == 303


def test_a_short_number_that_sentences_are_about_cannot_have_another(manager: Browser) -> None:
    assert "It cannot have another number." in words(manager.page("/staff/contacts/nhs-111"))
    assert manager.get("/staff/contacts/nhs-111/number").status_code == 303


def test_a_message_is_set_once_seen_and_lifted(manager: Browser, service: Service) -> None:
    assert "There is no message now" in manager.page("/staff/messages")
    form = {"words": "The line is shut this afternoon.", "day": "2026-11-24", "clock": "17:30"}
    sure = manager.post("/staff/messages/set", **form)
    said = words(sure.get_data(as_text=True))
    assert "Until Tue 24 Nov, 17:30" in said
    assert "This is Signpost. The line is shut this afternoon. In danger?" in said
    assert service.store.message.read() is None
    assert manager.post("/staff/messages/set", **form, sure="yes").location == "/staff/messages"
    kept = service.store.message.read()
    assert kept is not None
    assert (kept[0], f"{kept[1]:%d %H:%M}") == ("The line is shut this afternoon.", "24 17:30")
    assert "The line is shut this afternoon." in words(manager.page("/staff/messages"))
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
    assert why in words(page)
    assert f'href="#{field}' in page
    assert service.store.message.read() is None


def test_a_replaced_number_may_stand_in_a_message_and_what_it_replaced_may_not(
    manager: Browser, service: Service
) -> None:
    service.store.amendments.put_number("ombudsman", NEW, "Ann")
    form = {"day": "2026-11-23", "clock": "", "sure": "yes"}
    assert manager.post("/staff/messages/set", words=f"Ring {NEW_SAID}.", **form).status_code == 303
    assert manager.post("/staff/messages/set", words="Ring 0300 061 0614.", **form).status_code == 422


def test_a_closed_day_is_added_and_removed(manager: Browser, service: Service) -> None:
    assert "No day to come is set" in manager.page("/staff/closures")
    assert manager.post("/staff/closures/add", day="24", month="12", year="2026").location == "/staff/closures"
    assert "Thu 24 Dec 2026 All day Added here Remove" in words(manager.page("/staff/closures"))
    assert read_amendments(service.store.amendments.read()).closed == {date(2026, 12, 24)}
    assert "Remove Thu 24 Dec 2026?" in manager.page("/staff/closures/2026-12-24/remove")
    manager.post("/staff/closures/2026-12-24/remove")
    assert read_amendments(service.store.amendments.read()).closed == frozenset()
    assert manager.get("/staff/closures/2026-12-24/remove").location == "/staff/closures"
    assert "Thursday 24 December is not among the days" in manager.page("/staff/closures")
    assert manager.get("/staff/closures/soon/remove").status_code == 404


def test_a_day_that_is_closed_today_shuts_the_line_at_once(manager: Browser) -> None:
    manager.post("/staff/closures/add", day="23", month="11", year="2026")
    page = words(manager.page("/staff/closures"))
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
    assert why in words(page)
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
    page = words(manager.page("/staff/closures"))
    assert "The line is shut on Thursday 24 December, from 12:00 on." in page
    assert "Thu 24 Dec 2026 From 12:00 Added here Remove" in page
    assert read_amendments(service.store.amendments.read()).early == {date(2026, 12, 24): time(12)}
    again = manager.post("/staff/closures/add", **form)
    assert "or from some time on. To change it, remove that day first" in again.get_data(as_text=True)
    manager.post("/staff/closures/2026-12-24/remove")
    assert read_amendments(service.store.amendments.read()) == Amendments()


def test_a_line_that_shuts_early_is_open_until_then(service: Service, manager: Browser) -> None:
    service.store.amendments.close_early(MORNING.date(), time(12), "Mo")
    assert "counts as open now" in words(manager.page("/staff/closures"))
    assert "The line is shut from 12:00 today" in manager.page("/staff/")
    with time_machine.travel(MORNING + timedelta(hours=2), tick=False):
        assert "is shut now. It opens tomorrow" in words(manager.page("/staff/closures"))


def test_no_more_days_are_added_than_anybody_needs(manager: Browser, service: Service) -> None:
    days = [date(2026, 12, 1) + timedelta(days=ahead) for ahead in range(60)]
    service.store.amendments.close(days, "Ann")
    response = manager.post("/staff/closures/add", day="1", month="3", year="2027")
    assert "There are 60 days already" in response.get_data(as_text=True)


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


@pytest.fixture
def kept_back(service: Service) -> str:
    """The page of a failed text that holds a number which is paused by now."""
    made = text(service, words_of="Ring 0300 061 0614.")
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.FAILED, code=30003)
    service.store.amendments.pause("ombudsman", "Mo")
    return f"/staff/texts/text/{made.id}"


def test_a_failed_text_with_a_number_that_is_paused_now_is_not_sent_again(officer: Browser, kept_back: str) -> None:
    page = words(officer.page(kept_back))
    assert "a number or an address that is paused now, so it is not sent" in page
    assert "Once the contact is taken up again, send it again." in page
    assert "Send it again" not in page
    assert officer.get(f"{kept_back}/again").location == kept_back


def test_a_plain_post_does_not_send_it_again_either(officer: Browser, service: Service, kept_back: str) -> None:
    assert officer.post(f"{kept_back}/again", kept_back).location == kept_back
    assert "a number or an address that is paused now" in words(officer.page(kept_back))
    found = service.store.text(kept_back.rpartition("/")[2])
    assert found is not None
    assert found.state is TextState.FAILED
    service.store.amendments.take_up("ombudsman", "Mo")
    assert officer.post(f"{kept_back}/again", kept_back).location == "/staff/texts/failed"


def test_a_text_whose_number_was_replaced_shows_what_goes_out(officer: Browser, service: Service) -> None:
    made = text(service, words_of="Ring 0300 061 0614.")
    service.store.amendments.put_number("ombudsman", NEW, "Mo")
    page = words(officer.page(f"/staff/texts/text/{made.id}"))
    assert f"so it goes out like this: Ring {NEW_SAID}." in page


def test_a_text_that_was_kept_back_is_told_on_today_and_among_the_failed(officer: Browser, service: Service) -> None:
    assert "kept back lately" not in officer.page("/staff/")
    made = text(service, words_of="Ring 0300 061 0614.", waiting=True)
    service.store.amendments.pause("ombudsman", "Mo")
    service.delivery.text_due(made.id)
    assert "1 was kept back lately, for a number or an address that is paused" in words(officer.page("/staff/"))
    failed = words(officer.page("/staff/texts/failed"))
    assert "Reason: it holds a number or an address that is paused now, so we have kept it back" in failed
    assert "tell them in another way whom to turn to" in failed


def test_a_follow_up_is_shown_as_it_will_be_said_now(officer: Browser, service: Service) -> None:
    pending = replace(promise(service, MORNING + timedelta(days=1)), goto="ombudsman")
    save(service, pending.person, follow_ups=(pending,))
    path = f"/staff/texts/follow-up/{pending.id}"
    assert "0300 061 0614" in words(officer.page(path))
    service.store.amendments.put_number("ombudsman", NEW, "Mo")
    after = words(officer.page(path))
    assert NEW_SAID in after
    assert "0300 061 0614" not in after
    service.store.amendments.pause("ombudsman", "Mo")
    assert "01442 453300" in words(officer.page(path)), "whoever stands in for it"
