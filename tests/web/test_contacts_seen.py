"""The console's pages of contacts, the message of the day and closed days, in a real Chromium and by keys alone."""

import pytest
from playwright.sync_api import expect

from signpost.amended import read_amendments
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
    for path in _PATHS:
        mo.go(f"/{path}")
        mo.check(path.replace("/", "-"))


_PATHS = (
    "contacts",
    "contacts/ombudsman",
    "contacts/herts-sendiass",
    "contacts/ombudsman/take-up",
    "contacts/herts-sendiass/own-number",
    "messages",
    "messages/set",
)
