"""What parents needed, in a real Chromium: no barrier, nothing beside the screen, and nothing that needs JavaScript."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser
from redis import Redis

from signpost.bootstrap import Service
from signpost.phone.server import Server
from signpost.web import make_app
from tests.web.console import OFFICER, PASSWORD, employ
from tests.web.test_needs import EACH_DAY, NOW, OCTOBER, count

pytestmark = pytest.mark.browser


@pytest.fixture
def address(make_service: Callable[..., Service], redis: Redis) -> Iterator[str]:
    front = Flask("front")
    with Server(front) as web, time_machine.travel(NOW, tick=True):
        service = make_service(SIGNPOST_PUBLIC_URL=web.url)
        front.wsgi_app = make_app(service).wsgi_app  # type: ignore[method-assign]
        employ(service.store.staff)
        for ahead in range(31):
            # Each day of the week its own, as days are.
            of_the_day = {name: max(1, by * (7 - ahead % 7) // 4) for name, by in EACH_DAY.items()}
            count(redis, OCTOBER + timedelta(days=ahead), of_the_day)
        yield web.url


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_month_is_chosen_read_and_taken_away(browser: Browser, address: str, width: int, scripts: bool) -> None:
    size = {"width": width, "height": 800}
    with browser.new_context(viewport=size, java_script_enabled=scripts) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/staff/needs")
        page.get_by_label("Name").fill(OFFICER.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("Month or week").select_option("October 2026")
        page.get_by_role("button", name="Show").click()
        assert page.get_by_role("heading", name="October 2026").count() == 1
        assert page.get_by_role("img", name="At which hour").count() == 1
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download “What it was about” as CSV").click()
        assert taken.value.suggested_filename == "topics-2026-10.csv"
        if folder := os.environ.get("SIGNPOST_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"needs-{width}.png", full_page=True)
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            letters = "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
            assert min(page.evaluate(letters)) >= 12
            assert Axe().run(page).violations_count == 0
