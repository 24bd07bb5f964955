"""Follow-ups: how often they go out, what begins their count anew, and when they are over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from redis.utils import str_if_bytes

from signpost import jobs
from signpost.carrier_ports import FullError
from signpost.core.hours import LONDON
from signpost.core.session import Person
from signpost.phone.numbers import MOBILE
from signpost.ports import Changes, TextState, by_text
from tests.house import MORNING, TOKENS, House
from tests.worker.conftest import in_line, next_time, ring

PERSON = TOKENS.person(MOBILE)


def person(house: House) -> Person:
    with house.service.store.turn(by_text(PERSON), PERSON, None) as turn:
        return turn.person


def remember(house: House, known: Person) -> None:
    with house.service.store.turn(by_text(PERSON), PERSON, None) as turn:
        assert turn.save(Changes(turn.session, known, answer=""))


def until(house: House, clock: time_machine.Traveller, texts: int) -> None:
    """Let the time of the next follow-up come, again and again, until there are so many texts."""
    while len(house.received()) < texts:
        follow_up_id = house.service.store.agenda.next_follow_up()
        assert follow_up_id, "there is no other"
        pending = house.service.store.follow_up(follow_up_id)
        assert pending
        clock.move_to(max(pending.due, datetime.now(UTC)))
        house.work()


def test_it_goes_out_when_it_is_due(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING + timedelta(minutes=5))
    house.work()
    clock.shift(timedelta(minutes=4))
    house.work()
    assert house.received() == []
    clock.shift(timedelta(minutes=1))
    house.work()
    [text] = house.received()
    assert text.to == MOBILE
    assert house.service.store.counts()["followups.sent"] == 1


def test_three_without_an_answer_five_working_days_apart_are_the_last(
    house: House, clock: time_machine.Traveller
) -> None:
    house.promise(MORNING)
    house.work()
    assert in_line(house) == datetime(2026, 11, 30, 10, 0, tzinfo=LONDON)
    until(house, clock, 2)
    assert in_line(house) == datetime(2026, 12, 7, 10, 0, tzinfo=LONDON)
    until(house, clock, 3)
    assert in_line(house) is None
    clock.shift(timedelta(days=30))
    house.work()
    assert len(house.received()) == 3


def test_after_three_no_other_matter_is_asked_about(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING)
    other = house.promise(MORNING + timedelta(days=60), matter="another")
    until(house, clock, 3)
    clock.move_to(other.due)
    house.work()
    assert len(house.received()) == 3
    assert house.service.store.follow_up(other.id) is None


def test_an_answer_by_text_begins_the_count_anew(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING)
    until(house, clock, 2)
    assert person(house).unanswered == 2
    house.carrier.text("1")
    assert person(house).unanswered == 0


def test_a_call_begins_the_count_anew(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING)
    until(house, clock, 2)
    ring(house)
    assert person(house).unanswered == 0
    house.promise(MORNING + timedelta(days=60), matter="another")
    until(house, clock, 3 + 2)
    assert in_line(house) is None


def test_nobody_who_rings_and_hangs_up_is_asked_more_than_three_times(
    house: House, clock: time_machine.Traveller
) -> None:
    house.promise(MORNING)
    for texts in (1, 2, 3):
        until(house, clock, texts)
        ring(house)
        assert person(house).unanswered == 0
    assert in_line(house) is None


def test_a_call_from_another_phone_that_agrees_for_this_one_begins_its_count_anew(
    house: House, clock: time_machine.Traveller
) -> None:
    remember(house, Person(unanswered=3))
    ring(house, "1", "1", "07700900123", "1", caller="landline")
    assert person(house).unanswered == 3, "to be sent a text is no agreement"
    ring(house, "1", "1", "07700900123", "1", "1", caller="landline")
    assert person(house).unanswered == 0
    house.work()
    texts = len(house.received())
    until(house, clock, texts + 1)


def test_somebody_elses_call_changes_nothing(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING)
    until(house, clock, 2)
    ring(house, caller="landline")
    assert person(house).unanswered == 2


def test_an_answer_ends_what_was_asked(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING, matter="decision")
    until(house, clock, 1)
    assert in_line(house)
    house.carrier.text("1")
    assert in_line(house) is None


def test_a_late_answer_does_not_cancel_what_was_agreed_since(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING, matter="school")
    until(house, clock, 1)
    ring(house, "1", "1", "1", "1")
    agreed = in_line(house)
    assert agreed == datetime(2026, 12, 7, 10, 0, tzinfo=LONDON)
    house.carrier.text("2")
    assert in_line(house) == agreed


def test_a_reminder_goes_out_even_after_three(house: House) -> None:
    remember(house, Person(unanswered=3))
    house.promise(MORNING, matter="decision")
    reminder = house.promise(MORNING, deadline="last day", by=date(2026, 12, 21))
    house.work()
    [text] = house.received()
    assert "21 December 2026" in text.body
    assert next_time(house, reminder) is None, "it comes once"
    assert person(house).unanswered == 3, "it is no question"


@pytest.mark.parametrize(("days", "texts"), [(7, 1), (8, 0)], ids=["on the day", "the day after"])
def test_a_reminder_of_a_day_that_is_over_is_dropped(
    house: House, clock: time_machine.Traveller, days: int, texts: int
) -> None:
    house.promise(MORNING, deadline="last day", by=date(2026, 11, 30))
    clock.shift(timedelta(days=days))
    house.work()
    assert len(house.received()) == texts
    assert in_line(house) is None


def test_by_hand_a_reply_job_sends_the_text(house: House) -> None:
    promised = house.promise(datetime.now(UTC) + timedelta(days=10))
    assert house.service.follow_ups.due(promised.id, by_hand=True) is None
    [job] = map(str_if_bytes, house.service.redis.lrange("rq:queue:replies", 0, -1))
    text = house.service.store.text(job.removeprefix("text-"))
    assert text
    assert (text.waiting, text.state) == (True, TextState.QUEUED)


def test_one_that_is_gone_is_not_sent_by_hand(house: House) -> None:
    jobs.follow_up("gone")
    house.work()
    assert house.received() == []


def test_a_follow_up_that_is_looked_at_too_soon_keeps_its_time(house: House) -> None:
    promised = house.promise(MORNING + timedelta(minutes=2))
    assert house.service.follow_ups.due(promised.id) is None
    assert house.service.store.follow_up(promised.id) == promised
    assert person(house).unanswered == 0


def test_however_often_it_is_looked_at_it_is_made_once(house: House) -> None:
    promised = house.promise(MORNING)
    made = [house.service.follow_ups.due(promised.id) for _ in range(3)]
    assert made[0]
    assert made[1:] == [None, None]


def test_the_text_is_its_makers_to_hand_over(house: House) -> None:
    text = house.service.follow_ups.due(house.promise(MORNING).id)
    assert text
    assert text.state is TextState.QUEUED, "to its maker it was never handed over"
    assert house.service.store.text(text.id) == replace(text, state=TextState.SENDING)


def test_when_there_is_no_room_nothing_has_happened(house: House) -> None:
    promised = house.promise(MORNING)
    house.fill_the_second()
    with pytest.raises(FullError):
        house.service.follow_ups.due(promised.id)
    assert house.service.store.follow_up(promised.id) == promised
    assert person(house) == Person()
    assert house.service.store.counts() == {}
    house.end_the_second()
    assert house.service.follow_ups.due(promised.id)


def test_for_somebody_who_has_stopped_it_is_over(house: House) -> None:
    promised, reminder = (
        house.promise(MORNING),
        house.promise(MORNING, matter="a day", deadline="last day", by=date(2026, 12, 21)),
    )
    # As a release has left it that did not end what was pending.
    house.service.redis.set(f"signpost:stopped:{PERSON}", "1")
    house.work()
    assert house.received() == []
    assert house.service.store.follow_up(promised.id) is house.service.store.follow_up(reminder.id) is None
    assert house.service.store.agenda.next_follow_up() is None


@pytest.mark.parametrize("words", [("STOP",), ("FORGET", "1")])
def test_stop_and_forget_end_all_that_is_pending(house: House, words: tuple[str, ...]) -> None:
    later = datetime.now(UTC) + timedelta(days=10)
    pending = [
        house.promise(later, matter="one"),
        house.promise(later, matter="two", deadline="last day", by=date(2027, 1, 5)),
    ]
    for said in words:
        house.carrier.text(said)
    assert [house.service.store.follow_up(promised.id) for promised in pending] == [None, None]
    assert not house.deliver_now()
    assert house.received() == []
