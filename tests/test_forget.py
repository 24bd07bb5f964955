"""`signpost forget`: staff can have a number forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from redis import Redis

from signpost.adapters import keys
from signpost.cli import main
from signpost.phone.numbers import MOBILE
from tests.house import EXAMPLE, TOKENS, environment, opened


def test_staff_can_have_a_number_forgotten(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch, EXAMPLE) as house:
        found = house.promise(datetime.now(UTC) + timedelta(days=10))
        text = house.write(waiting=True)
        token = TOKENS.person(MOBILE)
        assert any(token in key.decode() for key in house.service.redis.scan_iter())
        done = CliRunner().invoke(main, ["forget"], input="07700 900123\n")
        assert done.exit_code == 0, done.output
        assert house.service.store.follow_up(found.id) is None
        assert house.service.store.text(text.id) is None
        left = [key.decode() for key in house.service.redis.scan_iter() if token in key.decode()]
        assert left == [keys.forgotten(token)], "that it was done, for as long as the carrier may bring something back"
        assert 0 < house.service.redis.ttl(left[0]) <= 4 * 3600
        assert "900123" not in done.output


def test_forgetting_needs_a_number() -> None:
    done = CliRunner().invoke(main, ["forget", "12"])
    assert done.exit_code == 2
    assert "not a UK number" in done.output


def test_staff_are_told_when_nothing_could_be_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment("redis://127.0.0.1:1", "http://127.0.0.1:1", pack=EXAMPLE).items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["forget", "07700 900123"])
    assert done.exit_code == 1
    assert "nothing was erased" in done.output
    assert "900123" not in done.output
