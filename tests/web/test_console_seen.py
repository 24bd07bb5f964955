"""Health, the map and the practice phone in a real Chromium: no barrier, and nothing that needs JavaScript."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from signpost.bootstrap import Service
from signpost.phone.server import Server
from signpost.web import make_app
from tests.house import EXAMPLE
from tests.web.console import OFFICER, PASSWORD, employ

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


@pytest.fixture
def address(make_service: Callable[..., Service]) -> Iterator[str]:
    front = Flask("front")
    with Server(front) as web:
        service = make_service(SIGNPOST_PUBLIC_URL=web.url, SIGNPOST_PACK=str(EXAMPLE))
        front.wsgi_app = make_app(service).wsgi_app  # type: ignore[method-assign]
        employ(service.store.staff)
        service.store.fault(20003)
        yield web.url


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=[320, 1280])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str, scripts: bool) -> Iterator[Visit]:
    """Goes to a page of the console, signing in on the way."""
    width = int(request.param)
    size = {"width": width, "height": 800}
    with browser.new_context(viewport=size, java_script_enabled=scripts) as context:  # type: ignore[arg-type]
        page = context.new_page()

        def go(path: str) -> Page:
            page.goto(f"{address}/staff{path}")
            page.get_by_label("Name").fill(OFFICER.name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            return page

        yield go


def check(page: Page, name: str, scripts: bool) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    if folder := os.environ.get("SIGNPOST_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0


def test_health_is_read(visit: Visit, scripts: bool) -> None:
    page = visit("/health")
    assert page.get_by_role("link", name="Twilio in the last hour").count() == 1
    assert page.get_by_role("table", name="Faults by Twilio").get_by_role("row").count() == 2
    check(page, "health", scripts)


def test_a_place_is_found_on_the_map_and_read(visit: Visit, scripts: bool) -> None:
    page = visit("/map")
    check(page, "map", scripts)
    page.get_by_role("heading", name="Yes, in school").get_by_role("link").click()
    page.get_by_role("heading", name="What is heard").wait_for()
    check(page, "place", scripts)


def test_a_call_and_a_text_are_practised_by_keyboard_alone(visit: Visit, scripts: bool) -> None:
    page = visit("/phone")
    page.get_by_role("button", name="Ring", exact=True).press("Enter")
    page.get_by_role("button", name="1", exact=True).press("Enter")
    page.get_by_text("You press 1.").wait_for()
    check(page, "practice-call", scripts)
    page.get_by_role("link", name="Text", exact=True).press("Enter")
    page.get_by_role("button", name="Begin").press("Enter")
    page.get_by_label("Your text").fill("Hello")
    page.get_by_label("Your text").press("Enter")
    page.get_by_text("Example: Hello. In danger, ring 999.").wait_for()
    check(page, "practice-text", scripts)
