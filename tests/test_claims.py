"""Two of the staff never ring the same parent: who claims a request has it alone, and all of that can be read later."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result
from redis import Redis

from signpost.adapters import keys
from signpost.callback_ports import BY_STAFF, Claim, OpenCallback, Outcome
from signpost.callbacks import heard
from signpost.cli import main
from signpost.core.session import Person
from signpost.phone.numbers import MOBILE
from signpost.ports import Changes
from tests.adapters.test_keys import check
from tests.house import MORNING, House, opened
from tests.test_callbacks import OTHER, ask, found

NOW = MORNING.replace(microsecond=0)


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch) as house, time_machine.travel(MORNING):
        yield house


@pytest.fixture
def asked(house: House) -> OpenCallback:
    """A request that nobody has claimed."""
    ask(house, MOBILE)
    [callback] = found(house)
    assert callback.claim is None
    return callback


def cli(*words: str, who: str = "kim") -> Result:
    return CliRunner().invoke(main, ["callbacks", "--as", who, *words])


def test_of_fifty_who_claim_at_once_one_has_it(house: House, asked: OpenCallback) -> None:
    staff = [f"officer {number}" for number in range(50)]
    with ThreadPoolExecutor(16) as pool:
        stand = list(pool.map(lambda who: house.service.store.callbacks.claim(asked.id, who, NOW), staff))
    [callback] = found(house)
    assert set(stand) == {callback.claim}
    assert [line.what for line in house.service.store.callbacks.audit().lines] == ["claimed"]


def test_a_claim_stands_when_it_is_claimed_again(house: House, asked: OpenCallback) -> None:
    store, later = house.service.store.callbacks, NOW + timedelta(hours=1)
    first = Claim("kim", NOW)
    assert store.claim(asked.id, "kim", NOW) == first
    assert store.claim(asked.id, "kim", later) == first
    assert store.claim(asked.id, "lee", later) == first
    assert store.claim("0" * 32, "kim", NOW) is None


def test_it_stays_when_the_person_changes_the_request(house: House, asked: OpenCallback) -> None:
    house.service.store.callbacks.claim(asked.id, "kim", NOW)
    ask(house, MOBILE, "CA2", time="2")
    [callback] = found(house)
    assert callback.request.wish != asked.request.wish
    assert callback.claim == Claim("kim", NOW)


def test_a_release_ends_the_claim_of_whom_it_names_and_no_others(house: House, asked: OpenCallback) -> None:
    store = house.service.store.callbacks
    store.claim(asked.id, "kim", NOW)
    assert store.release(asked.id, "lee", of="lee")
    assert found(house)[0].claim == Claim("kim", NOW)
    assert store.release(asked.id, "lee", of="kim")
    assert found(house)[0].claim is None
    assert store.claim(asked.id, "lee", NOW) == Claim("lee", NOW)
    assert store.release("0" * 32, "kim", of="kim") is None


@pytest.mark.parametrize("outcome", BY_STAFF)
def test_a_try_frees_it_and_the_rest_closes_it(
    house: House, asked: OpenCallback, redis: Redis, outcome: Outcome
) -> None:
    store = house.service.store.callbacks
    store.claim(asked.id, "kim", NOW)
    store.close(asked.id, outcome, "kim")
    tries = [(callback.request.tries, callback.claim) for callback in found(house)]
    assert tries == ([(1, None)] if outcome in {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE} else [])
    check(redis)


@pytest.mark.parametrize(("later", "stands"), [(timedelta(hours=5), True), (timedelta(days=1), False)])
def test_whom_nobody_rang_is_free_for_all_after_that_day(asked: OpenCallback, later: timedelta, stands: bool) -> None:
    claimed = OpenCallback(asked.id, asked.person, asked.request, claim=Claim("kim", NOW))
    [waiting] = heard(Changes(None, Person(), answer=""), claimed, NOW + later, rang=False).callbacks
    assert waiting.request.unrung
    assert (waiting.claim is not None) is stands


def test_it_is_erased_with_the_request(house: House, asked: OpenCallback, redis: Redis) -> None:
    house.service.store.callbacks.claim(asked.id, "kim", NOW)
    house.service.conversation.forget(MOBILE)
    assert found(house) == []
    assert house.service.store.callbacks.claim(asked.id, "lee", NOW) is None
    assert redis.keys("signpost:callback*") == []


def test_the_audit_log_is_read_in_pages(house: House, asked: OpenCallback) -> None:
    store = house.service.store.callbacks
    store.show(asked.id, "kim")
    store.claim(asked.id, "kim", NOW)
    store.release(asked.id, "lee", of="kim")
    store.close(asked.id, Outcome.LEFT_MESSAGE, "lee")
    store.close(asked.id, Outcome.OTHER, "kim")
    first = store.audit(most=2)
    second = store.audit(first.next, most=2)
    last = store.audit(second.next, most=2)
    assert [[(line.who, line.what) for line in page.lines] for page in (first, second, last)] == [
        [("kim", "other"), ("lee", "left-message")],
        [("lee", "released"), ("kim", "claimed")],
        [("kim", "shown")],
    ]
    assert last.next == ""
    assert {(line.about, line.at) for line in store.audit().lines} == {(asked.id, NOW)}
    with pytest.raises(ValueError, match="not the end of a page"):
        store.audit("; flushall")


def test_a_full_last_page_names_no_other(house: House, asked: OpenCallback) -> None:
    house.service.store.callbacks.show(asked.id, "kim")
    assert house.service.store.callbacks.audit(most=1).next == ""


def test_the_command_says_who_has_it_and_since_when(house: House, asked: OpenCallback) -> None:
    assert house
    assert "is yours: by kim, since Mon 23 Nov 2026 10:00." in cli("claim", asked.id).output
    refused = cli("claim", asked.id, who="lee")
    assert refused.exit_code == 1
    assert "is claimed already: by kim, since Mon 23 Nov 2026 10:00." in refused.output
    assert "  claimed      by kim, since Mon 23 Nov 2026 10:00\n" in cli().output
    mine = cli("release", asked.id, who="lee")
    assert (mine.exit_code, "--from kim" in mine.output) == (1, True)
    assert cli("release", asked.id, "--from", "kim", who="lee").exit_code == 0
    assert "claimed" not in cli().output
    assert cli("claim", asked.id, who="lee").exit_code == 0


def test_who_closes_what_another_has_claimed_is_told(house: House, asked: OpenCallback) -> None:
    assert house
    cli("claim", asked.id)
    closed = cli("close", asked.id, "--outcome", "spoke", who="lee")
    assert closed.output.endswith(" is closed.\nIt was claimed by kim, since Mon 23 Nov 2026 10:00: tell them.\n")


def test_tries_are_counted_in_words(house: House, asked: OpenCallback) -> None:
    assert house
    for told in ("once", "twice", "3 times"):
        assert cli("close", asked.id, "--outcome", "no-answer").output == f"{asked.id} stays open, tried {told}.\n"


def test_the_beginning_of_an_id_will_do(house: House, asked: OpenCallback, redis: Redis) -> None:
    assert house
    shown = cli("show", asked.id[:6].upper())
    assert shown.output.startswith(f"{asked.id}\n  ring         07700 900123\n")
    assert cli("show", asked.id[:5]).output == "Write at least the first 6 letters of the ID.\n"
    assert cli("show", "zzzzzz").output == (
        "There is no open request zzzzzz: it was closed or erased, or the ID is mistyped.\n"
    )
    # Only what was shown is noted as such.
    assert redis.xlen(keys.AUDIT) == 1


def test_a_beginning_of_several_ids_names_them(
    house: House, asked: OpenCallback, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(house, OTHER, "CA2")
    monkeypatch.setattr(sys.modules["signpost.cli.callbacks"], "_SHORTEST", 0)
    both = sorted(callback.id for callback in found(house))
    ended = cli("show", "")
    assert ended.exit_code == 1
    assert ended.output.startswith("Several open requests begin with ")
    assert sorted(ended.output.split()[-2:]) == both
    assert asked.id in both


def test_the_command_shows_the_audit_log(house: House, asked: OpenCallback) -> None:
    ask(house, OTHER, "CA2")
    [other] = [callback.id for callback in found(house) if callback.id != asked.id]
    cli("show", asked.id)
    cli("claim", other, who="lee")
    assert cli("audit").output == (
        f"Mon 23 Nov 2026 10:00  lee          claimed       {other}\n"
        f"Mon 23 Nov 2026 10:00  kim          shown         {asked.id}\n"
    )
    assert cli("audit", "--last", "1").output.count("\n") == 1
    assert cli("audit", asked.id[:8]).output == f"Mon 23 Nov 2026 10:00  kim          shown         {asked.id}\n"


def test_nobody_works_without_a_name(house: House, asked: OpenCallback, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(house) == [asked]

    def nameless() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    ended = CliRunner().invoke(main, ["callbacks", "show", asked.id])
    assert (ended.exit_code, "--as NAME" in ended.output) == (2, True)
    assert CliRunner().invoke(main, ["callbacks", "show", asked.id], env={"SIGNPOST_OFFICER": "kim"}).exit_code == 0
    assert [line.who for line in house.service.store.callbacks.audit().lines] == ["kim"]
