"""The page: its server by HTTP, and the whole of it in a real Chromium."""

import re

import pytest
import requests
from playwright.sync_api import Page, expect

from signpost.phone.carrier import BLOCKED, Carrier
from signpost.phone.numbers import LANDLINE
from signpost.phone.server import Server
from tests.phone.stub import Stub


def test_only_this_machine_by_its_own_name_is_answered(phone: Server) -> None:
    with requests.Session() as session:
        session.trust_env = False
        assert phone.url.startswith("http://127.0.0.1:")
        page = session.get(phone.url)
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert session.get(phone.url, headers={"Host": "example.org"}).status_code == 400
        assert session.get(f"{phone.url}/page/../page.py").status_code == 404
        assert session.get(f"{phone.url}/page/%2e%2e/page.py").status_code == 404


def test_another_sites_form_cannot_use_the_phone(phone: Server, stub: Stub) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for path in ("call", "text", "deliver-now"):
            assert session.post(f"{phone.url}/api/{path}", data={"do": "ring"}).status_code == 415
    assert stub.requests == []


@pytest.mark.parametrize(
    ("what", "explained"),
    [
        ({"do": "press", "value": "1"}, "ring first"),
        ({"do": "ring", "value": "me"}, "a caller is one of mobile, landline, withheld"),
    ],
)
def test_what_cannot_be_done_is_explained(phone: Server, what: dict[str, str], explained: str) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(f"{phone.url}/api/call", json=what)
        assert answer.status_code == 409
        assert explained in answer.json()["error"]


@pytest.mark.browser
def test_a_parent_texts_and_is_answered(phone: Server, tab: Page) -> None:
    tab.goto(phone.url)
    tab.get_by_label("Your text").fill("hello")
    tab.get_by_label("Your text").press("Enter")
    bubbles = tab.get_by_role("log", name="Texts").locator(".body")
    expect(bubbles).to_have_count(2)
    tab.get_by_label("Your text").fill("1")
    tab.get_by_role("button", name="Send").click()
    expect(bubbles).to_have_text(["hello", "Test: text 1 was hello", "1", "Test: text 2 was 1"])
    tab.reload()
    expect(bubbles).to_have_count(4)


@pytest.mark.browser
def test_a_parent_rings_gets_a_text_and_answers_the_follow_up(phone: Server, tab: Page, stub: Stub) -> None:
    tab.goto(phone.url)
    heard = tab.get_by_role("log", name="What you hear")
    thread = tab.get_by_role("log", name="Texts")
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(heard).to_contain_text("Hello, this is Test.")
    tab.get_by_role("button", name="2", exact=True).click()
    expect(heard).to_contain_text("We are sending the text.")
    expect(thread).to_contain_text("Test: Team: 01632 960999")
    tab.get_by_role("button", name="Hang up").click()
    expect(tab.get_by_text("Not on a call")).to_be_visible()
    tab.get_by_role("button", name="Deliver the next follow-up now").click()
    expect(thread).to_contain_text("Did it help?")
    tab.get_by_label("Your text").fill("1")
    tab.get_by_role("button", name="Send").click()
    expect(thread).to_contain_text("Test: text 1 was 1")
    tab.get_by_role("button", name="Deliver the next follow-up now").click()
    expect(tab.get_by_text("No follow-up is waiting.")).to_be_visible()
    assert stub.refused == []


