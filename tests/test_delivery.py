"""What becomes of a text: the worker's side of a turn, on the whole house."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.gateway import TwilioGateway
from signpost.core.hours import LONDON
from signpost.delivery import AFTER_A_LOSS, AFTER_A_REFUSAL, MOST_A_DAY, Delivery
from signpost.phone.numbers import MOBILE
from signpost.phone.player import PhonePlayer
from signpost.ports import FullError, OutgoingText, SendError, TextState, by_text
from tests.house import ACCOUNT, EXAMPLE, NUMBER, House, opened

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch, EXAMPLE) as house:
        yield house


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def text(house: House) -> OutgoingText:
    """One that somebody waits for."""
    return house.write(waiting=True)


def state(house: House, text: OutgoingText) -> tuple[TextState, int | None]:
    found = house.service.store.text(text.id)
    assert found
    return found.state, found.code


def press(house: House, *keys: str, caller: str = "mobile") -> str:
    """Ring, press keys and hang up; all that was heard."""
    parent = PhonePlayer(house.carrier, house.deliver_now, caller=caller)
    seen = [*parent.ring(), *(one for key in keys for one in parent.press(key)), *parent.hang_up()]
    return "".join(one.words for one in seen)


def dead_worker(house: House, clock: time_machine.Traveller, text: OutgoingText) -> None:
    """A worker claims the text and dies; a minute later nobody can still be at it."""
    assert house.service.store.claim(text.id)
    clock.shift(timedelta(minutes=1))


def test_a_text_that_was_asked_for_is_sent_once(house: House) -> None:
    press(house, "1", "1", "1")
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


def test_after_a_crash_the_carrier_is_asked_before_a_text_is_sent_again(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    sid = house.carrier.send(text.to, text.body, None).sid
    # It had been taken, and nobody was left to record it.
    dead_worker(house, clock, text)
    house.work()
    assert [sent.sid for sent in house.received()] == [sid]
    assert state(house, text)[0] is TextState.SENT


def test_a_crash_before_the_carrier_took_it_loses_nothing(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    dead_worker(house, clock, text)
    house.work()
    assert len(house.received()) == 1


@pytest.mark.parametrize("taken", [True, False])
def test_after_a_crash_the_carrier_is_asked_even_in_a_full_second(
    house: House, text: OutgoingText, clock: time_machine.Traveller, taken: bool
) -> None:
    if taken:
        house.carrier.send(text.to, text.body, None)
    dead_worker(house, clock, text)
    house.fill_the_second()
    house.work()
    assert state(house, text)[0] is (TextState.SENT if taken else TextState.QUEUED)
    house.end_the_second()
    clock.shift(timedelta(seconds=1))
    house.work()
    assert len(house.received()) == 1


class Closed(TwilioGateway):
    """One that does not say which texts it has, and says so with a code."""

    def find(self, to: str, body: str, since: datetime) -> str | None:  # noqa: ARG002
        raise SendError(20003, permanent=True)


def test_a_carrier_that_does_not_say_is_asked_again(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    house.carrier.send(text.to, text.body, None)
    dead_worker(house, clock, text)
    follow_ups = house.service.follow_ups
    closed = Closed(ACCOUNT, "a token", NUMBER, "http://127.0.0.1:1/status")
    delivery = Delivery(house.service.store, closed, follow_ups.pace, follow_ups.calendar, lambda: datetime.now(UTC))
    with pytest.raises(SendError):
        delivery.text_due(text.id)
    assert state(house, text)[0] is TextState.SENDING
    clock.shift(timedelta(seconds=10))
    house.work()
    assert len(house.received()) == 1


class Silent(TwilioGateway):
    """One that gives no answer, whether it has taken the text or not."""

    def send(self, to: str, body: str, text_id: str) -> str:  # noqa: ARG002
        raise SendError(None, permanent=False)


SATURDAY = datetime(2026, 11, 28, 18, 58, tzinfo=LONDON)


def unanswered(house: House, clock: time_machine.Traveller) -> OutgoingText:
    """A follow-up's text that was handed over on Saturday evening, and nobody knows whether it was taken."""
    clock.move_to(SATURDAY)
    text = house.service.follow_ups.due(house.promise(SATURDAY).id)
    assert text
    follow_ups = house.service.follow_ups
    silent = Silent(ACCOUNT, "a token", NUMBER, "http://127.0.0.1:1/status")
    delivery = Delivery(house.service.store, silent, follow_ups.pace, follow_ups.calendar, lambda: datetime.now(UTC))
    with pytest.raises(SendError):
        delivery.hand_over(text)
    assert state(house, text) == (TextState.SENDING, None)
    return text


