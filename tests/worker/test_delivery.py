"""What becomes of a text: the worker's side of a turn, on the whole house."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.ceiling import DayCeiling
from signpost.carrier_ports import NO_ROOM, FullError, SendError
from signpost.core.hours import LONDON
from signpost.delivery import AFTER_A_REFUSAL, MOST_A_DAY
from signpost.phone.numbers import MOBILE
from signpost.ports import OutgoingText, TextState
from tests.house import MORNING, SEGMENTS_A_DAY, TOKENS, House
from tests.worker.conftest import ring, state


def test_a_text_that_was_asked_for_is_sent_once(house: House) -> None:
    ring(house, "1", "1", "1")
    for _ in range(2):
        house.work()
        house.service.store.agenda.sweep()
    [sent] = house.received()
    assert sent.to == MOBILE
    assert "Talk to the teacher first" in sent.body


def test_a_text_that_was_sent_is_not_sent_by_another_job(house: House, text: OutgoingText) -> None:
    assert house.service.delivery.text_due(text.id)
    assert not house.service.delivery.text_due(text.id)
    assert len(house.received()) == 1


@pytest.mark.parametrize("code", [21610, 21211, 30006])
def test_a_refusal_for_good_is_not_tried_again(house: House, text: OutgoingText, code: int) -> None:
    house.carrier.refuse_next(code)
    assert house.service.delivery.text_due(text.id)
    assert not house.service.delivery.text_due(text.id)
    assert state(house, text) == (TextState.FAILED, code)
    assert house.received() == []


def test_a_passing_refusal_is_tried_again_ten_seconds_later(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    house.carrier.refuse_next(20429, 429)
    house.work()
    assert state(house, text) == (TextState.QUEUED, 20429)
    clock.shift(timedelta(seconds=9))
    house.work()
    assert house.received() == []
    clock.shift(timedelta(seconds=1))
    house.work()
    assert len(house.received()) == 1


def refused_for_ever(house: House, clock: time_machine.Traveller) -> list[timedelta]:
    """Refuse every try until there is no other; the waits between them."""
    waits: list[timedelta] = []
    for _ in range(50):
        house.carrier.refuse_next(20429, 429)
        house.work()
        due = [float(second) for _, second in house.service.redis.zscan_iter("rq:scheduled:replies")]
        if not due:
            break
        waits.append(datetime.fromtimestamp(min(due), UTC) - datetime.now(UTC))
        clock.shift(waits[-1])
    return waits


def test_a_passing_refusal_is_tried_for_a_day_and_has_then_failed(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    waits = refused_for_ever(house, clock)
    assert waits[:6] == list(AFTER_A_REFUSAL)
    assert set(waits[6:]) == {AFTER_A_REFUSAL[-1]}
    assert timedelta(hours=22) < sum(waits, timedelta()) < timedelta(hours=24)
    assert state(house, text) == (TextState.FAILED, 20429)
    assert [failed.id for failed in house.service.store.failed()] == [text.id]


def test_forget_erases_what_failed(house: House, text: OutgoingText) -> None:
    house.carrier.refuse_next(21211)
    house.work()
    assert house.service.store.failed()
    for words in ("FORGET", "1"):
        house.carrier.text(words)
    assert house.service.store.failed() == []
    assert not house.service.redis.exists("signpost:failed", f"signpost:outbox:{text.id}")


@pytest.mark.parametrize(
    ("waiting", "days", "left"),
    [(True, 1, TextState.FAILED), (False, 1, TextState.QUEUED), (False, 5, TextState.FAILED)],
    ids=["what somebody waits for", "a promise", "a promise of five days ago"],
)
def test_how_long_a_text_is_good_for(
    house: House, clock: time_machine.Traveller, waiting: bool, days: int, left: TextState
) -> None:
    text = house.write(waiting=waiting)
    clock.shift(timedelta(days=days))
    house.carrier.refuse_next(20429, 429)
    with pytest.raises(SendError):
        house.service.delivery.text_due(text.id)
    assert state(house, text) == (left, 20429)


def test_without_room_a_text_waits_a_second(house: House, text: OutgoingText, clock: time_machine.Traveller) -> None:
    house.fill_the_second()
    with pytest.raises(FullError):
        house.service.delivery.text_due(text.id)
    assert state(house, text) == (TextState.QUEUED, None)
    house.end_the_second()
    clock.shift(timedelta(seconds=1))
    house.work()
    assert len(house.received()) == 1


def test_a_text_that_somebody_waits_for_is_sent_at_night(house: House, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 23, 23, 0, tzinfo=LONDON))
    house.write(waiting=True)
    house.work()
    assert len(house.received()) == 1


def test_one_that_nobody_waits_for_waits_for_the_morning(house: House, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 23, 18, 59, 50, tzinfo=LONDON))
    house.promise(datetime.now(UTC) - timedelta(minutes=1))
    house.carrier.refuse_next(20429, 429)
    house.work()
    assert house.service.store.counts()["followups.sent"] == 1
    clock.shift(timedelta(seconds=10))
    house.work()
    assert house.received() == []
    clock.move_to(datetime(2026, 11, 24, 8, 30, tzinfo=LONDON))
    house.work()
    assert len(house.received()) == 1


def test_whoever_has_stopped_texts_gets_none_that_still_waits(house: House, text: OutgoingText) -> None:
    # These words are ours to understand: the carrier would let the text through.
    house.carrier.text("please do not text me")
    house.work()
    assert house.received() == []
    assert state(house, text) == (TextState.FAILED, 21610)


def test_a_stop_that_only_the_carrier_knows_of_is_held_to(house: House, text: OutgoingText) -> None:
    follow_up = house.promise(MORNING + timedelta(days=10))
    house.carrier.refuse_next(21610)
    house.work()
    assert state(house, text) == (TextState.FAILED, 21610)
    assert house.service.store.follow_up(follow_up.id) is None
    assert "asked us not to text it" in ring(house, "1", "1")


def test_a_keyed_mobile_that_has_stopped_texts_is_promised_none(house: House) -> None:
    house.carrier.text("please do not text me")
    heard = ring(house, "1", "1", "07700900123", "1", caller="landline")
    assert "asked us not to text it" in heard
    assert "We are sending" not in heard
    house.work()
    assert house.received() == []


def test_no_phone_can_be_made_to_get_texts_without_end(house: House) -> None:
    made = [house.write(waiting=True) for _ in range(MOST_A_DAY + 2)]
    house.work()
    assert len(house.received()) == MOST_A_DAY
    assert [state(house, text) for text in made[MOST_A_DAY:]] == [(TextState.FAILED, None)] * 2


def test_a_promise_that_is_one_too_many_for_a_day_comes_the_next_day(
    house: House, clock: time_machine.Traveller
) -> None:
    for _ in range(MOST_A_DAY):
        house.write(waiting=True)
    house.work()
    promised = house.promise(MORNING)
    house.work()
    assert len(house.received()) == MOST_A_DAY
    # The day is Redis's own, and does not end by this clock.
    house.service.redis.delete(keys.today(promised.person))
    clock.shift(timedelta(days=1, minutes=-1))
    house.work()
    assert len(house.received()) == MOST_A_DAY
    clock.shift(timedelta(minutes=1))
    house.work()
    assert len(house.received()) == MOST_A_DAY + 1
    assert house.service.store.failed() == []


def test_a_text_counts_once_however_often_it_is_tried(house: House, clock: time_machine.Traveller) -> None:
    text = house.write(waiting=True)
    for wait in AFTER_A_REFUSAL[:4]:
        house.carrier.refuse_next(20429, 429)
        house.work()
        clock.shift(wait)
    house.work()
    assert house.service.store.sent_today(text.person, text.id) == 1


def test_beyond_the_days_ceiling_only_what_somebody_waits_for_goes_out_and_then_nothing(redis: Redis) -> None:
    ceiling = DayCeiling(redis, 10)
    assert ceiling.room(8, waiting=False)
    assert not ceiling.room(1, waiting=False)
    assert ceiling.room(2, waiting=True)
    assert not ceiling.room(1, waiting=True)


def test_a_day_begins_at_midnight_in_the_uk(redis: Redis) -> None:
    moments = iter([MORNING, MORNING.replace(hour=23, minute=59), MORNING.replace(hour=0) + timedelta(days=1)])
    with time_machine.travel(MORNING, tick=False) as clock:
        for moment, room in zip(moments, (True, False, True), strict=True):
            clock.move_to(moment)
            assert DayCeiling(redis, 1).room(1, waiting=True) is room


def test_a_text_beyond_the_ceiling_waits_and_the_alarm_names_the_setting(
    house: House, text: OutgoingText, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    house.service.redis.set(keys.segments(f"{MORNING:%Y-%m-%d}"), SEGMENTS_A_DAY)
    house.service.delivery.text_due(text.id)
    assert house.received() == []
    assert state(house, text) == (TextState.QUEUED, None)
    assert "SIGNPOST_SEGMENTS_A_DAY" in caplog.text
    clock.move_to(MORNING + timedelta(days=1))
    house.service.store.agenda.sweep()
    house.work()
    assert len(house.received()) == 1


def test_no_text_overtakes_an_earlier_one_that_the_carrier_would_not_take(
    house: House, clock: time_machine.Traveller
) -> None:
    ring(house, "1", "1", "1")
    house.carrier.refuse_next(20429, 429)
    house.work()
    ring(house, "2", "2", "2", "1")
    house.work()
    assert house.received() == [], "the second waits for the first"
    clock.shift(timedelta(seconds=10))
    house.work()
    clock.shift(timedelta(seconds=10))
    house.work()
    first, second = house.received()
    assert "Talk to the teacher first" in first.body
    assert "The helpline can tell you" in second.body
    assert not house.service.redis.exists(keys.behind(TOKENS.person(MOBILE)))


def test_a_text_that_is_never_taken_does_not_hold_up_others_for_ever(house: House, text: OutgoingText) -> None:
    house.carrier.refuse_next(20429, 429)
    house.work()
    assert 0 < house.service.redis.ttl(keys.behind(text.person)) <= 360


def test_a_text_that_is_refused_again_is_waited_for_past_its_next_try(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    for wait in AFTER_A_REFUSAL[:3]:
        house.carrier.refuse_next(20429, 429)
        house.work()
        assert house.service.redis.ttl(keys.behind(text.person)) > wait.total_seconds()
        clock.shift(wait)


def test_what_somebody_waited_a_day_for_is_for_the_staff(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    for hours in range(25):
        clock.move_to(MORNING + timedelta(hours=hours))
        house.service.redis.set(keys.segments(f"{datetime.now(LONDON):%Y-%m-%d}"), SEGMENTS_A_DAY)
        house.service.store.agenda.sweep()
        house.work()
    assert state(house, text) == (TextState.FAILED, NO_ROOM)
    assert house.received() == []
