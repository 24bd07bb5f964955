"""The console's pages of contacts, the message of the day and closed days, in a real Chromium and by keys alone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from redis import Redis

from signpost.amended import read_amendments
from tests.house import House, opened
from tests.web.console import MANAGER, PASSWORD, employ

pytestmark = pytest.mark.browser
WIDTHS = (320, 1280)


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch) as house:
        employ(house.service.store.staff)
        yield house


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def staff(house: House, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    base = house.service.settings.public_url
    with browser.new_context(java_script_enabled=request.param, base_url=base) as context:
        page = context.new_page()
        page.goto("/staff/contacts")
        page.get_by_label("Name").fill(MANAGER.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Contacts")
        yield page


def follow(page: Page, name: str) -> None:
    """Reach a link or button by its name and use it, by keys alone."""
    found = (
        page.get_by_role("main")
        .get_by_role("link", name=name)
        .or_(page.get_by_role("main").get_by_role("button", name=name))
    )
    found.first.focus()
    page.keyboard.press("Enter")


def test_a_contact_is_paused_by_keys_alone(staff: Page, house: House) -> None:
    follow(staff, "Local Government Ombudsman")
    follow(staff, "Pause this contact")
    expect(staff.get_by_role("main")).to_contain_text("ask SEND Duty Line")
    follow(staff, "Pause this contact")
    expect(staff.get_by_role("status")).to_contain_text("Local Government Ombudsman is paused")
    assert read_amendments(house.service.store.amendments.read()).of("ombudsman").paused


def test_a_wrong_number_leads_back_to_its_field(staff: Page) -> None:
    follow(staff, "Local Government Ombudsman")
    follow(staff, "Give another number for it")
    staff.get_by_label("Number to give instead").fill("0900 123 4567")
    staff.keyboard.press("Enter")
    expect(staff).to_have_title("Error: Give another number for Local Government Ombudsman \u2013 Signpost staff")
    staff.get_by_role("alert").get_by_role("link").click()
    expect(staff.get_by_label("Number to give instead")).to_be_focused()


def test_a_day_is_closed(staff: Page, house: House) -> None:
    staff.goto("/staff/closures")
    follow(staff, "Add a closed day")
    for part, written in (("Day", "24"), ("Month", "12"), ("Year", "2026")):
        staff.get_by_label(part).fill(written)
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("row", name="Thu 24 Dec 2026")).to_contain_text("Added here")
    assert read_amendments(house.service.store.amendments.read()).closed


def test_axe_finds_nothing_and_nothing_is_cut_off(house: House, browser: Browser) -> None:
    house.service.store.amendments.pause("ombudsman", "Mo")
    house.service.store.amendments.put_number("herts-sendiass", "+441632960777", "Mo")
    base = house.service.settings.public_url
    with browser.new_context(base_url=base) as context:
        page = context.new_page()
        page.goto("/staff/sign-in")
        page.get_by_label("Name").fill(MANAGER.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for path in _PATHS:
                page.goto(f"/staff/{path}")
                found = Axe().run(page)
                assert found.response["passes"], "it has looked"
                assert found.violations_count == 0, (path, width, found.generate_report())
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)


_PATHS = (
    "contacts",
    "contacts/ombudsman",
    "contacts/herts-sendiass",
    "contacts/ombudsman/take-up",
    "contacts/herts-sendiass/own-number",
    "contacts/send-duty-line/number",
    "messages",
    "messages/set",
    "closures",
    "closures/add",
)
