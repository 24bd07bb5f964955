"""The page of health: a verdict on each part in words, and the same figures for a monitor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from redis import Redis
from rq import SimpleWorker

from signpost.adapters.condition import Condition, Memory, Persistence
from signpost.bootstrap import Service
from signpost.carrier_ports import SendError
from signpost.web import make_app
from signpost.web.console.health import verdicts
from tests.web.console import HOST, PASSWORD, Browser, employ

CEILING = 5_000
SOUND = Persistence(log=True, log_sound=True, saved=1_800_000_000, picture_sound=True, unsaved=3, loading=False)
WELL = Condition(
    datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    {"replies": 0, "followups": 0},
    oldest=None,
    errands=12,
    late=0,
    workers=2,
    callbacks=1,
    server="Valkey 9.1.2",
    memory=Memory(2**30, 0, "noeviction"),
    persistence=SOUND,
)


def _advice(condition: Condition) -> dict[str, str]:
    return {verdict.about: verdict.advice for verdict in verdicts(condition, CEILING) if verdict.advice}


def test_a_service_that_is_well_needs_nothing_done() -> None:
    assert _advice(WELL) == {}


def test_what_a_server_does_not_tell_is_no_fault() -> None:
    assert _advice(replace(WELL, server="", memory=None, persistence=None)) == {}


@pytest.mark.parametrize(
    ("condition", "about", "words"),
    [
        (replace(WELL, workers=0), "Workers", "Start the worker again"),
        (replace(WELL, oldest=61.0), "Texts that somebody waits for", "start another"),
        (replace(WELL, late=1), "Follow-ups, texts, calls and e-mails to come", "start another worker"),
        (replace(WELL, callbacks=2, overdue=1), "Requests to be rung back", "Ring the person today."),
        (replace(WELL, callbacks=2, overdue=2), "Requests to be rung back", "Ring these people today."),
        (replace(WELL, faults={20003: 1, 30003: 7}), "Twilio in the last hour", "balance and token"),
        (replace(WELL, faults={None: 1}), "Twilio in the last hour", "balance and token"),
        (replace(WELL, memory=Memory(1, 0, "allkeys-lru")), "Memory of Redis", "maxmemory-policy to noeviction"),
        (replace(WELL, memory=Memory(81, 100, "noeviction")), "Memory of Redis", "more memory"),
        (replace(WELL, persistence=replace(SOUND, log=False)), "What Redis writes to disk", "Set appendonly to yes"),
        (replace(WELL, persistence=replace(SOUND, log_sound=False)), "What Redis writes to disk", "full"),
        (replace(WELL, persistence=replace(SOUND, picture_sound=False)), "What Redis writes to disk", "full"),
        (replace(WELL, persistence=replace(SOUND, loading=True)), "What Redis writes to disk", "still reading"),
    ],
)
def test_what_is_not_well_says_what_to_do(condition: Condition, about: str, words: str) -> None:
    advice = _advice(condition)
    assert list(advice) == [about]
    assert words in advice[about]


@pytest.mark.parametrize("condition", [replace(WELL, oldest=59.0), replace(WELL, faults={30003: 40, 21610: 1})])
def test_what_happens_every_day_is_well(condition: Condition) -> None:
    assert _advice(condition) == {}


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service(SIGNPOST_PUBLIC_URL=HOST)


@pytest.fixture
def browser(service: Service) -> Browser:
    employ(service.store.staff)
    browser = Browser(make_app(service))
    browser.sign_in()
    return browser


def test_the_page_says_what_to_look_at_first(browser: Browser) -> None:
    page = browser.page("/staff/health")
    assert "One thing to look at:" in page
    assert 'href="#workers"' in page
    assert "0 workers were seen" in page


def test_the_page_says_so_when_all_is_well(browser: Browser, service: Service) -> None:
    worker = service.jobs.worker(kind=SimpleWorker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    page = browser.page("/staff/health")
    assert "All is well." in page
    assert "1 worker was seen" in page
    worker.register_death()  # type: ignore[no-untyped-call]


def test_twilios_faults_stand_there_with_what_they_mean(browser: Browser, service: Service) -> None:
    for code in (20003, 20003, 30003, None):
        service.store.fault(code)
    page = browser.page("/staff/health")
    assert "4 faults, 3 of them not about a single phone" in page
    assert "Twilio does not accept our account or token" in page
    assert "no answer, or one that we cannot read" in page


def test_a_server_that_may_not_be_asked_about_itself_is_no_fault(browser: Browser, redis: Redis) -> None:
    redis.execute_command("ACL", "SETUSER", "default", "-info")  # type: ignore[no-untyped-call]
    try:
        page = browser.page("/staff/health")
    finally:
        redis.execute_command("ACL", "SETUSER", "default", "+info")  # type: ignore[no-untyped-call]
    assert page.count("This server does not tell us.") == 2


def _metrics(client: FlaskClient) -> str:
    return client.get("/metrics", headers={"Authorization": "Bearer a token for the monitor"}).text


def test_a_monitor_gets_the_same(browser: Browser, service: Service) -> None:
    service.store.fault(SendError(20003, permanent=False).code)
    shown = _metrics(browser.client)
    for line in (
        'signpost_carrier_faults{code="20003"} 1.0',
        "signpost_workers 0.0",
        "signpost_errands_late 0.0",
        "signpost_oldest_text_seconds 0.0",
        "signpost_callbacks_open 0.0",
        "signpost_callbacks_overdue 0.0",
        "signpost_redis_log 1.0",
        "signpost_redis_evicts 0.0",
    ):
        assert line in shown


def test_where_redis_is_full_the_page_says_so_and_a_change_is_refused_in_words(browser: Browser, redis: Redis) -> None:
    redis.config_set("maxmemory", "1mb")
    try:
        assert "Memory of Redis" in browser.page("/staff/health")
        refused = browser.post("/staff/sign-in", "/staff/health", name="Olu", password=PASSWORD)
        assert refused.status_code == 503
        assert "refuses to write" in refused.get_data(as_text=True)
    finally:
        redis.config_set("maxmemory", "0")


@pytest.mark.parametrize(("sent", "told"), [(0, False), (CEILING * 4 // 5, False), (CEILING * 4 // 5 + 1, True)])
def test_a_day_on_which_too_much_was_sent_is_told_before_it_stops(sent: int, told: bool) -> None:
    assert ("Texts sent today" in _advice(replace(WELL, segments=sent))) is told
