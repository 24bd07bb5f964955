"""What is counted of whole conversations with the engine, each turn tallied as the service does."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signpost.core.engine import step
from signpost.core.events import (
    Answered,
    CallbackHeard,
    DialEnded,
    Event,
    FollowUpDue,
    HungUp,
    NoInput,
    QueueEnded,
    QueueResult,
    Started,
)
from signpost.core.line import Line, Queue
from signpost.core.menu import Pack
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.tally import HOURS, MORE, SECONDS, Mark, Turn, bucket, closed, tally
from signpost.core.visit import Visit
from signpost.core.wish import Request, Wish
from tests.core.talk import Talk
from tests.samples import MOBILE, NOW, PACK, context

# NOW is 19:06 on Wednesday 18 November 2026.
TODAY = date(2026, 11, 18)
PLAIN = ("begun", "entry", "hour")


class Counted(Talk):
    """A conversation of which everything is counted, the session re-read at every turn."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel)
        self.marks: list[Mark] = []

    def __call__(self, *events: Event | str) -> tuple[()]:
        for event in events:
            now = context(self.channel, mobile=self.mobile, now=self.now, person=self.person)
            now = replace(now, **self.known)  # type: ignore[arg-type]
            taken = Answered(event) if isinstance(event, str) else event
            self.take(self.pack, taken, now)
        return ()

    def take(self, pack: Pack, event: Event, now: Context) -> None:
        after, outputs = step(pack, self.session, event, now)
        visit, marks = tally(Turn(pack, self.session, event, after, outputs, now))
        self.marks += marks
        self.session = Session.from_dict(replace(after, visit=visit).to_dict())

    def counts(self, *kinds: str) -> dict[str, int]:
        """What was counted in all, of these kinds, or of all but how they came."""
        found: Counter[str] = Counter()
        for mark in self.marks:
            found[mark.name] += mark.by
        wanted: Callable[[str], bool] = (lambda kind: kind in kinds) if kinds else (lambda kind: kind not in PLAIN)
        return {name: count for name, count in found.items() if count and wanted(name.partition(".")[0])}


def call() -> Counted:
    return Counted(Channel.VOICE)


def text() -> Counted:
    return Counted(Channel.TEXT)


def test_a_call_is_counted_by_channel_hour_and_entry() -> None:
    talk = call()
    talk(Started())
    assert talk.counts() == {"stood.start": 1}
    assert talk.counts(*PLAIN) == {"begun.voice": 1, "hour.11": 1, "entry.direct": 1}
    assert {mark.day for mark in talk.marks} == {TODAY}


def test_the_hour_is_that_of_clocks_in_london() -> None:
    talk = call()
    talk.now = int(datetime(2026, 6, 30, 23, 30, tzinfo=UTC).timestamp())
    talk(Started())
    assert talk.counts("hour") == {"hour.00": 1}
    assert {mark.day for mark in talk.marks} == {date(2026, 7, 1)}


@pytest.mark.parametrize(
    ("event", "we_rang", "entry"), [(Started(True), False, "forwarded"), (Started(), True, "rung")]
)
def test_how_a_call_came(event: Event, we_rang: bool, entry: str) -> None:
    talk = call()
    talk.known = {"we_rang": we_rang}
    talk(event)
    assert talk.counts("entry") == {f"entry.{entry}": 1}


def test_our_own_call_that_is_sent_back_is_nobody() -> None:
    talk = call()
    talk.known = {"own_call": True}
    talk(Started(True))
    assert talk.marks == []


def test_who_hangs_up_before_a_contact_gave_up_where_they_were() -> None:
    talk = call()
    talk(Started(), "1", HungUp())
    assert talk.counts() == {"stood.school": 1, "topic.voice.school": 1}


def test_who_got_a_contact_gave_up_nowhere() -> None:
    talk = call()
    talk(Started())
    talk.now += 31
    talk("2", HungUp())
    assert talk.counts() == {"topic.voice.team": 1, "outcome.voice.contact": 1, "within.voice.45": 1}


def test_what_came_of_a_visit_is_counted_once() -> None:
    talk = call()
    talk(Started(), "2", "*", "2", "2")
    assert talk.counts("outcome", "topic", "within") == {
        "topic.voice.team": 1,
        "outcome.voice.contact": 1,
        "within.voice.15": 1,
    }


def test_a_text_counts_messages_not_seconds() -> None:
    talk = text()
    talk("MENU")
    talk.now += 600
    talk("1", "1")
    assert talk.counts() == {"topic.text.school": 1, "outcome.text.contact": 1, "within.text.3": 1}


def test_a_number_that_is_not_given_is_a_contact_all_the_same() -> None:
    talk = call()
    talk(Started(), "1", "1")
    assert talk.place == "senco"
    assert talk.counts("outcome") == {"outcome.voice.contact": 1}


def test_texts_of_another_day_are_another_visit() -> None:
    talk = text()
    talk("MENU")
    talk.now = int(datetime(2026, 11, 19, 3, 59, tzinfo=UTC).timestamp())
    talk("1")
    assert talk.counts("begun", "stood") == {"begun.text": 1, "stood.school": 1}
    assert {mark.day for mark in talk.marks} == {TODAY}
    talk.now += 60
    talk("1")
    assert talk.counts("begun", "stood") == {"begun.text": 2, "stood.school": 1}
    later = {mark.name for mark in talk.marks if mark.day == TODAY + timedelta(days=1)}
    assert later == {"begun.text", "hour.04", "entry.direct", "outcome.text.contact", "within.text.1"}


