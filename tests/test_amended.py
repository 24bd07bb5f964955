"""What staff change holds from the next word on, in every way that parents are answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from signpost.adapters.store import RedisStore
from signpost.authoring.walk.paths import paths
from signpost.bootstrap import Service
from signpost.core.hours import london_day
from signpost.web import FRESH, make_app
from tests.house import House
from tests.web.conftest import Twilio, make_service

__all__ = ["make_service"]
Maker = Callable[..., Service]
NEW, NEW_SAID = "+441632960777", "01632 960777"


@pytest.fixture
def service(make_service: Maker) -> Service:
    return make_service()


@pytest.fixture
def twilio(service: Service) -> Twilio:
    return Twilio(make_app(service).test_client())


def test_another_process_says_it_in_its_next_turn(make_service: Maker, twilio: Twilio) -> None:
    board = make_service().store.amendments
    assert "01442 453300" in twilio.text("person")
    board.put_number("send-duty-line", NEW, "Ann")
    assert NEW_SAID in twilio.text("person")
    assert "<Number>+441632960777</Number>" in twilio.call("/voice?step=1", Digits="0")
    board.lift_number("send-duty-line", "Ann")
    assert "01442 453300" in twilio.text("person")


def test_a_paused_contact_is_not_told_and_who_stands_in_is(twilio: Twilio, service: Service) -> None:
    assert "0300 061 0614" in to_the_ombudsman(twilio, service)
    service.store.amendments.pause("ombudsman", "Ann")
    said = to_the_ombudsman(twilio, service)
    assert "0300 061 0614" not in said
    assert "Local Government Ombudsman: ask SEND Duty Line, 01442 453300" in said


def to_the_ombudsman(twilio: Twilio, service: Service) -> str:
    """Walk there from the first menu; what is answered last."""
    said = twilio.text("menu")
    for leg in next(path for path in paths(service.pack) if path.end == "ombudsman").legs:
        said = twilio.text("tried" if leg.choice is None else str(leg.choice + 1))
    return said


def test_on_a_day_that_was_closed_nobody_is_put_through(twilio: Twilio, service: Service) -> None:
    today = london_day(datetime.now(UTC))
    service.store.amendments.close([today], "Ann")
    assert "<Dial" not in twilio.call(Digits="0")
    assert "is shut just now" in twilio.text("person")
    service.store.amendments.open(today, "Ann")
    assert "<Dial" in twilio.call("/voice?step=1", sid="CA2", Digits="0")


def test_when_redis_goes_away_what_was_seen_last_is_said(
    twilio: Twilio, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.store.amendments.put_number("send-duty-line", NEW, "Ann")
    twilio.text("hello")

    def away(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(RedisStore, "turn", away)
    assert NEW_SAID in twilio.text("person")


def test_a_line_in_place_of_the_one_behind_0_passes_its_callers_on_to_us(twilio: Twilio, service: Service) -> None:
    assert "is busy" not in twilio.call(ForwardedFrom=NEW)
    service.store.amendments.put_number("send-duty-line", NEW, "Ann")
    assert "is busy" in twilio.call(sid="CA2", ForwardedFrom=NEW)
    assert "is busy" in twilio.call(sid="CA3", ForwardedFrom="+441442453300")


def test_a_follow_up_that_falls_due_tells_the_new_number(house: House) -> None:
    due = house.promise(datetime.now(UTC) + timedelta(days=3), matter="person")
    house._save(due.person, follow_ups=(replace(due, goto=house.service.pack.person),))
    house.service.store.amendments.put_number("helpline", NEW, "Ann")
    assert house.deliver_now()
    assert NEW_SAID in house.received()[-1].body


def test_no_turn_takes_another_trip_to_redis(twilio: Twilio, redis: Redis, service: Service) -> None:
    twilio.text("hello")
    quiet = _commands(redis, lambda: twilio.text("1"))
    service.store.amendments.pause("ombudsman", "Ann")
    assert _commands(redis, lambda: twilio.text("menu")) <= quiet


def _commands(redis: Redis, turn: Callable[[], object]) -> int:
    before = int(redis.info("commandstats").get("cmdstat_get", {}).get("calls", 0))
    turn()
    return int(redis.info("commandstats")["cmdstat_get"]["calls"]) - before


def test_a_process_that_has_seen_no_turn_since_knows_what_is_replaced(
    make_service: Callable[..., Service], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(make_service())
    service.store.amendments.put_number("send-duty-line", NEW, "Ann")
    # As each of gunicorn's processes does now and then.
    app.extensions[FRESH]()

    def away(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(RedisStore, "turn", away)
    assert NEW_SAID in Twilio(app.test_client()).text("person")