def test_after_an_outage_on_saturday_evening_nothing_goes_out_on_sunday(
    house: House, clock: time_machine.Traveller
) -> None:
    unanswered(house, clock)
    for hours in (1, 14, 14):
        clock.shift(timedelta(hours=hours))
        house.work()
        assert house.received() == []
    clock.move_to(datetime(2026, 11, 30, 8, 30, tzinfo=LONDON))
    house.work()
    assert len(house.received()) == 1


def test_what_the_carrier_took_is_known_the_same_night(house: House, clock: time_machine.Traveller) -> None:
    text = unanswered(house, clock)
    sid = house.carrier.send(text.to, text.body, None).sid
    clock.shift(timedelta(hours=1))
    house.work()
    found = house.service.store.text(text.id)
    assert found
    assert (found.state, found.sid) == (TextState.SENT, sid)
    clock.move_to(datetime(2026, 11, 30, 8, 30, tzinfo=LONDON))
    house.work()
    assert len(house.received()) == 1


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
    assert "asked us not to text it" in press(house, "1", "1")


def test_a_keyed_mobile_that_has_stopped_texts_is_promised_none(house: House) -> None:
    house.carrier.text("please do not text me")
    heard = press(house, "1", "1", "07700900123", "1", caller="landline")
    assert "asked us not to text it" in heard
    assert "We are sending" not in heard
    house.work()
    assert house.received() == []


def lose(house: House, text: OutgoingText, code: int) -> None:
    """Have the carrier take the text and then lose it, and tell us so."""
    known = house.service.store.text(text.id)
    assert known
    house.carrier.lose_next(code)
    house.work()
    # The report comes by a webhook, when the carrier gets round to it.
    assert house.carrier.ledger.wait(lambda _: reported(house, text, known.losses), 5)


def reported(house: House, text: OutgoingText, losses: int) -> bool:
    known = house.service.store.text(text.id)
    return known is not None and (known.losses > losses or known.state is TextState.FAILED)


def test_a_text_that_was_lost_for_a_passing_reason_is_sent_anew(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    for wait in AFTER_A_LOSS:
        lose(house, text, 30003)
        assert state(house, text) == (TextState.QUEUED, 30003)
        clock.shift(wait)
    lose(house, text, 30003)
    assert state(house, text) == (TextState.FAILED, 30003)
    assert len(house.received()) == 4
    clock.shift(timedelta(days=1))
    house.work()
    assert len(house.received()) == 4


def test_a_text_that_was_lost_for_good_is_not_sent_anew(house: House, text: OutgoingText) -> None:
    lose(house, text, 30006)
    assert state(house, text) == (TextState.FAILED, 30006)


@pytest.mark.parametrize("code", [21614, 30006])
def test_a_phone_that_takes_no_texts_is_promised_none_and_sent_none(
    house: House, text: OutgoingText, code: int
) -> None:
    follow_up = house.promise(MORNING + timedelta(days=10))
    if code < 30000:
        house.carrier.refuse_next(code)
        house.work()
    else:
        lose(house, text, code)
    assert house.carrier.ledger.wait(lambda _: unreachable(house, text), 5)
    assert house.service.store.follow_up(follow_up.id) is None
    assert "do not reach the phone" in press(house, "1", "1")


def unreachable(house: House, text: OutgoingText) -> bool:
    with house.service.store.turn(by_text(text.person), text.person, None) as turn:
        return turn.person.unreachable


def test_old_news_of_a_loss_changes_nothing(house: House, text: OutgoingText, clock: time_machine.Traveller) -> None:
    delivery, passing = house.service.delivery, SendError(30008, permanent=False)
    # Not by the house: the stand-in would tell at once that it has arrived.
    house.service.store.claim(text.id)
    house.service.store.settle(text.id, TextState.SENT, sid="SM1")
    delivery.lost(text.id, passing, "SM1")
    assert state(house, text) == (TextState.QUEUED, 30008)
    clock.shift(AFTER_A_LOSS[0])
    house.service.store.claim(text.id)
    house.service.store.settle(text.id, TextState.SENT, sid="SM2")
    delivery.lost(text.id, passing, "SM1")
    assert state(house, text)[0] is TextState.SENT
    delivery.lost(text.id, passing, "SM2")
    assert state(house, text) == (TextState.QUEUED, 30008)


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