def test_a_call_stays_one_visit_and_counts_for_the_day_on_which_it_began() -> None:
    talk = call()
    talk.now = int(datetime(2026, 11, 18, 23, 59, tzinfo=UTC).timestamp())
    talk(Started())
    talk.now += 120
    talk("2")
    assert {mark.day for mark in talk.marks} == {TODAY}
    talk.now += 6 * 3600
    before = len(talk.marks)
    talk("1")
    assert len(talk.marks) == before, "what is settled stays so"


def test_who_was_put_through_reached_somebody_or_not() -> None:
    talk = call()
    talk(Started(), "0", DialEnded(False), HungUp())
    assert talk.counts() == {"outcome.voice.contact": 1, "within.voice.15": 1, "through": 1, "through.unreached": 1}
    talked = call()
    talked(Started(), "0", HungUp(reached=True))
    assert talked.counts("through") == {"through": 1, "through.reached": 1}


def test_who_hangs_up_while_it_rings_is_neither() -> None:
    talk = call()
    talk(Started(), "0", HungUp())
    assert talk.counts() == {"outcome.voice.contact": 1, "within.voice.15": 1, "through": 1}


@pytest.mark.parametrize(
    ("event", "seconds", "name"),
    [
        (QueueEnded(QueueResult.TALKED, 100), 400, "wait.talked.2"),
        (QueueEnded(QueueResult.LEFT, 200), 200, "wait.left.5"),
        (QueueEnded(QueueResult.FULL), 0, "wait.full.1"),
        (HungUp(waited=700), 800, "wait.gone.15"),
        (HungUp(), 290, "wait.gone.5"),
        (HungUp(reached=True, waited=30), 900, "wait.talked.1"),
    ],
)
def test_a_wait_counts_by_its_end_and_its_minutes(event: Event, seconds: int, name: str) -> None:
    talk = call()
    talk.pack = replace(PACK, line=Line(queue=Queue("line", 20, 5)))
    talk(Started(forwarded=True), "1")
    talk.now += seconds
    talk(event)
    kind = name.rpartition(".")[0]
    assert {counted: count for counted, count in talk.counts().items() if counted.startswith("wait")} == {
        kind: 1,
        name: 1,
    }


def test_silence_and_wrong_keys_are_counted() -> None:
    talk = call()
    talk(Started(), NoInput(), "1", "9")
    assert talk.counts("missed") == {"missed.voice.silent": 1, "missed.voice.other": 1}


def test_danger_is_counted_and_is_no_giving_up() -> None:
    talk = text()
    talk("MENU", "my child is in danger")
    assert talk.counts() == {"outcome.text.danger": 1}


def test_who_wants_no_texts_has_not_given_up() -> None:
    talk = text()
    talk("MENU", "STOP")
    assert talk.counts() == {"outcome.text.stopped": 1}


def _asked(talk: Counted) -> None:
    talk(FollowUpDue("heard", "school", service="senco"))


def test_a_follow_up_is_no_visit_until_it_is_answered() -> None:
    talk = text()
    _asked(talk)
    assert talk.marks == []
    talk("1")
    assert talk.counts(*PLAIN, "heard") == {
        "begun.text": 1,
        "hour.11": 1,
        "entry.later": 1,
        "heard.senco.heard.thanks": 1,
    }
    assert talk.counts() == {"outcome.text.closed": 1, "heard.senco.heard.thanks": 1}


def test_no_counts_for_the_contact_that_was_asked_about() -> None:
    talk = text()
    _asked(talk)
    talk("no")
    assert talk.counts("heard", "topic") == {"heard.senco.heard.team": 1}


@pytest.mark.parametrize("words", ["MENU", "what?", "PERSON"])
def test_what_is_no_answer_is_none(words: str) -> None:
    talk = text()
    _asked(talk)
    talk(words)
    assert talk.counts("heard") == {}


def _request(made: int) -> Request:
    return Request("team", "ring", Wish(MOBILE), made, TODAY)


def test_a_closed_request_counts_its_outcome_and_its_wait() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    marks = closed(_request(NOW - 25 * 3600), "reached", now)
    assert marks == (Mark(TODAY, "callback.closed.reached"), Mark(TODAY, "callback.within.48"))


def test_what_somebody_says_of_a_call_back_is_counted_and_closes_it() -> None:
    asked = Session(Channel.TEXT, "start", Question.CHOICE)
    now = replace(context(Channel.TEXT), callbacks={"team": _request(NOW - 60)})
    heard = (CallbackHeard("team", rang=True),)
    _, marks = tally(Turn(PACK, asked, Answered("yes"), asked, heard, now))
    names = {mark.name for mark in marks}
    assert names >= {"callback.rang.yes", "callback.closed.rung", "callback.within.4"}
    _, marks = tally(Turn(PACK, asked, Answered("no"), asked, (CallbackHeard("team", rang=False),), now))
    assert {mark.name for mark in marks if mark.name.startswith("callback")} == {"callback.rang.no"}


@pytest.mark.parametrize(("amount", "end"), [(0, "15"), (15, "15"), (16, "30"), (180, "180"), (181, MORE)])
def test_a_bucket_holds_its_upper_end(amount: int, end: str) -> None:
    assert bucket(amount, SECONDS) == end


def test_ten_days_are_the_longest_bucket() -> None:
    assert bucket(240.5, HOURS) == MORE


def test_a_visit_survives_as_json_and_takes_little_room() -> None:
    visit = Visit(NOW, 2, "school", "", ("contact", "text"), "dial")
    assert Visit.from_dict(visit.to_dict()) == visit
    assert Visit(NOW).to_dict() == {"at": NOW}
