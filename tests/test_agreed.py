"""What was agreed in a turn becomes a promise; and a promise holds to whatever its person does at the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from signpost.adapters.calendar import bank_holidays
from signpost.adapters.pace import SenderPace
from signpost.adapters.seal import Seal, SecretTokens
from signpost.adapters.store import RedisStore
from signpost.adapters.turn import RedisTurn
from signpost.core.events import EndFollowUp, EndReminders, ScheduleFollowUp, ScheduleReminders
from signpost.core.followup import Calendar
from signpost.core.hours import LONDON
from signpost.core.menu import Delay, Keep, TextHours
from signpost.core.session import Channel, Person, Question, Session
from signpost.followups import Agreed, FollowUps
from signpost.ports import Changes, PendingFollowUp, TooBusyError, by_text
from tests.core.appeals import APPEALS
from tests.house import MORNING
from tests.samples import MOBILE, OTHER_MOBILE

TOKENS = SecretTokens("a test's secret")
PERSON, OTHER = TOKENS.person(MOBILE), TOKENS.person(OTHER_MOBILE)
TEN_DAYS = Delay(10, "working days")
NOTHING = Changes(None, Person(), answer="")


class Store(RedisStore):
    """A store in which something happens before or within each of the turns to come."""

    before: Callable[[], None] = staticmethod(lambda: None)
    within: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def turn(self, conversation: str, person: str, message: str | None, **more: Any) -> Iterator[RedisTurn]:
        self.before()
        with super().turn(conversation, person, message, **more) as turn:
            self.within()
            yield turn


@dataclass
class Clock:
    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calm(redis: Redis, clock: Clock) -> RedisStore:
    """The same store for whoever disturbs."""
    return RedisStore(redis, Seal("one"), Keep(), clock.seconds, tokens=TOKENS)


@pytest.fixture
def store(redis: Redis, clock: Clock) -> Store:
    return Store(redis, Seal("one"), Keep(), clock.seconds, tokens=TOKENS)


@pytest.fixture
def follow_ups(redis: Redis, store: Store, clock: Clock) -> FollowUps:
    calendar = Calendar(TextHours(), bank_holidays())
    return FollowUps(APPEALS, store, TOKENS, calendar, SenderPace(redis, 1000), clock)


def save(store: RedisStore, changes: Changes, person: str = PERSON) -> None:
    with store.turn(by_text(person), person, None) as turn:
        assert turn.save(changes)


def agree(follow_ups: FollowUps, *agreed: Agreed, person: str = PERSON) -> Changes:
    changes = NOTHING
    for output in agreed:
        changes = follow_ups.agreed(changes, output, person, MORNING)
    return changes


def ask_later(matter: str = "school", to: str = MOBILE) -> ScheduleFollowUp:
    return ScheduleFollowUp(to, TEN_DAYS, "heard", matter)


def remind(by: date, *weeks: int, to: str = MOBILE) -> ScheduleReminders:
    return ScheduleReminders(to, by, weeks, "sent", "last-day", "plan")


def pending(calm: RedisStore, promised: PendingFollowUp) -> PendingFollowUp | None:
    return calm.follow_up(promised.id)


def test_a_follow_up_is_due_so_many_working_days_later(follow_ups: FollowUps) -> None:
    [made] = agree(follow_ups, ask_later()).follow_ups
    assert made.due == datetime(2026, 12, 7, 10, 0, tzinfo=LONDON)
    assert (made.person, made.to, made.goto, made.matter, made.by) == (PERSON, MOBILE, "heard", "school", None)


def test_a_matter_has_one_follow_up_for_each_phone(follow_ups: FollowUps) -> None:
    made = agree(follow_ups, ask_later(), ask_later(), ask_later("plan"), ask_later(to=OTHER_MOBILE)).follow_ups
    assert made[0].id == made[1].id
    assert len({promised.id for promised in made}) == 3
    assert made[3].person == OTHER


def test_reminders_come_in_the_morning_four_weeks_and_one_week_before(follow_ups: FollowUps) -> None:
    made = agree(follow_ups, remind(date(2027, 1, 28), 4, 1)).follow_ups
    assert [promised.due for promised in made] == [
        datetime(2026, 12, 31, 8, 30, tzinfo=LONDON),
        datetime(2027, 1, 21, 8, 30, tzinfo=LONDON),
    ]
    assert {(promised.goto, promised.matter, promised.deadline, promised.by) for promised in made} == {
        ("sent", "plan", "last-day", date(2027, 1, 28))
    }


def test_a_reminder_keeps_to_the_days_of_texts(follow_ups: FollowUps) -> None:
    # New Year's Day and a Sunday.
    made = agree(follow_ups, remind(date(2027, 1, 29), 4), remind(date(2027, 1, 31), 1)).follow_ups
    assert [promised.due for promised in made] == [
        datetime(2027, 1, 2, 8, 30, tzinfo=LONDON),
        datetime(2027, 1, 25, 8, 30, tzinfo=LONDON),
    ]


def test_reminders_take_the_place_of_those_before(follow_ups: FollowUps, calm: RedisStore) -> None:
    first = agree(follow_ups, remind(date(2027, 1, 28), 4, 1))
    save(calm, first)
    later = agree(follow_ups, remind(date(2026, 12, 20), 1))
    save(calm, later)
    assert [pending(calm, promised) for promised in first.follow_ups] == [None, *later.follow_ups]


def test_what_is_agreed_for_another_phone_leaves_this_ones_alone(follow_ups: FollowUps, calm: RedisStore) -> None:
    mine = agree(follow_ups, remind(date(2027, 1, 28), 4, 1))
    save(calm, mine)
    theirs = agree(follow_ups, remind(date(2027, 1, 28), 1, to=OTHER_MOBILE))
    save(calm, theirs)
    promised = (*mine.follow_ups, *theirs.follow_ups)
    assert [pending(calm, one) for one in promised] == list(promised)


@pytest.mark.parametrize(
    ("over", "left"),
    [
        (EndFollowUp("school"), ["plan", "plan"]),
        (EndReminders("last-day"), ["school"]),
        (EndFollowUp("plan"), ["school", "plan", "plan"]),
        (EndFollowUp("school", answered=True), ["school", "plan", "plan"]),
    ],
)
def test_what_is_over_ends_that_and_nothing_else(
    follow_ups: FollowUps, calm: RedisStore, over: Agreed, left: list[str]
) -> None:
    made = agree(follow_ups, ask_later(), remind(date(2027, 1, 28), 4, 1))
    save(calm, made)
    save(calm, agree(follow_ups, over))
    assert [promised.matter for promised in made.follow_ups if pending(calm, promised)] == left


def open_matters(follow_ups: FollowUps, person: str) -> frozenset[str]:
    with follow_ups.store.turn(by_text(person), person, None, to_come=True) as turn:
        return follow_ups.open_matters(person, turn.to_come)


def test_which_matters_are_open(follow_ups: FollowUps, calm: RedisStore) -> None:
    assert open_matters(follow_ups, PERSON) == frozenset()
    save(calm, agree(follow_ups, ask_later("school"), ask_later("team", to=OTHER_MOBILE), remind(MORNING.date(), 4)))
    assert open_matters(follow_ups, PERSON) == {"school"}
    assert open_matters(follow_ups, OTHER) == {"team"}


@pytest.fixture
def promised(follow_ups: FollowUps, calm: RedisStore, clock: Clock) -> PendingFollowUp:
    """A follow-up, at the moment when it is due."""
    changes = agree(follow_ups, ask_later())
    save(calm, changes)
    clock.now = changes.follow_ups[0].due
    return changes.follow_ups[0]


@pytest.fixture
def repeat(follow_ups: FollowUps, calm: RedisStore, promised: PendingFollowUp) -> PendingFollowUp:
    """It was sent, and this is to ask once more."""
    assert follow_ups.due(promised.id)
    follow_up_id = calm.agenda.next_follow_up()
    assert follow_up_id
    found = calm.follow_up(follow_up_id)
    assert found
    assert found.id != promised.id
    return found


def test_the_repeat_keeps_the_matter_open(follow_ups: FollowUps, repeat: PendingFollowUp) -> None:
    assert repeat.asked == 1
    assert open_matters(follow_ups, PERSON) == {"school"}


@pytest.mark.parametrize("over", [EndFollowUp("school", answered=True), EndFollowUp("school")])
def test_an_answer_or_a_new_call_ends_the_repeat(
    follow_ups: FollowUps, calm: RedisStore, repeat: PendingFollowUp, over: Agreed
) -> None:
    save(calm, agree(follow_ups, over))
    assert pending(calm, repeat) is None


def test_whoever_agrees_anew_is_not_asked_the_old_question_again(
    follow_ups: FollowUps, calm: RedisStore, repeat: PendingFollowUp
) -> None:
    anew = agree(follow_ups, ask_later())
    save(calm, anew)
    assert pending(calm, repeat) is None
    assert pending(calm, anew.follow_ups[0]) == anew.follow_ups[0]


def test_a_late_answer_leaves_what_was_agreed_anew(
    follow_ups: FollowUps, calm: RedisStore, repeat: PendingFollowUp
) -> None:
    assert repeat
    [anew] = agree(follow_ups, ask_later()).follow_ups
    save(calm, replace(NOTHING, follow_ups=(anew,)))
    save(calm, agree(follow_ups, EndFollowUp("school", answered=True)))
    assert pending(calm, anew) == anew


def test_what_another_phone_agrees_anew_at_that_moment_is_not_lost(
    follow_ups: FollowUps, store: Store, calm: RedisStore, promised: PendingFollowUp
) -> None:
    moved = replace(promised, due=promised.due + timedelta(days=14))
    # Another person's turn: nothing of this person's is touched but the follow-up itself.
    store.within = lambda: save(calm, replace(NOTHING, follow_ups=(moved,)), OTHER)
    assert follow_ups.due(promised.id) is None
    assert pending(calm, promised) == moved
    assert calm.counts() == {}


def test_whoever_is_agreed_for_by_another_phone_counts_as_heard(follow_ups: FollowUps, calm: RedisStore) -> None:
    session = Session(Channel.TEXT, "school", Question.CHOICE, at=9)
    save(calm, Changes(session, Person(slow=True, unanswered=2), answer=""))
    follow_ups.agreed_for(MOBILE)
    with calm.turn(by_text(PERSON), PERSON, None) as turn:
        assert (turn.session, turn.person) == (session, Person(slow=True, unanswered=0))


def test_one_that_is_moved_at_that_moment_keeps_its_new_time(
    follow_ups: FollowUps, store: Store, calm: RedisStore, promised: PendingFollowUp
) -> None:
    moved = replace(promised, due=promised.due + timedelta(days=7))
    store.before = lambda: save(calm, replace(NOTHING, follow_ups=(moved,)))
    assert follow_ups.due(promised.id) is None
    assert pending(calm, promised) == moved


def test_one_that_is_erased_at_that_moment_is_not_sent(
    follow_ups: FollowUps, store: Store, calm: RedisStore, promised: PendingFollowUp
) -> None:
    store.before = lambda: save(calm, replace(NOTHING, forget=True))
    assert follow_ups.due(promised.id) is None
    assert calm.counts() == {}
    assert calm.agenda.next_follow_up() is None


def test_a_stop_at_that_moment_wins(
    follow_ups: FollowUps, store: Store, calm: RedisStore, promised: PendingFollowUp
) -> None:
    store.within = lambda: save(calm, replace(NOTHING, person=Person(stopped=True), end_all=True))
    assert follow_ups.due(promised.id) is None
    assert calm.counts() == {}


def test_somebody_who_never_rests_does_not_hold_up_a_worker_for_ever(
    follow_ups: FollowUps, store: Store, calm: RedisStore, promised: PendingFollowUp
) -> None:
    store.within = lambda: save(calm, NOTHING)
    with pytest.raises(TooBusyError):
        follow_ups.due(promised.id)
    assert pending(calm, promised) == promised
    assert calm.counts() == {}
