"""The console on a real morning: each page looked at, and painted for the README by `make screenshots`."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.morning import count_october, fill, hire_worker
from tests.web.seen import Seen

pytestmark = pytest.mark.browser
FOLDER = Path("tests/web/pictures")
# At 320 pixels the README shows these alone.
NARROW = ("callbacks", "phone")
LARGEST = 150_000


@pytest.fixture(params=[True], ids=["with JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_every_page_of_a_morning_is_well_to_look_at(mo: Seen) -> None:
    service = mo.house.service
    first = fill(service)
    mo.house.work()
    count_october(service.redis)
    worker = hire_worker(service)
    pages = {
        "today": "/",
        "callbacks": "/callbacks",
        "request": f"/callbacks/{first.id}",
        "texts": "/texts",
        "contacts": "/contacts",
        "needs": "/needs?period=2026-10",
        "map": "/map",
        "health": "/health",
    }
    for name, path in pages.items():
        mo.go(path)
        mo.check(name, painted=mo.width > 320 or name in NARROW)
    expect(mo.page.get_by_role("main")).to_contain_text("One thing to look at: Requests to be rung back.")
    mo.go("/phone")
    for name in ("Ring", "1"):
        mo.use(mo.button(name))
    mo.check("phone")
    worker.register_death()  # type: ignore[no-untyped-call]


@pytest.mark.skipif("SIGNPOST_SCREENSHOTS" in os.environ, reason="they are being painted")
def test_the_pictures_of_the_readme_are_small() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in FOLDER.glob("*.png")}
    assert sizes
    assert max(sizes.values()) < LARGEST, sizes
