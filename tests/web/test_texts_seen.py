"""Texts and follow-ups in a real Chromium, by keys alone: what failed is sent again, what is to come is cancelled."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from signpost.ports import TextState
from tests.house import MORNING
from tests.web.asked import OTHER, failed_text, promise
from tests.web.seen import Seen

pytestmark = pytest.mark.browser


def test_a_text_that_failed_is_looked_at_and_sent_again(olu: Seen) -> None:
    store = olu.house.service.store
    made = failed_text(olu.house.service, about="mediation")
    olu.go("/")
    olu.use(olu.link("1 text has failed"))
    olu.check("texts-failed")
    olu.use(olu.link("Text: Mediation or appeal"))
    olu.use(olu.button("Show the number"))
    expect(olu.page.get_by_role("main")).to_contain_text("07700 900123")
    olu.check("text")
    olu.use(olu.link("Send it again"))
    olu.check("text-again")
    olu.use(olu.button("Send it again"))
    expect(olu.page.get_by_role("status")).to_have_text("The text is being sent again.")
    stands = store.text(made.id)
    assert stands is not None
    assert stands.state is TextState.QUEUED


def test_a_follow_up_is_looked_at_and_cancelled(olu: Seen) -> None:
    service = olu.house.service
    made = promise(service, MORNING + timedelta(days=9))
    promise(service, MORNING - timedelta(hours=3), OTHER, matter="decision")
    olu.go("/texts")
    olu.check("texts")
    olu.use(olu.link("Follow-up: A plan not followed"))
    olu.use(olu.button("Show the number"))
    expect(olu.page.get_by_role("main")).to_contain_text("07700 900123")
    olu.check("follow-up")
    olu.use(olu.link("Cancel it"))
    olu.check("follow-up-cancel")
    olu.use(olu.button("Cancel the follow-up"))
    expect(olu.page.get_by_role("status")).to_have_text("The follow-up is cancelled.")
    assert service.store.follow_up(made.id) is None
