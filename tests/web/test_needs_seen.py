"""What parents needed, in a real Chromium: no barrier, nothing beside the screen, and nothing that needs JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.web.morning import count_october
from tests.web.seen import Seen

pytestmark = pytest.mark.browser


def test_a_month_is_chosen_read_and_taken_away(olu: Seen) -> None:
    count_october(olu.house.service.redis)
    olu.go("/needs")
    months = olu.page.get_by_label("Month or week")
    olu.reach(months)
    olu.page.keyboard.type("October 2026")
    olu.use(olu.button("Show"))
    expect(olu.page.get_by_role("heading", name="October 2026")).to_be_visible()
    expect(olu.page.get_by_role("img", name="At which hour")).to_be_visible()
    olu.check("needs")
    letters = "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
    assert min(olu.page.evaluate(letters)) >= 12
    olu.reach(olu.link("Download “What it was about” as CSV"))
    with olu.page.expect_download() as taken:
        olu.page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "topics-2026-10.csv"
