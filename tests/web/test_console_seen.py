"""Health, the map and the practice phone in a real Chromium, by keys alone: no barrier, and no need of JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.house import EXAMPLE
from tests.web.seen import Seen

pytestmark = pytest.mark.browser


@pytest.fixture
def menus() -> Path:
    return EXAMPLE


def test_health_is_read(olu: Seen) -> None:
    olu.house.service.store.fault(20003)
    olu.go("/health")
    olu.use(olu.link("Twilio in the last hour"))
    expect(olu.page.get_by_role("table", name="Faults by Twilio").get_by_role("row")).to_have_count(2)
    olu.check("health")


def test_a_place_is_found_on_the_map_and_read(olu: Seen) -> None:
    olu.go("/map")
    olu.check("map")
    olu.use(olu.page.get_by_role("heading", name="Yes, in school").get_by_role("link"))
    expect(olu.page.get_by_role("heading", name="What is heard")).to_be_visible()
    olu.check("place")


def test_a_call_and_a_text_are_practised(olu: Seen) -> None:
    olu.go("/phone")
    for name in ("Ring", "1"):
        olu.use(olu.button(name))
    expect(olu.page.get_by_text("You press 1.")).to_be_visible()
    olu.check("practice-call")
    olu.use(olu.page.get_by_role("link", name="Text", exact=True))
    olu.use(olu.button("Begin"))
    olu.write("Your text", "Hello")
    with olu.page.expect_navigation():
        olu.page.keyboard.press("Enter")
    expect(olu.page.get_by_text("Example: Hello. In danger, ring 999.")).to_be_visible()
    olu.check("practice-text")
