"""The staff console: who may come in, and what its pages tell a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from signpost.adapters import keys
from signpost.adapters.connection import connect
from signpost.adapters.staff import IDLE
from signpost.bootstrap import Service
from signpost.staff_ports import Member, Role
from signpost.web import make_app
from signpost.web.console import make_console
from signpost.web.console.guard import FILES, allows
from tests.web.console import HOST, MANAGER, OFFICER, PASSWORD, Browser, employ


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


@pytest.fixture
def browser(service: Service) -> Browser:
    employ(service.store.staff)
    return Browser(make_app(service))


def test_a_stranger_is_led_to_the_sign_in_page_and_back(browser: Browser) -> None:
    assert browser.get("/staff/password").location == "/staff/sign-in?back=/password"
    assert browser.sign_in(back="?back=/password").location == "/staff/password"


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example", "x"]
)
def test_nobody_is_led_anywhere_else_after_signing_in(browser: Browser, back: str) -> None:
    assert browser.sign_in(back=f"?back={back}").location == "/staff/"


def test_links_hold_the_path_of_our_public_address(make_service: Callable[..., Service]) -> None:
    browser = Browser(make_app(make_service(SIGNPOST_PUBLIC_URL=f"{HOST}/hook")))
    assert browser.get("/staff/").location == "/hook/staff/sign-in?back=/"
    assert 'href="/hook/staff/static/console.css"' in browser.page("/staff/sign-in")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser: Browser) -> None:
    wrong, unknown = browser.sign_in(password="three wrong words"), browser.sign_in(Member("Nobody", Role.OFFICER))
    for response in (wrong, unknown):
        assert response.status_code == 422
        page = response.get_data(as_text=True)
        assert "The name or the password is not right" in page
        assert "<title>Error: " in page
        assert "three wrong words" not in page


def test_after_ten_wrong_passwords_none_is_looked_at_for_a_quarter_of_an_hour(browser: Browser) -> None:
    for _ in range(10):
        assert browser.sign_in(password="a wrong password").status_code == 422
    assert browser.sign_in().status_code == 429
    assert browser.sign_in(MANAGER).status_code == 303


def test_behind_a_proxy_tries_are_counted_by_whom_it_speaks_for(browser: Browser) -> None:
    proxied = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.page("/staff/sign-in"))[0]
    for at in range(51):
        response = browser.client.post(
            "/staff/sign-in",
            base_url=HOST,
            data={"csrf_token": token, "name": f"n{at}", "password": "x"},
            headers={"Referer": f"{HOST}/", **proxied},
        )
    assert response.status_code == 429
    assert browser.sign_in().status_code == 303


def test_a_new_sign_in_ends_the_one_before(browser: Browser, redis: Redis) -> None:
    browser.sign_in()
    browser.post("/staff/sign-in", "/staff/callbacks", name="Mo", password=PASSWORD)
    assert len(redis.keys(keys.signed_in("*"))) == 1


def test_too_many_tries_at_a_new_password_are_called_so(browser: Browser, service: Service) -> None:
    browser.sign_in()
    for _ in range(10):
        service.store.staff.sign_in("Olu", "x", "192.0.2.1")
    late = browser.post("/staff/password", now=PASSWORD, new="three new words", again="three new words")
    assert late.status_code == 429
    assert "too many wrong passwords" in late.get_data(as_text=True)


def test_whoever_signs_out_is_out_even_with_the_cookie_they_had(browser: Browser) -> None:
    browser.sign_in()
    cookie = browser.client.get_cookie("signpost-staff", domain="signpost.example.org", path="/staff")
    assert cookie is not None
    assert cookie.secure
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert browser.get("/staff/").status_code == 200
    assert browser.post("/staff/sign-out", "/staff/").location == "/staff/sign-in"
    browser.client.set_cookie("signpost-staff", cookie.value, domain="signpost.example.org", path="/staff", secure=True)
    assert browser.get("/staff/").status_code == 303


def test_a_sign_in_ends_after_thirty_idle_minutes_and_not_before(browser: Browser, redis: Redis) -> None:
    browser.sign_in()
    (signed_in,) = redis.keys(f"{keys.signed_in('*')}")
    redis.expire(signed_in, 5)
    assert browser.get("/staff/").status_code == 200
    assert redis.ttl(signed_in) == IDLE == timedelta(minutes=30).total_seconds()
    redis.delete(signed_in)
    assert browser.get("/staff/").status_code == 303
    assert "You were signed out" in browser.page("/staff/sign-in")


@pytest.mark.parametrize("change", ["removed", "new password", "new role"])
def test_who_is_removed_or_changed_is_signed_out(browser: Browser, service: Service, change: str) -> None:
    browser.sign_in()
    if change == "removed":
        service.store.staff.remove("olu")
    else:
        role = Role.MANAGER if change == "new role" else Role.OFFICER
        service.store.staff.put(Member("Olu", role), "three other words")
    assert browser.get("/staff/").status_code == 303


def test_somebody_gives_themselves_another_password(browser: Browser) -> None:
    browser.sign_in()
    short = browser.post("/staff/password", now=PASSWORD, new="short", again="short")
    assert "12 characters or more" in short.get_data(as_text=True)
    wrong = browser.post("/staff/password", now="not the one", new="three new words", again="three new words")
    assert "This is not your password" in wrong.get_data(as_text=True)
    assert (
        browser.post("/staff/password", now=PASSWORD, new="three new words", again="three new words").status_code == 303
    )
    assert "Your password is changed" in browser.page("/staff/")
    assert Browser(browser.client.application).sign_in(password="three new words").status_code == 303
    assert Browser(browser.client.application).sign_in().status_code == 422


def test_every_page_says_who_it_is_for(service: Service) -> None:
    app = make_console(service)
    for endpoint in app.view_functions:
        if endpoint not in FILES:
            allows(app, endpoint)


def test_a_page_that_does_not_say_who_it_is_for_is_closed(service: Service) -> None:
    app = make_console(service)
    app.add_url_rule("/forgotten", view_func=lambda: "anybody?", endpoint="forgotten")
    employ(service.store.staff)
    client = app.test_client()
    assert client.get("/forgotten", base_url=HOST).status_code == 403


def _paths(service: Service) -> list[tuple[str, str, Role | None]]:
    """Each route of the console but files: its path with something in each hole, a method, and the role it takes."""
    app = make_console(service)
    return [
        (app.url_map.bind("", "/").build(rule.endpoint, dict.fromkeys(rule.arguments, "0"), method), method, role)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FILES
        for role in [allows(app, rule.endpoint)]
        for method in (rule.methods or set()) & {"GET", "POST"}
    ]


def test_every_page_refuses_strangers(browser: Browser, service: Service) -> None:
    seen = 0
    for path, method, role in _paths(service):
        if role is None:
            continue
        response = browser.client.open(f"/staff{path}", method=method, base_url=HOST)
        assert response.status_code == 303, path
        assert response.location.startswith("/staff/sign-in")
        seen += 1
    assert seen


def test_every_page_for_managers_refuses_officers(browser: Browser, service: Service) -> None:
    browser.sign_in(OFFICER)
    for path, method, role in _paths(service):
        if role is Role.MANAGER:
            assert browser.client.open(f"/staff{path}", method=method, base_url=HOST).status_code == 403, path


def test_every_post_without_a_token_is_refused(browser: Browser, service: Service) -> None:
    browser.sign_in(MANAGER)
    for path, method, _role in _paths(service):
        if method == "POST":
            response = browser.client.post(f"/staff{path}", base_url=HOST, data={"name": "x"})
            assert response.status_code == 400, path
            assert "This page was open too long" in response.get_data(as_text=True)
    assert browser.get("/staff/").status_code == 200


def test_pages_tell_browsers_to_keep_nothing_and_load_nothing_from_elsewhere(browser: Browser) -> None:
    browser.sign_in()
    headers = browser.get("/staff/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "max-age" in headers["Strict-Transport-Security"]


def test_webhooks_carry_none_of_it(browser: Browser) -> None:
    headers = browser.client.post("/voice", base_url=HOST).headers
    assert "Content-Security-Policy" not in headers
    assert "Set-Cookie" not in headers


def test_a_page_that_is_not_there_says_so_without_a_trace(browser: Browser) -> None:
    response = browser.get("/staff/nothing-here")
    assert response.status_code == 404
    assert "Page not found" in response.get_data(as_text=True)


def test_without_redis_staff_are_told_so(service: Service) -> None:
    away = connect("redis://127.0.0.1:1")
    with pytest.raises(RedisAway):
        away.ping()
    service.store.staff._redis = away
    browser = Browser(make_app(service))
    response = browser.post("/staff/sign-in", name="Olu", password=PASSWORD)
    assert response.status_code == 503
    assert "cannot reach its memory" in response.get_data(as_text=True)


def test_what_is_kept_of_staff_tells_no_password(browser: Browser, redis: Redis) -> None:
    browser.sign_in()
    kept = b"".join(blob for blob in redis.hgetall(keys.STAFF).values() if isinstance(blob, bytes))
    assert kept
    assert PASSWORD.encode() not in kept
    assert b"scrypt" not in kept


@time_machine.travel("2026-11-23 09:30 +0000")
def test_staff_are_listed_by_name(service: Service) -> None:
    employ(service.store.staff)
    assert service.store.staff.all() == [MANAGER, OFFICER]
