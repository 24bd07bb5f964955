"""From where somebody signs in: wrong passwords are counted by it, whatever stands between."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from signpost.bootstrap import Service
from signpost.web import make_app
from signpost.web.console.signing_in import _address
from tests.web.console import HOST, Browser, employ

PROXY, PUBLIC = "10.0.0.7", "81.2.69.160"


def seen(near: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with Flask(__name__).test_request_context(environ_base={"REMOTE_ADDR": near}, headers=headers):
        return _address()


def test_behind_a_proxy_on_a_private_address_it_is_whom_the_proxy_names() -> None:
    assert seen(PROXY, PUBLIC) == PUBLIC
    assert seen("127.0.0.1", PUBLIC) == PUBLIC
    assert seen("fd00::7", PUBLIC) == PUBLIC


def test_whoever_comes_directly_names_nobody_else() -> None:
    assert seen(PUBLIC, "8.8.8.8") == PUBLIC
    assert seen(PUBLIC, f"8.8.8.8, {PROXY}") == PUBLIC


def test_of_several_hops_only_what_our_own_proxy_has_written_counts() -> None:
    assert seen(PROXY, f"8.8.8.8, 1.1.1.1, {PUBLIC}") == PUBLIC
    assert seen(PROXY, f"forged,{PUBLIC}") == PUBLIC


@pytest.mark.parametrize("forwarded", [None, "", "  ", "not an address", "1.2.3.4:80", f"{PUBLIC}, "])
def test_without_an_address_it_is_the_proxy(forwarded: str | None) -> None:
    assert seen(PROXY, forwarded) == PROXY


def test_one_household_of_ipv6_is_one() -> None:
    assert seen("2a02:c7c:1:2::5") == seen("2a02:c7c:1:2:ffff::1") == "2a02:c7c:1:2::/64"


def test_a_forged_header_buys_no_more_tries(make_service: Callable[..., Service]) -> None:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST)
    employ(service.store.staff)
    browser = Browser(make_app(service))
    page = browser.get("/staff/sign-in").get_data(as_text=True)
    [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    answers = set()
    for index in range(60):
        form = {"csrf_token": token, "name": f"nobody {index}", "password": "wrong"}
        headers = {"X-Forwarded-For": f"8.8.8.{index}", "Referer": f"{HOST}/"}
        at = {"REMOTE_ADDR": PUBLIC}
        answer = browser.client.post("/staff/sign-in", base_url=HOST, data=form, headers=headers, environ_base=at)
        answers.add(answer.status_code)
    assert 429 in answers
