"""The practice phone: real menus and the real engine, with nothing behind them."""

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import time_machine
from redis import Redis
from werkzeug.test import TestResponse

from signpost.authoring.faults import PackFaults
from signpost.bootstrap import Service
from signpost.web import make_app
from signpost.web.console import practice
from tests.house import EXAMPLE, PACK
from tests.web.console import HOST, Browser, employ

CALL, TEXTS = "/staff/phone", "/staff/phone/texts"


class Phone:
    """The practice phone in a browser without JavaScript: each page's own state goes with the next answer."""

    def __init__(self, browser: Browser, path: str = CALL) -> None:
        self.browser, self.path = browser, path
        self.page = ""

    def begin(self, menus: str = "live", line: str = "now") -> str:
        return self._shown(self.browser.post(self.path, menus=menus, line=line))

    def do(self, **what: str) -> str:
        (state, *_) = re.findall(r'name="state" value="([^"]+)"', self.page)
        return self._shown(self.browser.post(self.path, state=state, **what))

    def press(self, keys: str) -> str:
        for key in keys:
            self.do(key=key)
        return self.page

    def _shown(self, response: TestResponse) -> str:
        assert response.status_code == 200, response.status_code
        self.page = response.get_data(as_text=True)
        return self.now

    @property
    def now(self) -> str:
        """What the page says of this turn, as words alone."""
        part = self.page[self.page.index('id="now"') : self.page.index("<form", self.page.index('id="now"'))]
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part.partition(">")[2]))).strip()


def ours(make_service: Callable[..., Service], tmp_path: Path) -> tuple[Browser, Path]:
    """Somebody signed in to a service whose pack can be written on."""
    folder = tmp_path / "ours"
    if not folder.exists():
        shutil.copytree(EXAMPLE, folder)
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(folder))
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    return browser, folder


@pytest.fixture
def browser(make_service: Callable[..., Service]) -> Browser:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(EXAMPLE))
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    return browser


@pytest.fixture
def hertfordshire(make_service: Callable[..., Service]) -> Browser:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(PACK))
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    return browser


def test_a_call_is_heard_in_words_with_its_seconds(browser: Browser) -> None:
    said = Phone(browser).begin()
    assert "Hello. In danger, ring 999." in said
    assert "Is your child in school?" in said
    assert re.search(r"For yes, in school, press 1", said, re.IGNORECASE)
    assert re.search(r"\d+ seconds listened since you rang", said)


