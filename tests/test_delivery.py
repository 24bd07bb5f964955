"""What becomes of texts and follow-ups: the worker's side of a turn, on the whole house."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from redis import Redis

from signpost.adapters.seal import SecretTokens
from signpost.cli import main
from signpost.core.hours import LONDON
from signpost.delivery import MOST_A_DAY
from signpost.phone.ledger import Kind
from signpost.phone.numbers import MOBILE
from signpost.phone.player import PhonePlayer
from signpost.ports import SendError, TextState
from tests.house import SECRET, House, opened

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch) as house:
        yield house


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def ask_for_text(house: House, *then: str) -> str:
    """Ring, have a contact texted, and go on pressing keys; the text's id."""
    parent = PhonePlayer(house.carrier, house.deliver_now)
    parent.ring()
    for key in ("2", "1", "1", "1", *then):
        parent.press(key)
    parent.hang_up()
    job = house.service.redis.lindex("rq:queue:replies", 0)
    assert isinstance(job, bytes)
    return job.decode().removeprefix("text-")


def received(house: House) -> list[str]:
    house.carrier.ledger.wait(lambda ledger: bool(ledger.accepted()), 5)
    return [text.body for text in house.carrier.ledger.accepted() if text.kind is Kind.SENT]


def state(house: House, text_id: str) -> tuple[TextState, int | None]:
    text = house.service.store.text(text_id)
    assert text
    return text.state, text.code


def test_a_text_that_was_asked_for_is_sent_once(house: House) -> None:
    text_id = ask_for_text(house)
    house.work()
    house.service.delivery.text_due(text_id)
    assert len(received(house)) == 1
    assert state(house, text_id)[0] in {TextState.SENT, TextState.DELIVERED}


@pytest.mark.parametrize("code", [21610, 21211, 30006])
def test_a_refusal_for_good_is_not_tried_again(house: House, code: int) -> None:
    text_id = ask_for_text(house)
    house.carrier.refuse_next(code)
    house.service.delivery.text_due(text_id)
    house.service.delivery.text_due(text_id)
    assert state(house, text_id) == (TextState.FAILED, code)
    assert house.carrier.ledger.accepted() == ()


def test_a_passing_refusal_is_tried_again(house: House) -> None:
    text_id = ask_for_text(house)
    house.carrier.refuse_next(20429, 429)
    with pytest.raises(SendError):
        house.service.delivery.text_due(text_id)
    assert state(house, text_id)[0] is TextState.QUEUED
    house.service.delivery.text_due(text_id)
    assert len(received(house)) == 1


def test_a_refusal_at_the_last_try_is_recorded_as_a_failure(house: House) -> None:
    text_id = ask_for_text(house)
    house.carrier.refuse_next(20429, 429)
    with pytest.raises(SendError):
        house.service.delivery.text_due(text_id, last_try=True)
    assert state(house, text_id) == (TextState.FAILED, 20429)


def test_after_a_crash_the_carrier_is_asked_before_a_text_is_sent_again(house: House) -> None:
    text_id = ask_for_text(house)
    text = house.service.store.claim(text_id)
    assert text
    sid = house.carrier.send(text.to, text.body, None).sid
    # The worker dies here: the text has been taken, and nobody recorded it.
    house.service.store.settle(text_id, TextState.SENDING)
    house.service.delivery.text_due(text_id)
    assert [text.sid for text in house.carrier.ledger.accepted()] == [sid]
    assert state(house, text_id)[0] is TextState.SENT


def test_whoever_has_stopped_texts_gets_none_that_still_waits(house: House) -> None:
    text_id = ask_for_text(house)
    # These words are ours to understand: the carrier would let the text through.
    house.carrier.text("please do not text me")
    house.work()
    assert received(house) == []
    assert state(house, text_id) == (TextState.FAILED, 21610)


def test_a_stop_that_only_the_carrier_knows_of_is_held_to(house: House) -> None:
    text_id = ask_for_text(house)
    house.carrier.refuse_next(21610)
    house.work()
    assert state(house, text_id) == (TextState.FAILED, 21610)
    parent = PhonePlayer(house.carrier, house.deliver_now)
    parent.ring()
    for key in ("2", "1"):
        parent.press(key)
    assert "asked us not to text it" in "".join(seen.words for seen in parent.press("1"))


def lose(house: House, text_id: str, code: int) -> None:
    """Have the carrier take the text and then lose it, and tell us so."""
    house.carrier.lose_next(code)
    house.service.delivery.text_due(text_id)
    # The report comes by a webhook, when the carrier gets round to it.
    assert house.carrier.ledger.wait(lambda _: state(house, text_id)[1] == code, 5)


def test_a_text_that_was_lost_for_a_passing_reason_is_sent_anew(house: House, clock: time_machine.Traveller) -> None:
    text_id = ask_for_text(house)
    for wait in (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4)):
        lose(house, text_id, 30003)
        assert state(house, text_id) == (TextState.QUEUED, 30003)
        clock.shift(wait)
    house.carrier.lose_next(30003)
    house.service.delivery.text_due(text_id)
    assert house.carrier.ledger.wait(lambda _: state(house, text_id)[0] is TextState.FAILED, 5)
    assert len(received(house)) == 4


def test_a_text_that_was_lost_for_good_is_not_sent_anew(house: House) -> None:
    text_id = ask_for_text(house)
    lose(house, text_id, 30006)
    assert state(house, text_id) == (TextState.FAILED, 30006)


