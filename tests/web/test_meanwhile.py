"""Two managers at once: what the second did not see, the second does not undo."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine

from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.core.amendments import Amendment
from tests.house import MORNING
from tests.web.asked import amendment
from tests.web.console import HOST, Browser, words_of

OMBUDSMAN = "/staff/contacts/ombudsman"
SET, LIFT = "/staff/messages/set", "/staff/messages/lift"
MESSAGE = {"day": "2026-11-23", "clock": ""}
NUMBER = "01632 960777"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


def said(service: Service) -> str:
    found = service.store.message.read()
    return found[0] if found else ""


@pytest.mark.parametrize("sure", [{}, {"sure": "yes"}])
def test_a_message_that_was_set_meanwhile_is_not_written_over(
    manager: Browser, service: Service, sure: dict[str, str]
) -> None:
    shown = manager.page(SET)
    service.store.message.put("The line is shut today.", MORNING + timedelta(hours=2), "Ann")
    refused = manager.send(SET, shown, words="Open until 3 pm.", **MESSAGE, **sure)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "since you opened this page: it is “The line is shut today.”, until Mon 23 Nov, 12:00" in words_of(page)
    assert 'value="Open until 3 pm."' in page, "what was written is kept"
    assert said(service) == "The line is shut today."
    assert manager.send(SET, page, words="Open until 3 pm.", **MESSAGE, sure="yes").status_code == 303
    assert said(service) == "Open until 3 pm.", "whoever has read it may set theirs"


def test_a_message_that_only_lasts_longer_now_is_another(manager: Browser, service: Service) -> None:
    board = service.store.message
    board.put("Shut.", MORNING + timedelta(hours=2), "Ann")
    shown = manager.page(SET)
    board.put("Shut.", MORNING + timedelta(hours=5), "Ben")
    assert manager.send(SET, shown, words="Open.", **MESSAGE, sure="yes").status_code == 422


def test_a_post_that_saw_no_message_at_all_sets_none(manager: Browser, service: Service) -> None:
    assert manager.post(SET, words="Open.", seen="", **MESSAGE, sure="yes").status_code == 422
    assert said(service) == ""


def test_only_the_message_that_was_shown_is_lifted(manager: Browser, service: Service) -> None:
    service.store.message.put("Shut.", MORNING + timedelta(hours=2), "Ann")
    shown = manager.page(LIFT)
    service.store.message.put("Ring 999 in danger.", MORNING + timedelta(hours=2), "Ben")
    manager.send(LIFT, shown)
    assert said(service) == "Ring 999 in danger."
    assert "Another message was set since you opened that page" in manager.page("/staff/messages")
    manager.post(LIFT)
    assert said(service) == ""


def test_a_number_that_was_given_meanwhile_is_not_written_over(manager: Browser, service: Service) -> None:
    first = manager.page(f"{OMBUDSMAN}/number")
    sure = manager.send(f"{OMBUDSMAN}/number", first, number=NUMBER).get_data(as_text=True)
    service.store.amendments.put_number("ombudsman", "+441632960888", "Ann")
    refused = manager.send(f"{OMBUDSMAN}/number", sure, number=NUMBER, sure="yes")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Now: Its number is 01632 960888 instead of its own" in words_of(page)
    assert f'name="number" value="{NUMBER}"' in page, "what was written is kept"
    assert amendment(service, "ombudsman").number == "+441632960888"
    assert manager.send(f"{OMBUDSMAN}/number", page, number=NUMBER, sure="yes").status_code == 303
    assert amendment(service, "ombudsman").number == "+441632960777"


def test_a_first_step_on_an_old_page_says_what_stands_now(manager: Browser, service: Service) -> None:
    first = manager.page(f"{OMBUDSMAN}/number")
    service.store.amendments.pause("ombudsman", "Ann")
    page = words_of(manager.send(f"{OMBUDSMAN}/number", first, number=NUMBER).get_data(as_text=True))
    assert "Now: It is paused, and once it is taken up again its own number is given." in page


@pytest.mark.parametrize("step", ["pause", "own-number"])
def test_a_contact_that_was_changed_meanwhile_is_left_as_it_is(manager: Browser, service: Service, step: str) -> None:
    service.store.amendments.put_number("ombudsman", "+441632960777", "Ann")
    shown = manager.page(f"{OMBUDSMAN}/{step}")
    service.store.amendments.put_number("ombudsman", "+441632960888", "Ben")
    assert manager.send(f"{OMBUDSMAN}/{step}", shown).status_code == 422
    assert amendment(service, "ombudsman") == Amendment(number="+441632960888")


def test_a_change_of_another_contact_is_no_hindrance(manager: Browser, service: Service) -> None:
    shown = manager.page(f"{OMBUDSMAN}/pause")
    service.store.amendments.put_number("herts-sendiass", "+441632960888", "Ben")
    assert manager.send(f"{OMBUDSMAN}/pause", shown).status_code == 303
    assert amendment(service, "ombudsman").paused
    assert amendment(service, "herts-sendiass").number == "+441632960888"


def test_two_who_pause_the_same_contact_have_both_done_it(manager: Browser, service: Service) -> None:
    shown = manager.page(f"{OMBUDSMAN}/pause")
    service.store.amendments.pause("ombudsman", "Ann")
    assert manager.send(f"{OMBUDSMAN}/pause", shown).status_code == 303
    assert "It was so already" in manager.page(OMBUDSMAN)


def test_days_that_two_add_and_remove_at_once_are_all_kept(manager: Browser, service: Service) -> None:
    board = service.store.amendments
    board.close([date(2026, 12, 1)], "Ann")
    adding, removing = manager.page("/staff/closures/add"), manager.page("/staff/closures/2026-12-01/remove")
    board.close([date(2026, 12, 2)], "Ann")
    assert manager.send("/staff/closures/add", adding, day="3", month="12", year="2026").status_code == 303
    assert manager.send("/staff/closures/2026-12-01/remove", removing).status_code == 303
    assert read_amendments(board.read()).closed == {date(2026, 12, 2), date(2026, 12, 3)}
