"""Signing in and out and a new password, in a real Chromium and by keys alone."""

import pytest
from playwright.sync_api import expect

from tests.web.console import OFFICER, PASSWORD
from tests.web.seen import Seen

pytestmark = pytest.mark.browser
NEW = "four other plain words"


def _sign_in(seen: Seen, password: str) -> None:
    seen.write("Name", OFFICER.name)
    seen.write("Password", password)
    seen.use(seen.button("Sign in"))


def test_staff_sign_in_to_the_page_they_wanted_and_out_again(visitor: Seen) -> None:
    visitor.go("/callbacks")
    visitor.check("sign-in")
    _sign_in(visitor, PASSWORD)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Callbacks")
    visitor.use(visitor.button("Sign out"))
    expect(visitor.page.get_by_role("status")).to_have_text("You have signed out.")
    visitor.go("/callbacks")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_leads_back_to_the_form(visitor: Seen) -> None:
    visitor.go("/sign-in")
    visitor.use(visitor.button("Sign in"))
    expect(visitor.page).to_have_title("Error: Sign in \u2013 Signpost staff")
    expect(visitor.page.get_by_role("alert")).to_be_focused()
    visitor.check("sign-in-error")
    visitor.use(visitor.link("Enter your password"))
    expect(visitor.page.get_by_label("Password", exact=True)).to_be_focused()
    visitor.write("Name", OFFICER.name)
    visitor.write("Password", "not the password")
    visitor.use(visitor.button("Sign in"))
    expect(visitor.page.get_by_role("alert")).to_contain_text("The name or the password is not right")


def test_staff_change_their_password(olu: Seen) -> None:
    olu.go("/")
    olu.use(olu.link("Olu (officer)"))
    olu.check("password")
    olu.write("Your password until now", PASSWORD)
    olu.write("New password", NEW)
    olu.write("New password again", "another")
    olu.use(olu.button("Change password"))
    expect(olu.page.get_by_role("alert")).to_be_focused()
    olu.check("password-error")
    olu.write("Your password until now", PASSWORD)
    olu.write("New password", NEW)
    olu.write("New password again", NEW)
    olu.use(olu.button("Change password"))
    expect(olu.page.get_by_role("status")).to_contain_text("Your password is changed.")
    assert olu.house.service.store.staff.sign_in(OFFICER.name, NEW, "192.0.2.1")