def follow_up(house: House) -> str:
    ask_for_text(house, "1")
    house.work()
    found = house.service.jobs.next_follow_up()
    assert found
    return found


def test_a_follow_up_is_due_ten_working_days_later_in_text_hours(house: House, clock: time_machine.Traveller) -> None:
    assert clock
    pending = house.service.store.follow_up(follow_up(house))
    assert pending
    assert pending.due == datetime(2026, 12, 7, 10, 0, tzinfo=LONDON)


def test_a_follow_up_at_night_waits_for_the_morning(house: House, clock: time_machine.Traveller) -> None:
    found = follow_up(house)
    clock.move_to(datetime(2026, 12, 7, 23, 0, tzinfo=LONDON))
    house.service.conversation.follow_up_due(found)
    pending = house.service.store.follow_up(found)
    assert pending
    assert pending.due == datetime(2026, 12, 8, 8, 30, tzinfo=LONDON)
    clock.move_to(pending.due)
    house.service.conversation.follow_up_due(found)
    house.work()
    assert "check back" in received(house)[-1]


def test_a_follow_ups_text_that_is_late_waits_for_the_morning(house: House, clock: time_machine.Traveller) -> None:
    found = follow_up(house)
    clock.move_to(datetime(2026, 12, 7, 18, 55, tzinfo=LONDON))
    house.service.conversation.follow_up_due(found)
    clock.move_to(datetime(2026, 12, 7, 23, 55, tzinfo=LONDON))
    house.work()
    assert len(received(house)) == 1
    clock.move_to(datetime(2026, 12, 8, 8, 30, tzinfo=LONDON))
    text_id = next(
        key.decode().rpartition(":")[2]
        for key in house.service.redis.scan_iter("signpost:outbox:*")
        if state(house, key.decode().rpartition(":")[2])[0] is TextState.QUEUED
    )
    house.service.delivery.text_due(text_id)
    assert len(received(house)) == 2


def test_a_follow_up_waits_until_a_conversation_is_over(house: House, clock: time_machine.Traveller) -> None:
    found = follow_up(house)
    clock.move_to(datetime(2026, 12, 7, 10, 0, tzinfo=LONDON))
    house.carrier.text("hello")
    house.service.conversation.follow_up_due(found)
    pending = house.service.store.follow_up(found)
    assert pending
    assert pending.due.astimezone(UTC) - datetime.now(UTC) == timedelta(minutes=30)


def test_a_follow_up_that_runs_too_soon_keeps_its_time(house: House) -> None:
    found = follow_up(house)
    before = house.service.store.follow_up(found)
    house.service.conversation.follow_up_due(found)
    assert house.service.store.follow_up(found) == before
    assert len(received(house)) == 1


def test_a_follow_up_is_sent_once_however_often_its_job_runs(house: House) -> None:
    found = follow_up(house)
    for _ in range(3):
        house.service.conversation.follow_up_due(found, by_hand=True)
    house.work()
    assert len(received(house)) == 2


def test_a_follow_up_that_is_agreed_anew_is_sent_anew(house: House, clock: time_machine.Traveller) -> None:
    assert clock
    for count in (2, 4):
        assert follow_up(house)
        assert house.deliver_now()
        assert len(received(house)) == count


@pytest.mark.parametrize("words", [("STOP",), ("FORGET", "1")])
def test_stop_and_forget_end_what_is_pending(house: House, words: tuple[str, ...]) -> None:
    found = follow_up(house)
    for said in words:
        house.carrier.text(said)
    assert house.service.store.follow_up(found) is None
    assert house.service.jobs.next_follow_up() is None
    house.service.conversation.follow_up_due(found, by_hand=True)
    house.work()
    assert len(received(house)) == 1


def test_no_phone_can_be_made_to_get_texts_without_end(house: House) -> None:
    for _ in range(MOST_A_DAY + 2):
        ask_for_text(house)
        house.work()
    assert len(received(house)) == MOST_A_DAY


def test_staff_can_have_a_number_forgotten(house: House) -> None:
    found = follow_up(house)
    token = SecretTokens(SECRET).person(MOBILE)
    assert any(token in key.decode() for key in house.service.redis.scan_iter())
    done = CliRunner().invoke(main, ["forget"], input="07700 900123\n")
    assert done.exit_code == 0, done.output
    assert house.service.store.follow_up(found) is None
    assert not any(token in key.decode() for key in house.service.redis.scan_iter())
    assert "900123" not in done.output


def test_forgetting_needs_a_number() -> None:
    done = CliRunner().invoke(main, ["forget", "12"])
    assert done.exit_code == 2
    assert "not a UK number" in done.output


def test_a_keyed_mobile_that_has_stopped_texts_is_promised_none(house: House) -> None:
    house.carrier.text("please do not text me")
    caller = PhonePlayer(house.carrier, house.deliver_now, caller="landline")
    caller.ring()
    for key in ("2", "1", "1", "07700900123"):
        caller.press(key)
    heard = "".join(seen.words for seen in caller.press("1"))
    assert "asked us not to text it" in heard
    assert "We are sending" not in heard
    house.work()
    assert received(house) == []


def test_a_follow_up_for_somebody_who_has_stopped_is_not_sent(house: House) -> None:
    found = follow_up(house)
    pending = house.service.store.follow_up(found)
    assert pending
    house.service.redis.set(f"signpost:stopped:{pending.person}", "1")
    house.service.conversation.follow_up_due(found, by_hand=True)
    house.work()
    assert len(received(house)) == 1
    assert house.service.store.follow_up(found) is None