def test_keys_lead_on_and_a_text_is_shown_and_not_sent(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    assert "Talk to the teacher first" in phone.press("1")
    phone.press("1")
    said = phone.now
    assert "safe" in said
    phone.press("1")
    assert "Would be texted to 07700 900123:" in phone.page
    assert "Talk to the teacher first. Ask when the help is given, and by whom." in phone.page
    assert "1 segment" in phone.page


@time_machine.travel("2026-11-23 10:00 +0000")
def test_a_follow_up_that_was_agreed_can_be_let_arrive(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    phone.press("1111")
    assert "On Mon 7 Dec, 10:00 you would be asked by text: Is your child in school?" in phone.page
    phone.path = TEXTS
    said = phone.do(arrive="0")
    assert "It is Mon 7 Dec, 10:00. A text arrives." in said
    assert "Example: Is your child in school?" in said
    assert "Texts that would come" not in phone.page
    assert "Talk to the teacher first" in phone.do(text="1")


def test_a_thread_of_texts_is_answered_as_a_parent_is(browser: Browser) -> None:
    phone = Phone(browser, TEXTS)
    phone.begin()
    assert "Is your child in school?" in phone.do(text="Hello")
    assert "Exampleton Helpline" in phone.do(text="no")
    assert "01632 960001" in phone.now
    assert "Ring 999 now" in phone.do(text="we are in danger")
    phone.do(text="STOP")
    assert "You would get no text that you did not ask for." in phone.page


def test_the_line_can_be_busy(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin(line="busy")
    phone.press("0")
    said = phone.now
    assert "You are put through to: Exampleton Helpline." in said
    assert "Nobody answers." in said
    assert "They could not answer just now." in said
    assert "To have the number by text, press 1." in said


def test_whoever_is_rung_may_answer(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    assert 'value="reached"' in phone.press("0")
    assert "They answer. You talk" in phone.do(ended="reached")
    assert 'class="keypad"' in phone.page


def test_silence_twice_leads_to_a_person(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    assert "You press nothing, and wait." in phone.do(wait="1")
    assert "You are put through to: Exampleton Helpline." in phone.do(wait="1")


def test_a_call_that_breaks_off_is_carried_on(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    phone.press("1")
    phone.do(hang_up="1")
    assert "The call is over." in phone.page
    assert 'class="keypad"' not in phone.page
    assert "carry on" in phone.do(again="1").lower()


def test_a_number_is_keyed_digit_by_digit_or_at_once(browser: Browser) -> None:
    phone = Phone(browser)
    phone.begin()
    phone.press("112")
    assert "11 keys are asked for" in phone.page
    phone.press("07")
    assert "keyed so far: 07" in phone.page
    said = phone.do(keys="700900456")
    assert "You press 07700900456." in said
    assert "We have 07 700 900 456." in said


def test_own_words_are_understood(hertfordshire: Browser) -> None:
    phone = Phone(hertfordshire, TEXTS)
    phone.begin()
    said = phone.do(text="the school is not giving him the hours in his plan")
    assert "Is it this: help in a plan that is not given?" in said


def test_a_line_without_known_hours_is_never_shut(browser: Browser) -> None:
    assert 'value="busy"' in browser.page(CALL)
    assert 'value="shut"' not in browser.page(CALL)
    assert browser.post(CALL, menus="live", line="shut").status_code == 422


@time_machine.travel("2026-11-23 10:00 +0000")
def test_a_line_with_hours_can_be_played_shut(make_service: Callable[..., Service], tmp_path: Path) -> None:
    browser, folder = ours(make_service, tmp_path)
    pack = folder / "pack.yaml"
    hours = "{monday: 09:00-17:00, tuesday: 09:00-17:00, wednesday: 09:00-17:00}"
    pack.write_text(f"{pack.read_text()}line:\n  hours: {hours}\n")
    browser = ours(make_service, tmp_path)[0]
    phone = Phone(browser)
    phone.begin(line="shut")
    assert "at 9 am tomorrow" in phone.press("0")
    assert "is shut just now. It opens at 9 am tomorrow." in phone.begin(line="passed on, shut")


def test_a_changed_pack_is_tried_before_it_is_live(make_service: Callable[..., Service], tmp_path: Path) -> None:
    browser, folder = ours(make_service, tmp_path)
    menus = folder / "menus.yaml"
    menus.write_text(menus.read_text().replace("Is your child in school?", "Is your child at school today?"))
    assert "Is your child in school?" in Phone(browser).begin()
    phone = Phone(browser)
    assert "Is your child at school today?" in phone.begin(menus="disk")
    menus.write_text(menus.read_text().replace("goto: school", "goto: scool"))
    response = browser.post(CALL, menus="disk", line="now")
    assert response.status_code == 422
    assert f"{menus}:7: " in response.get_data(as_text=True)
    assert "did you mean school?" in response.get_data(as_text=True)
    assert "Is your child in school?" in Phone(browser).begin()


def test_nothing_is_kept_or_counted(browser: Browser, redis: Redis) -> None:
    before = {name: redis.dump(name) for name in redis.scan_iter("*") if not name.startswith(b"signpost:signed-in")}
    phone = Phone(browser)
    phone.begin()
    phone.press("11110")
    texts = Phone(browser, TEXTS)
    texts.begin()
    for words in ("hello", "2", "STOP", "FORGET", "1", "RING ME"):
        texts.do(text=words)
    after = {name: redis.dump(name) for name in redis.scan_iter("*") if not name.startswith(b"signpost:signed-in")}
    assert after == before


def test_what_staff_have_changed_is_heard_as_parents_hear_it(make_service: Callable[..., Service]) -> None:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST, SIGNPOST_PACK=str(EXAMPLE))
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    service.store.amendments.put_number("helpline", "+441632960555", "Mo")
    phone = Phone(browser, TEXTS)
    phone.begin()
    phone.do(text="Hello")
    assert "01632 960555" in phone.do(text="2")
    phone.begin(menus="disk")
    phone.do(text="Hello")
    assert "01632 960555" in phone.do(text="2")


@pytest.mark.parametrize("state", ["x", "eyJhIjoxfQ.aSFpYg.x"])
def test_a_page_that_was_tampered_with_begins_anew(browser: Browser, state: str) -> None:
    response = browser.post(CALL, state=state, key="1")
    assert (response.status_code, response.location) == (303, "/staff/phone")
    assert "Begin again" in browser.page(CALL)


def test_a_page_that_lay_open_too_long_begins_anew(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(browser)
    phone.begin()
    monkeypatch.setattr(practice, "_GOOD_FOR", -1)
    (state, *_) = re.findall(r'name="state" value="([^"]+)"', phone.page)
    assert browser.post(CALL, state=state, key="1").status_code == 303


@pytest.mark.parametrize(
    "what", [{"key": "x"}, {"arrive": "9"}, {"arrive": "x"}, {"ended": "reached"}, {"say": "x"}, {}]
)
def test_what_cannot_be_done_now_changes_nothing(browser: Browser, what: dict[str, str]) -> None:
    phone = Phone(browser)
    phone.begin()
    phone.do(**what)
    assert 'class="keypad"' in phone.page
    assert "Talk to the teacher first" in phone.press("1")


def test_a_long_conversation_still_fits_into_its_page(hertfordshire: Browser) -> None:
    phone = Phone(hertfordshire, TEXTS)
    phone.begin()
    for words in ("hello", "1", "2", "BACK", "MENU", "PERSON") * 12:
        phone.do(text=words)
    (state, *_) = re.findall(r'name="state" value="([^"]+)"', phone.page)
    assert len(state) < 16_000


def test_a_link_that_leads_nowhere_is_a_fault_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(EXAMPLE, folder)
    (folder / "more.yaml").symlink_to("/nonexistent")
    for _ in range(2):
        with pytest.raises(PackFaults, match=r"more\.yaml: is missing"):
            practice._on_disk(folder, mailed=True)
    (folder / "more.yaml").unlink()
    assert practice._on_disk(folder, mailed=True).services
