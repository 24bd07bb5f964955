"""The console's pages of contacts, the message of the day and closed days, in a real Chromium and by keys alone."""

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from signpost.amended import read_amendments
from tests.house import MORNING
from tests.web.seen import Seen

pytestmark = pytest.mark.browser


def test_a_contact_is_paused(mo: Seen) -> None:
    mo.go("/contacts")
    mo.check("contacts")
    mo.use(mo.link("Local Government Ombudsman"))
    mo.check("contact")
    mo.use(mo.link("Pause this contact"))
    expect(mo.page.get_by_role("main")).to_contain_text("ask SEND Duty Line")
    mo.check("contact-pause")
    mo.use(mo.button("Pause this contact"))
    expect(mo.page.get_by_role("status")).to_contain_text("Local Government Ombudsman is paused")
    assert read_amendments(mo.house.service.store.amendments.read()).of("ombudsman").paused


def test_a_wrong_number_leads_back_to_its_field(mo: Seen) -> None:
    mo.go("/contacts/ombudsman")
    mo.use(mo.link("Give another number for it"))
    mo.write("Number to give instead", "0900 123 4567")
    with mo.page.expect_navigation():
        mo.page.keyboard.press("Enter")
    expect(mo.page).to_have_title("Error: Give another number for Local Government Ombudsman \u2013 Signpost staff")
    alert = mo.page.get_by_role("alert")
    expect(alert).to_be_focused()
    mo.check("contact-number-error")
    mo.use(alert.get_by_role("link"))
    expect(mo.page.get_by_label("Number to give instead")).to_be_focused()


def test_a_day_is_closed(mo: Seen) -> None:
    mo.go("/closures")
    mo.use(mo.link("Add a closed day"))
    mo.check("closure-add")
    for part, written in (("Day", "24"), ("Month", "12"), ("Year", "2026")):
        mo.write(part, written)
    with mo.page.expect_navigation():
        mo.page.keyboard.press("Enter")
    expect(mo.page.get_by_role("row", name="Thu 24 Dec 2026")).to_contain_text("Added here")
    mo.check("closures")
    assert read_amendments(mo.house.service.store.amendments.read()).closed


@pytest.mark.parametrize("scripts", [True], ids=["with JavaScript"])
def test_what_staff_have_changed_is_well_to_look_at(mo: Seen) -> None:
    amendments = mo.house.service.store.amendments
    amendments.pause("ombudsman", "Mo")
    amendments.put_number("herts-sendiass", "+441632960777", "Mo")
    amendments.close_early(date(2026, 12, 24), time(12), "Mo")
    held = mo.house.write(waiting=True, words="Ring 0300 061 0614.")
    mo.house.service.delivery.text_due(held.id)
    for path in _PATHS:
        mo.go(f"/{path}")
        mo.check(path.replace("/", "-").replace("?", "-") or "today")


def test_a_message_that_was_set_meanwhile_is_told(mo: Seen) -> None:
    mo.go("/messages/set")
    mo.house.service.store.message.put("The line is shut today.", MORNING + timedelta(hours=2), "Ann")
    mo.write("What callers and texters should be told first", "Open until 3 pm.")
    with mo.page.expect_navigation():
        mo.page.keyboard.press("Enter")
    expect(mo.page.get_by_role("alert")).to_contain_text("it is “The line is shut today.”")
    expect(mo.page.get_by_label("What callers and texters should be told first")).to_have_value("Open until 3 pm.")
    mo.check("message-meanwhile")


def test_a_contact_that_was_changed_meanwhile_is_told(mo: Seen) -> None:
    mo.go("/contacts/ombudsman/pause")
    mo.house.service.store.amendments.put_number("ombudsman", "+441632960777", "Ann")
    mo.use(mo.button("Pause this contact"))
    expect(mo.page.get_by_role("alert")).to_contain_text("Its number is 01632 960777 instead of its own")
    mo.check("contact-meanwhile")


_PATHS = (
    "contacts",
    "contacts/ombudsman",
    "contacts/herts-sendiass",
    "contacts/ombudsman/take-up",
    "contacts/herts-sendiass/own-number",
    "messages",
    "messages/set",
    "closures",
    "closures/add",
    "audit",
    "audit?deed=numbers",
    "texts/failed",
    "needs",
    "",
)
