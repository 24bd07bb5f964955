"""Texts that wait, or failed, when a contact in them was paused or replaced since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from signpost.bootstrap import Service
from signpost.ports import TextState
from tests.house import MORNING
from tests.web.asked import promise, save, text
from tests.web.console import HOST, Browser, words_of

NEW, NEW_SAID = "+441632960777", "01632 960777"


pytestmark = pytest.mark.usefixtures("on_a_monday")


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


@pytest.fixture
def kept_back(service: Service) -> str:
    """The page of a failed text that holds a number which is paused by now."""
    made = text(service, words_of="Ring 0300 061 0614.")
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.FAILED, code=30003)
    service.store.amendments.pause("ombudsman", "Mo")
    return f"/staff/texts/text/{made.id}"


def test_a_failed_text_with_a_number_that_is_paused_now_is_not_sent_again(officer: Browser, kept_back: str) -> None:
    page = words_of(officer.page(kept_back))
    assert "a number or an address that is paused now, so it is not sent" in page
    assert "Once the contact is taken up again, send it again." in page
    assert "Send it again" not in page
    assert officer.get(f"{kept_back}/again").location == kept_back


def test_a_plain_post_does_not_send_it_again_either(officer: Browser, service: Service, kept_back: str) -> None:
    assert officer.post(f"{kept_back}/again", kept_back).location == kept_back
    assert "a number or an address that is paused now" in words_of(officer.page(kept_back))
    found = service.store.text(kept_back.rpartition("/")[2])
    assert found is not None
    assert found.state is TextState.FAILED
    service.store.amendments.take_up("ombudsman", "Mo")
    assert officer.post(f"{kept_back}/again", kept_back).location == "/staff/texts/failed"


def test_a_text_whose_number_was_replaced_shows_what_goes_out(officer: Browser, service: Service) -> None:
    made = text(service, words_of="Ring 0300 061 0614.")
    service.store.amendments.put_number("ombudsman", NEW, "Mo")
    page = words_of(officer.page(f"/staff/texts/text/{made.id}"))
    assert f"so it goes out like this: Ring {NEW_SAID}." in page


def test_a_text_that_was_kept_back_is_told_on_today_and_among_the_failed(officer: Browser, service: Service) -> None:
    assert "kept back lately" not in officer.page("/staff/")
    made = text(service, words_of="Ring 0300 061 0614.", waiting=True)
    service.store.amendments.pause("ombudsman", "Mo")
    service.delivery.text_due(made.id)
    assert "1 was kept back lately, for a number or an address that is paused" in words_of(officer.page("/staff/"))
    failed = words_of(officer.page("/staff/texts/failed"))
    assert "Reason: it holds a number or an address that is paused now, so we have kept it back" in failed
    assert "tell them in another way whom to turn to" in failed


def test_a_follow_up_is_shown_as_it_will_be_said_now(officer: Browser, service: Service) -> None:
    pending = replace(promise(service, MORNING + timedelta(days=1)), goto="ombudsman")
    save(service, pending.person, follow_ups=(pending,))
    path = f"/staff/texts/follow-up/{pending.id}"
    assert "0300 061 0614" in words_of(officer.page(path))
    service.store.amendments.put_number("ombudsman", NEW, "Mo")
    after = words_of(officer.page(path))
    assert NEW_SAID in after
    assert "0300 061 0614" not in after
    service.store.amendments.pause("ombudsman", "Mo")
    assert "01442 453300" in words_of(officer.page(path)), "whoever stands in for it"
