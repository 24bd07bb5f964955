"""The console in a real Chromium: on a real house at MORNING, wide and narrow, with and without JavaScript.

`visitor` is at the console's door; `olu`, an officer, and `mo`, a manager, have signed in there.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, ViewportSize
from redis import Redis

from signpost.adapters.connection import connect
from signpost.staff_ports import Member
from signpost.web import make_app
from tests.house import MORNING, PACK, House, opened
from tests.web.console import HOST, MANAGER, OFFICER, Browser, employ

WIDTHS = (320, 1280)
# What a screen shows of a page, and a picture too.
HEIGHT = 900
_COOKIE = "signpost-staff"
# More than there are links on any page that is driven by keys.
_FAR = 150


@dataclass(frozen=True, slots=True)
class Staffed:
    """What Redis holds once the staff are employed and signed in, and the cookie of each of them."""

    held: dict[bytes, bytes]
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of a house's console, driven by keys, and what is asked of every page."""

    page: Page
    house: House
    scripts: bool
    width: int
    _axe: Axe = field(default_factory=Axe)

    def go(self, path: str) -> None:
        """Open a page by its address below /staff."""
        self.page.goto(f"/staff{path}")

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def reach(self, what: Locator) -> None:
        """Go there by Tab alone, however far it is."""
        what.wait_for()
        for _ in range(_FAR):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not lead to {what}")

    def use(self, what: Locator) -> None:
        """Follow a link or press a button, by keys alone, and wait for the page that it leads to."""
        self.reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        """Type into a field, by keys alone."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def choose(self, label: str) -> None:
        """Take one of several radio buttons, by keys alone: Tab leads to the first, the arrow on."""
        self.reach(self.page.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        wanted = self.page.get_by_label(label, exact=True)
        for _ in range(self.page.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrow does not lead to {label}")

    def check(self, name: str, *, painted: bool = True) -> None:
        """Axe finds nothing and nothing scrolls sideways. SIGNPOST_SCREENSHOTS=FOLDER has the page painted there."""
        folder = os.environ.get("SIGNPOST_SCREENSHOTS")
        if folder and painted:
            self.page.screenshot(path=Path(folder) / f"{name}-{self.width}.png")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, name
        if self.scripts:
            found = self._axe.run(self.page)
            assert found.response["passes"], "it has looked"
            assert found.violations_count == 0, (name, self.width, found.generate_report())


@pytest.fixture
def menus() -> Path:
    """The pack; a test module may have another."""
    return PACK


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="session")
def staffed(redis_url: str) -> Staffed:
    """The staff, signed in an hour before MORNING: once for all tests, for scrypt is slow on purpose."""
    with connect(redis_url) as redis, pytest.MonkeyPatch.context() as patch:
        redis.flushall()
        with time_machine.travel(MORNING - timedelta(hours=1)), opened(redis_url, patch) as house:
            employ(house.service.store.staff)
            cookies = {member.name: _signed_in(house, member) for member in (MANAGER, OFFICER)}
        held = {key: redis.dump(key) for key in redis.scan_iter()}
    return Staffed({key: value for key, value in held.items() if value}, cookies)


def _signed_in(house: House, member: Member) -> str:
    browser = Browser(make_app(house.service))
    assert browser.sign_in(member).status_code == 303
    cookie = browser.client.get_cookie(_COOKIE, domain=HOST.removeprefix("https://"), path="/staff")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def staffed_house(
    staffed: Staffed, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch, menus: Path
) -> Iterator[House]:
    """The whole service at MORNING, with its staff."""
    with time_machine.travel(MORNING, tick=False), opened(redis_url, monkeypatch, menus) as house:
        for key, value in staffed.held.items():
            redis.restore(key, 0, value)
        yield house


@pytest.fixture
def visitor(browser: Chromium, staffed_house: House, scripts: bool, width: int) -> Iterator[Seen]:
    base, size = staffed_house.service.settings.public_url, ViewportSize(width=width, height=HEIGHT)
    with browser.new_context(base_url=base, viewport=size, java_script_enabled=scripts) as context:
        yield Seen(context.new_page(), staffed_house, scripts, width)


@pytest.fixture
def olu(visitor: Seen, staffed: Staffed) -> Seen:
    return _enter(visitor, staffed, OFFICER)


@pytest.fixture
def mo(visitor: Seen, staffed: Staffed) -> Seen:
    return _enter(visitor, staffed, MANAGER)


def _enter(visitor: Seen, staffed: Staffed, member: Member) -> Seen:
    address = f"{visitor.house.service.settings.public_url}/staff"
    visitor.page.context.add_cookies([{"name": _COOKIE, "value": staffed.cookies[member.name], "url": address}])
    return visitor
