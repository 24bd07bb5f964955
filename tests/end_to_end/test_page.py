"""A parent with the phone of `make demo`, in a real Chromium, before the real service."""

import pytest
from playwright.sync_api import Page, expect

from signpost.phone.stack import Stack


@pytest.mark.browser
def test_a_parent_rings_is_texted_and_answers_the_follow_up(stack: Stack, tab: Page) -> None:
    tab.goto(stack.url)
    heard = tab.get_by_role("log", name="What you hear")
    thread = tab.get_by_role("log", name="Texts")

    def press(key: str, then: str) -> None:
        tab.get_by_role("button", name=key, exact=True).click()
        expect(heard).to_contain_text(then)

    def send(words: str, then: str) -> None:
        tab.get_by_label("Your text").fill(words)
        tab.get_by_role("button", name="Send").click()
        expect(thread).to_contain_text(then)

    send("hello", "Reply 1, 2, 3, 4 or 5.")
    send("3", "Who do you need?")
    press("Call", "5 choices.")
    press("2", "Is your child in school now?")
    press("1", "ask for the SENCo")
    press("1", "Is it safe to text this phone?")
    press("1", "Shall we text you in 10 working days, to ask if this helped?")
    expect(thread).to_contain_text("Ask for the SENCo")
    press("1", "We will text you in 10 working days.")
    tab.get_by_role("button", name="Hang up").click()
    tab.get_by_role("button", name="Deliver the next follow-up now").click()
    expect(thread).to_contain_text("To stop our texts, send STOP.")
    send("2", "SEND Duty Line: 01442 453300")