@pytest.mark.browser
def test_a_text_that_arrives_during_a_call_is_told_where_the_caller_looks(phone: Server, tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(phone.url)
    notice = tab.get_by_role("link", name="A text has arrived")
    tab.get_by_label("Your text").fill("hello")
    tab.get_by_role("button", name="Send").click()
    expect(tab.get_by_role("log", name="Texts")).to_contain_text("text 1 was hello")
    expect(notice).to_have_count(0)
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(tab.get_by_role("log", name="What you hear")).to_contain_text("Hello, this is Test.")
    tab.get_by_role("button", name="2", exact=True).click()
    notice.click()
    expect(tab.get_by_role("heading", name="Texts")).to_be_focused()
    expect(tab.get_by_role("heading", name="Texts")).to_be_in_viewport()
    expect(notice).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_captions_begin_where_the_newest_speech_begins(phone: Server, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 640})
    tab.goto(phone.url)
    heard = tab.get_by_role("log", name="What you hear")
    heard.evaluate("box => { box.style.height = '5rem'; }")
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(heard).to_contain_text("Hello")
    for key in ("7", "9"):
        tab.get_by_role("button", name=key, exact=True).click()
        expect(heard.locator(".you").last).to_have_text(f"You press {key}")
        expect(heard.locator("p").last).to_contain_text("press 1")
        below = "line => line.offsetTop - line.parentElement.scrollTop"
        assert 0 <= heard.locator(".you").last.evaluate(below) <= 16


@pytest.mark.browser
def test_captions_follow_a_voice_to_the_line_that_it_speaks(phone: Server, tab: Page) -> None:
    # A voice that is done at once; this Chromium has none.
    tab.add_init_script("""
        speechSynthesis.getVoices = () => [{}];
        speechSynthesis.speak = (words) => setTimeout(() => words.dispatchEvent(new Event("end")));
    """)
    tab.goto(phone.url)
    heard = tab.get_by_role("log", name="What you hear")
    heard.evaluate("box => { box.style.height = '5rem'; }")
    tab.get_by_role("button", name="Call", exact=True).click()
    last = heard.get_by_text("To be put through press 1.")
    expect(last).to_be_in_viewport()
    visible = "line => line.offsetTop + line.offsetHeight - line.parentElement.scrollTop"
    assert last.evaluate(visible) <= heard.evaluate("box => box.clientHeight")


@pytest.mark.browser
def test_an_answer_that_the_network_blocks_is_shown_as_no_text(phone: Server, tab: Page) -> None:
    tab.goto(phone.url)
    tab.get_by_label("Your text").fill("stop")
    tab.get_by_role("button", name="Send").click()
    thread = tab.get_by_role("log", name="Texts")
    expect(thread.get_by_text(BLOCKED)).to_be_visible()
    expect(thread.locator(".body")).to_have_count(2)


