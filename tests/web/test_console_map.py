"""The map of the pack in the console: every place with its words, and how often people came, in fives."""

import re
from collections.abc import Callable

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.web import make_app
from signpost.web.console.pack_map import drawing
from tests.house import EXAMPLE, PACK
from tests.web.console import HOST, Browser, employ


def signed_in(service: Service) -> Browser:
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    return browser


@pytest.fixture
def browser(make_service: Callable[..., Service]) -> Browser:
    return signed_in(make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(EXAMPLE)))


def test_each_place_of_the_drawing_and_of_the_list_leads_to_its_page(browser: Browser) -> None:
    page = browser.page("/staff/map")
    links = re.findall(r'href="(/staff/map/[^"]+)"', page)
    assert sorted(set(links)) == [f"/staff/map/{name}" for name in ("danger", "helpline", "school", "start")]
    for link in set(links):
        assert links.count(link) == 2
        browser.page(link)


def test_a_place_shows_its_words_what_they_take_and_where_it_leads(browser: Browser) -> None:
    page = browser.page("/staff/map/school")
    assert "<h1>Yes, in school</h1>" in page
    assert "Talk to the teacher first. Ask when the help is given, and by whom." in page
    assert "16 seconds for somebody who rings for the first time" in page
    assert "2 segments" in page
    assert '<a href="/staff/map/helpline">I have tried that</a>: Exampleton Helpline' in page
    assert '<a href="/staff/map/start">The first menu</a>' in page


def test_fewer_than_five_are_never_told(browser: Browser, redis: Redis) -> None:
    redis.hset(keys.COUNTS, mapping={"places.school": 4, "places.helpline": 13, "places.gone": 77})
    page = browser.page("/staff/map")
    assert page.count("People came here: under 5") == 3
    assert page.count("People came here: 10") == 1
    assert "13" not in re.findall(r"People came here: (\S+)", page)
    assert "under 5 times" in browser.page("/staff/map/school")
    redis.hincrby(keys.COUNTS, "places.school", 1)
    assert "under 5 times" in browser.page("/staff/map/school")


def test_a_number_that_staff_have_replaced_is_nowhere_on_the_map(make_service: Callable[..., Service]) -> None:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(EXAMPLE))
    browser = signed_in(service)
    assert "01632 960001" in browser.page("/staff/map")
    service.store.amendments.put_number("helpline", "+441632960555", "Mo")
    for path in ("/staff/map", "/staff/map/helpline"):
        page = browser.page(path)
        assert "01632 960555" in page
        assert "01632 960001" not in page


def test_a_place_that_is_not_in_the_pack_is_not_found(browser: Browser) -> None:
    assert browser.get("/staff/map/nowhere").status_code == 404


def test_a_large_pack_is_drawn_before_anybody_asks(make_service: Callable[..., Service]) -> None:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(PACK))
    browser = signed_in(service)
    # As `create_app` does.
    drawing(service.pack, "/staff/map")
    drawn = drawing.cache_info().misses
    browser.page("/staff/map")
    browser.page("/staff/map/decision")
    assert drawing.cache_info().misses == drawn
