"""What parents needed: the page, its bars and its CSV."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from redis import Redis

from signpost.adapters.batch import Batch
from signpost.adapters.days import put_marks
from signpost.bootstrap import Service
from signpost.core.hours import LONDON
from signpost.core.menu import Menu
from signpost.core.needs_told import Section
from signpost.core.tally import Mark
from signpost.web import make_app
from signpost.web.console.bars import drawn
from signpost.web.console.needs import as_csv, periods, settled
from tests.web.console import HOST, Browser, employ

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
OCTOBER = date(2026, 10, 1)
# Counters of each day of a busy month.
EACH_DAY = {
    "begun.voice": 12,
    "begun.text": 7,
    "hour.09": 9,
    "hour.10": 6,
    "hour.03": 2,
    "entry.direct": 15,
    "entry.forwarded": 3,
    "topic.voice.decision": 6,
    "topic.text.provision": 3,
    "outcome.voice.contact": 9,
    "outcome.text.contact": 4,
    "within.voice.30": 5,
    "within.voice.60": 3,
    "within.text.3": 4,
    "stood.start": 3,
    "stood.provision": 1,
    "through": 4,
    "through.reached": 3,
    "outcome.voice.callback": 1,
    "callback.closed.spoke": 1,
    "callback.within.24": 1,
    "understood.not.nothing": 1,
    "missed.voice.other": 2,
    "asked.senco": 2,
    "heard.senco.helped-or-team-lead.thanks": 1,
}


def count(redis: Redis, day: date, counters: dict[str, int]) -> None:
    batch = Batch()
    put_marks(batch, (Mark(day, name, by) for name, by in counters.items()))
    with redis.pipeline() as pipe:
        batch.run(pipe)
        pipe.execute()


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


@pytest.fixture
def browser(service: Service) -> Iterator[Browser]:
    with time_machine.travel(NOW, tick=True):
        employ(service.store.staff)
        found = Browser(make_app(service))
        found.sign_in()
        yield found


@pytest.fixture
def october(redis: Redis, service: Service) -> None:  # noqa: ARG001
    for ahead in range(31):
        count(redis, OCTOBER + timedelta(days=ahead), EACH_DAY)


def rows(page: str, section: str) -> dict[str, list[str]]:
    """The rows of a section's table, by their names."""
    part = page.partition(f'<section id="{section}"')[2].partition("</section>")[0]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', part, re.DOTALL)
    return {label: re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in found}


@pytest.mark.parametrize("path", ["/staff/needs", "/staff/needs.csv?period=2026-10&section=days"])
def test_a_stranger_sees_nothing(service: Service, path: str) -> None:
    assert Browser(make_app(service)).get(path).status_code == 303


@pytest.mark.usefixtures("october")
def test_the_last_month_that_is_over_is_shown_first(browser: Browser) -> None:
    page = browser.page("/staff/needs")
    assert '<option value="2026-10" selected>October 2026</option>' in page
    assert "November 2026, so far" in page
    assert rows(page, "days")["All days"] == ["370", "215"]
    assert rows(page, "days")["Thu 1 Oct"] == ["10", "5"]
    assert rows(page, "hours")["09:00 to 09:59"] == ["275"]
    assert rows(page, "hours")["11:00 to 11:59"] == ["under 5"]
    assert "03:00 to 03:59" not in rows(page, "hours")


@pytest.mark.usefixtures("october")
def test_everything_has_the_names_that_the_pack_gives(browser: Browser) -> None:
    page = browser.page("/staff/needs?period=2026-10")
    assert rows(page, "topics")["A refusal or decision"] == ["185", "under 5"]
    assert rows(page, "gave-up")["The first menu: What is it about?"] == ["90"]
    assert rows(page, "answers") == {"School SENCo: asked": ["60"], "School SENCo: Yes, it helped": ["30"]}
    assert rows(page, "outcomes")["Were given a contact on the phone"] == ["275"]
    assert rows(page, "call")["60 seconds"] == ["245"]
    assert rows(page, "callbacks")["Asked for"] == ["30"]
    assert not re.search(r">[^<]*(begun|stood|hour|outcome|heard)\.[a-z]", page)


@pytest.mark.usefixtures("october")
def test_each_section_is_a_table_with_bars_beside_it_and_a_link_to_its_csv(browser: Browser) -> None:
    page = browser.page("/staff/needs?period=2026-10")
    sections = re.findall(r'<section id="([a-z-]+)"', page)
    assert len(sections) == len(set(sections)) == 15
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) == page.count("” as CSV</a>") > 8
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)  # noqa: S314
        assert root.get("role") == "img"
        assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
        assert not any("style" in element.attrib for element in root.iter())
    assert "style=" not in page


def test_of_a_month_that_runs_only_days_are_shown(browser: Browser, redis: Redis) -> None:
    for ahead in range(23):
        count(redis, date(2026, 11, 1) + timedelta(days=ahead), EACH_DAY)
    page = browser.page("/staff/needs")
    assert '<option value="2026-11" selected>November 2026, so far</option>' in page
    assert re.findall(r'<section id="([a-z-]+)"', page) == ["days"]
    assert "Sun 22 Nov" in rows(page, "days")
    assert "Mon 23 Nov" not in rows(page, "days"), "the day that runs is never shown"


def test_the_days_of_a_week_are_those_of_its_months(browser: Browser, redis: Redis) -> None:
    for ahead in range(60):
        count(redis, OCTOBER + timedelta(days=ahead), EACH_DAY)
    week = rows(browser.page("/staff/needs?period=2026-W44"), "days")
    assert list(week) == ["Mon 26 Oct", "Tue 27 Oct", "Wed 28 Oct", "Thu 29 Oct", "Fri 30 Oct", "Sat 31 Oct",
                          "Sun 1 Nov", "All days"]  # fmt: skip
    months = {**rows(browser.page("/staff/needs?period=2026-10"), "days"),
              **rows(browser.page("/staff/needs?period=2026-11"), "days")}  # fmt: skip
    assert all(week[day] == months[day] for day in week if day != "All days")