@pytest.mark.browser
def test_the_keyboard_presses_keys_and_a_call_is_put_through(phone: Server, tab: Page, stub: Stub) -> None:
    tab.goto(phone.url)
    tab.get_by_label("Landline").check()
    tab.get_by_role("button", name="Call", exact=True).click()
    heard = tab.get_by_role("log", name="What you hear")
    expect(heard).to_contain_text("To be put through press 1.")
    tab.get_by_role("button", name="5", exact=True).focus()
    tab.keyboard.press("*")
    expect(heard).to_contain_text("Sorry, that key does nothing here.")
    tab.keyboard.press("1")
    expect(heard).to_contain_text("Ringing 01632 960999")
    tab.get_by_role("button", name="Busy").click()
    expect(heard).to_contain_text("The call was busy.")
    expect(tab.get_by_role("button", name="Call", exact=True)).to_be_visible()
    assert [fields["From"] for fields in stub.requests] == [LANDLINE] * 4


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_a_parent_speaks_where_the_call_listens_and_nowhere_else(
    phone: Server, tab: Page, stub: Stub, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(phone.url)
    heard, words = tab.get_by_role("log", name="What you hear"), tab.get_by_role("textbox", name="Say", exact=True)
    expect(words).to_be_hidden()
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(heard).to_contain_text("Hello, this is Test.")
    expect(words).to_be_hidden()
    tab.get_by_role("button", name="6", exact=True).click()
    expect(words).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    box = tab.get_by_role("button", name="Say it").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    words.fill("He is not in school")
    words.press("Enter")
    expect(heard).to_contain_text("You say: He is not in school")
    expect(heard).to_contain_text("You said He is not in school.")
    expect(words).to_be_hidden()
    expect(tab.get_by_role("button", name="1", exact=True)).to_be_focused()
    tab.get_by_role("button", name="Hang up").click()
    assert [form["SpeechResult"] for form in stub.requests if "SpeechResult" in form] == ["He is not in school"]


@pytest.mark.browser
def test_who_has_begun_to_speak_is_not_hurried(phone: Server, tab: Page, stub: Stub) -> None:
    tab.clock.install()
    tab.goto(phone.url)
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(tab.get_by_role("log", name="What you hear")).to_contain_text("Hello, this is Test.")
    tab.get_by_role("button", name="6", exact=True).click()
    words = tab.get_by_role("textbox", name="Say", exact=True)
    words.press_sequentially("He is")
    tab.clock.run_for(60_000)
    expect(words).to_have_value("He is")
    assert len(stub.requests) == 2
    words.fill("")
    tab.get_by_role("button", name="Say it").click()
    assert len(stub.requests) == 2


@pytest.mark.browser
def test_time_runs_out_unless_it_may_not(phone: Server, tab: Page, stub: Stub) -> None:
    tab.clock.install()
    tab.goto(phone.url)
    heard = tab.get_by_role("log", name="What you hear")
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(heard).to_contain_text("Hello")
    tab.get_by_role("button", name="Say nothing").click()
    expect(heard).to_contain_text("Take your time.")
    # The clock is the test's own: reading time, then ten seconds for a key.
    tab.clock.run_for(30_000)
    expect(heard).to_contain_text("No key in time")
    assert [fields.get("Digits") for fields in stub.requests] == [None, "", ""]
    tab.get_by_label("Run out of time").uncheck()
    tab.clock.run_for(60_000)
    expect(tab.get_by_text("Take as long as you like")).to_be_visible()
    assert len(stub.requests) == 3


@pytest.mark.browser
def test_the_officer_sees_what_was_said_behind_the_scenes(phone: Server, tab: Page) -> None:
    tab.goto(phone.url)
    tab.get_by_label("Your text").fill("hello")
    tab.get_by_role("button", name="Send").click()
    tab.get_by_role("tab", name="Phone").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("tab", name="Behind the scenes")).to_be_focused()
    first = tab.get_by_text("POST a text comes in: 200")
    first.click()
    expect(tab.get_by_text("<Message>Test: text 1 was hello</Message>")).to_be_visible()
    expect(tab.get_by_text("NumSegments")).to_be_visible()


@pytest.mark.browser
def test_a_broken_answer_is_shown(phone: Server, tab: Page) -> None:
    tab.goto(phone.url)
    tab.get_by_role("button", name="Call", exact=True).click()
    expect(tab.get_by_role("log", name="What you hear")).to_contain_text("Hello")
    tab.get_by_role("button", name="4", exact=True).click()
    expect(tab.get_by_role("log", name="What you hear")).to_contain_text("The line breaks. Twilio error 12100")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_without_scrolling_sideways_and_keys_are_large_enough(phone: Server, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(phone.url)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    sizes = tab.locator("button:visible").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    for button in tab.get_by_role("button").all():
        expect(button).to_have_accessible_name(re.compile(r"\S"))


@pytest.mark.browser
def test_a_parent_picks_up_when_the_service_rings(phone: Server, stub: Stub, carrier: Carrier, tab: Page) -> None:
    tab.goto(phone.url)
    tab.get_by_label("Speak aloud").uncheck()
    carrier.call_out("+447700900123", f"{stub.url}/voice")
    expect(tab.get_by_text("Your phone is ringing")).to_be_visible()
    tab.get_by_role("button", name="Answer").click()
    expect(tab.get_by_role("log", name="What you hear")).to_contain_text("Hello, this is Test.")
    expect(tab.get_by_role("button", name="Hang up")).to_be_visible()
