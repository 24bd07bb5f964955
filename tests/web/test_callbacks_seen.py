"""From Today to a request that is done with, in a real Chromium and by keys alone."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from signpost.callback_ports import MailState
from signpost.core.wish import Time
from tests.house import MORNING
from tests.web.asked import OTHER, ask_back
from tests.web.seen import Seen

pytestmark = pytest.mark.browser


def test_a_request_is_claimed_tried_and_closed(olu: Seen) -> None:
    service = olu.house.service
    asked = ask_back(service, first=True)
    ask_back(service, OTHER)
    olu.go("/")
    olu.check("today")
    olu.use(olu.link("2 requests to be rung back"))
    olu.check("callbacks")
    olu.use(olu.link("A plan not followed"))
    expect(olu.page.get_by_role("link", name="07700 900123")).to_be_visible()
    olu.use(olu.button("Claim"))
    expect(olu.page.get_by_role("status")).to_have_text("You have claimed this request.")
    olu.check("callback-claimed")
    olu.choose("No answer: keep it open")
    olu.use(olu.button("Save what happened"))
    expect(olu.page.get_by_role("status")).to_contain_text("tried once")
    expect(olu.page.get_by_role("main")).to_contain_text("Once, on Mon 23 Nov, 10:00, by Olu")
    olu.use(olu.link("A plan not followed"))
    olu.choose("We were in touch: close it")
    olu.use(olu.button("Save what happened"))
    expect(olu.page.get_by_role("heading", level=1)).to_have_text("Close this request?")
    olu.check("callback-close")
    olu.use(olu.button("Close the request"))
    expect(olu.page.get_by_role("status")).to_have_text("The request is closed.")
    assert service.store.callbacks.find(asked.id) is None
    expect(olu.page.get_by_role("main")).to_contain_text("1 request open.")


def test_a_form_without_an_answer_leads_back_to_its_field(olu: Seen) -> None:
    asked = ask_back(olu.house.service)
    olu.go(f"/callbacks/{asked.id}")
    olu.use(olu.button("Save what happened"))
    expect(olu.page).to_have_title("Error: A plan not followed: callback \u2013 Signpost staff")
    expect(olu.page.get_by_role("alert")).to_be_focused()
    olu.check("callback-error")
    olu.use(olu.link("Select what happened"))
    expect(olu.page.get_by_label("We were in touch: close it")).to_be_focused()


def test_the_claim_of_who_cannot_see_to_it_is_ended(olu: Seen) -> None:
    asked = ask_back(olu.house.service)
    assert olu.house.service.store.callbacks.claim(asked.id, "Mo", datetime.now(UTC))
    olu.go(f"/callbacks/{asked.id}")
    olu.check("callback-of-mo")
    olu.use(olu.button("End the claim of Mo"))
    olu.use(olu.button("Claim"))
    expect(olu.page.get_by_role("status")).to_have_text("You have claimed this request.")


def test_an_officer_works_through_a_shelf_and_stays_there(olu: Seen) -> None:
    service, yesterday = olu.house.service, (MORNING - timedelta(days=1)).date()
    failed = ask_back(service, state=MailState.FAILED, mail=True, by=yesterday, time=Time.AFTERNOON)
    ask_back(service, OTHER, by=(MORNING + timedelta(days=2)).date())
    olu.go("/")
    olu.check("today-failed")
    olu.use(olu.link("1 e-mail to a team could not be sent"))
    expect(olu.page.get_by_role("main")).to_contain_text("1 request open, with an e-mail to the team that could not be")
    olu.check("callbacks-unmailed")
    olu.use(olu.link("Due or overdue (1)"))
    expect(olu.page).to_have_title("Callbacks: due or overdue \u2013 Signpost staff")
    olu.use(olu.link("A plan not followed"))
    olu.use(olu.button("E-mail again"))
    olu.use(olu.link("Back to the list"))
    expect(olu.link("Due or overdue (1)")).to_have_attribute("aria-current", "page")
    expect(olu.page.get_by_role("link", name="E-mail failed")).to_have_count(0)
    olu.use(olu.link("A plan not followed"))
    olu.choose("It is the wrong number: close it")
    olu.use(olu.button("Save what happened"))
    olu.use(olu.link("No, go back"))
    olu.use(olu.link("Back to the list"))
    expect(olu.link("Due or overdue (1)")).to_have_attribute("aria-current", "page")
    assert service.store.callbacks.find(failed.id)
    olu.use(olu.link("Afternoons (1)"))
    olu.check("callbacks-afternoons")