def test_a_month_without_anything_says_so(browser: Browser) -> None:
    page = browser.page("/staff/needs?period=2026-09")
    assert page.count("Every figure here is under 5.") == 15
    assert "<svg" not in page.partition("<main")[2]


def test_the_last_month_with_anything_to_show_is_opened(browser: Browser, redis: Redis) -> None:
    count(redis, date(2026, 8, 3), {"begun.voice": 5})
    count(redis, date(2026, 9, 3), {"begun.voice": 4})
    page = browser.page("/staff/needs")
    assert '<option value="2026-08" selected>' in page, "of September nobody can tell whether anybody came"


def test_with_nothing_to_show_it_opens_on_the_month_that_runs_and_says_so(browser: Browser) -> None:
    page = browser.page("/staff/needs")
    assert '<option value="2026-11" selected>' in page
    assert "This month is not over." in page
    assert "there is nothing to show" not in page


@pytest.mark.usefixtures("october")
def test_a_month_before_the_service_began_is_said_to_be(browser: Browser, redis: Redis) -> None:
    count(redis, date(2026, 8, 3), {"begun.voice": 4})
    said = "Before October 2026 there is nothing to show"
    for period in ("2026-08", "2026-09", "2025-01", "2026-W40"):
        assert (said in browser.page(f"/staff/needs?period={period}")) == (period != "2026-W40"), period
    assert said not in browser.page("/staff/needs?period=2026-10")


def reworded(service: Service) -> Service:
    """The service on a pack in which all answers to one question are worded alike."""
    menu = service.pack.places["helped-or-team-lead"]
    assert isinstance(menu, Menu)
    label = menu.choices[0].label
    alike = replace(menu, choices=tuple(replace(choice, label=label) for choice in menu.choices))
    return replace(service, pack=replace(service.pack, places={**service.pack.places, menu.name: alike}))


def test_a_pack_that_is_edited_between_two_looks_tells_no_more(
    browser: Browser, service: Service, redis: Redis
) -> None:
    menu = service.pack.places["helped-or-team-lead"]
    assert isinstance(menu, Menu)
    two, three = (choice.goto for choice in menu.choices[:2])
    heard = {f"heard.senco.{menu.name}.{two}": 2, f"heard.senco.{menu.name}.{three}": 3}
    busy = {"begun.text": 50, "begun.voice": 50, "asked.senco": 40}
    for month in (9, 10):
        count(redis, date(2026, month, 1), {**busy, **heard})
    later = Browser(make_app(reworded(service)), None)
    later.sign_in()
    unseen = rows(later.page("/staff/needs?period=2026-09"), "answers")
    assert list(unseen.values()) == [["40"], ["5"]], "the edited pack alone shows five, worded alike"
    seen = rows(browser.page("/staff/needs?period=2026-10"), "answers")
    assert list(seen.values()) == [["40"]]
    assert rows(later.page("/staff/needs?period=2026-10"), "answers") == seen
    csv_of = "/staff/needs.csv?period=2026-10&section=answers"
    assert later.get(csv_of).data == browser.get(csv_of).data


@pytest.mark.parametrize("query", ["period=2026-13", "period=2020-01", "period=today", "period=2026-12"])
def test_no_other_periods_can_be_asked_for(browser: Browser, query: str) -> None:
    assert browser.get(f"/staff/needs?{query}").status_code == 404
    assert browser.get(f"/staff/needs.csv?section=days&{query}").status_code == 404


@pytest.mark.usefixtures("october")
def test_the_csv_says_what_the_page_says(browser: Browser) -> None:
    response = browser.get("/staff/needs.csv?period=2026-10&section=topics")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == "attachment; filename=topics-2026-10.csv"
    lines = list(csv.reader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines[0] == ["Topic", "Calls", "Texts"]
    assert ["A refusal or decision", "185", "under 5"] in lines
    assert browser.get("/staff/needs.csv?period=2026-10&section=other").status_code == 404
    assert browser.get("/staff/needs.csv?period=2026-11&section=topics").status_code == 404


@pytest.mark.parametrize("label", ["=1+1", "+44", "-3", "@sum", " =x", "\t=x"])
def test_no_label_is_a_formula(label: str) -> None:
    written = as_csv(Section("a", "A", "", "Row", ("n",), ((label, (5,)),)))
    assert list(csv.reader(io.StringIO(written)))[1] == [f"'{label}", "5"]


def test_words_in_bars_are_escaped() -> None:
    drawing = drawn(Section("a", "A & <b>", "", "Row", ("n",), (("<i> & long enough to stand above", (5,)),)))
    words = [element.text for element in ElementTree.fromstring(drawing).iter() if element.text]  # noqa: S314
    assert "<i> & long enough to stand above" in words
    assert "A & <b>" in words


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 11, 23, 3, 59, tzinfo=LONDON), date(2026, 11, 21)),
        (datetime(2026, 11, 23, 4, 0, tzinfo=LONDON), date(2026, 11, 22)),
    ],
)
def test_a_day_is_shown_from_four_in_the_morning_after(now: datetime, last: date) -> None:
    assert settled(now) == last


def test_periods_are_25_months_and_eight_weeks() -> None:
    found = periods(date(2026, 11, 22))
    months = [period for period in found if period.is_month]
    assert (months[0].name, months[-1].name, len(months)) == ("2026-11", "2024-11", 25)
    assert [period.name for period in found if not period.is_month][:2] == ["2026-W47", "2026-W46"]
    assert found[-8].over
