"""Floor 2: follow-ups: what was agreed in a turn becomes a promise kept for later, and in its time a text.

A person has one open ladder for each matter: agreed again, it moves. Three texts in a row that bring no answer are the
last. A reminder of a day that somebody asked for is no question, and goes out all the same.
"""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from signpost.amended import amended_by
from signpost.carrier_ports import FullError, Pace
from signpost.core import tally
from signpost.core.deadline import REMINDERS, remind_on
from signpost.core.engine import step
from signpost.core.events import EndFollowUp, EndReminders, FollowUpDue, ScheduleFollowUp, ScheduleReminders
from signpost.core.followup import ASK_AGAIN, MOST_UNANSWERED, Calendar
from signpost.core.hours import LONDON, london_day
from signpost.core.menu import Callback, Menu, Pack
from signpost.core.session import Channel, Context, Person, Session
from signpost.noted import note_conversation
from signpost.ports import Changes, OutgoingText, PendingFollowUp, Store, TextState, Tokens, TooBusyError, Turn, by_text
from signpost.render import gsm, sms
from signpost.turns import TRIES, change_person

Agreed = ScheduleFollowUp | ScheduleReminders | EndFollowUp | EndReminders


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups of one pack. `pace` says how fast our number may send."""

    pack: Pack
    store: Store
    tokens: Tokens
    calendar: Calendar
    pace: Pace
    clock: Callable[[], datetime]

    def agreed(self, changes: Changes, output: Agreed, person: str, now: datetime) -> Changes:
        """The changes with what was agreed by `person` in this turn, or ended."""
        match output:
            case EndReminders(deadline=deadline):
                return replace(changes, ended=(*changes.ended, *self._all_reminders(person, deadline)))
            case EndFollowUp(matter=matter, answered=answered):
                agreed = () if answered else ((person, self._ladder(person, matter)),)
                return replace(changes, ended=(*changes.ended, *agreed, (person, self._asked_again(person, matter))))
            case ScheduleFollowUp(to=to, when=when, goto=goto, matter=matter, service=service):
                whose = self.tokens.person(to)
                due = self.calendar.due(when, now)
                made = PendingFollowUp(self._ladder(whose, matter), whose, to, goto, due, matter, service=service)
                ended = (*changes.ended, (whose, self._asked_again(whose, matter)))
                return replace(changes, ended=ended, follow_ups=(*changes.follow_ups, made))
            case ScheduleReminders(to=to, deadline=deadline):
                whose = self.tokens.person(to)
                ended = (*changes.ended, *self._all_reminders(whose, deadline))
                return replace(changes, ended=ended, follow_ups=(*changes.follow_ups, *self._reminders(output, whose)))

    def agreed_for(self, number: str) -> None:
        """Somebody has agreed for this phone, in a call from another one: its texts count as answered from here on."""

        def heard(turn: Turn) -> Changes | None:
            known = turn.person
            return Changes(turn.session, replace(known, unanswered=0), answer="") if known.unanswered else None

        change_person(self.store, self.tokens.person(number), heard)

    def open_matters(self, person: str, to_come: AbstractSet[str]) -> frozenset[str]:
        """The matters on which a person is still to get a follow-up, by the ids of all that are to come."""
        first = self.pack.places[self.pack.first]
        matters = [choice.goto for choice in first.choices] if isinstance(first, Menu) else [self.pack.first]
        ids = {self._ladder(person, matter): matter for matter in matters}
        ids |= {self._asked_again(person, matter): matter for matter in matters}
        return frozenset(ids[found] for found in to_come & ids.keys())

    def due(self, follow_up_id: str, *, by_hand: bool = False) -> OutgoingText | None:
        """Make a follow-up's text, unless it is over or unwanted, or put it off to a better hour.

        The text is the caller's to hand over: it counts as claimed. None when there is nothing to send. `by_hand` is
        for somebody who asks for it now: no hour is waited for, and a worker sends the text. Raises FullError, and
        nothing has happened, when our number may not send more in this second.
        """
        for _ in range(TRIES):
            pending = self.store.follow_up(follow_up_id)
            if pending is None:
                return None
            note_conversation(by_text(pending.person))
            with self.store.turn(by_text(pending.person), pending.person, None, follow_up_id=follow_up_id) as turn:
                # Read again, watched: it may have been erased, moved or sent in between.
                if turn.follow_up != pending:
                    continue
                now = self.clock()
                wanted = _wanted(pending, turn.person, london_day(now)) and self._stands(pending, turn, now, by_hand)
                later = None if by_hand or not wanted else self._better_time(pending, turn.session, now)
                if later:
                    self.store.postpone(pending, later)
                    return None
                changes = Changes(turn.session, turn.person, answer="", ended=((pending.person, pending.id),))
                if wanted:
                    changes = self._asked(
                        amended_by(self.pack, turn.amendments), pending, changes, now, by_hand=by_hand
                    )
                if turn.save(changes):
                    return _fresh(changes.texts)
        raise TooBusyError

    def _stands(self, pending: PendingFollowUp, turn: Turn, now: datetime, by_hand: bool) -> bool:
        """Whether what is asked about is still there: a request that was closed is not, nor is a newer one asked after.

        Its day has to be over, unless somebody asks by hand.
        """
        place = self.pack.places.get(pending.matter)
        if not isinstance(place, Callback):
            return True
        found = turn.callbacks.get(place.service.key)
        return found is not None and (by_hand or found.request.by < london_day(now))

    def _better_time(self, pending: PendingFollowUp, session: Session | None, now: datetime) -> datetime | None:
        return pending.due if pending.due > now else self.calendar.wait_until(now, session)

    def _asked(
        self, pack: Pack, pending: PendingFollowUp, changes: Changes, now: datetime, *, by_hand: bool
    ) -> Changes:
        seconds = int(now.timestamp())
        context = Context(Channel.TEXT, seconds, pending.to, changes.person, holidays=self.calendar.holidays)
        event = FollowUpDue(pending.goto, pending.matter, pending.deadline, pending.by, pending.service)
        session, outputs = step(pack, changes.session, event, context)
        body = sms.body(pack, outputs)
        if not by_hand and not self.pace.room(gsm.segments(body), waiting=False):
            raise FullError
        about = pending.matter or pending.goto
        text = OutgoingText(self.tokens.text(), pending.person, pending.to, body, by_hand, made=now, about=about)
        if not by_hand:
            text = replace(text, state=TextState.SENDING)
        marks = tally.asked(session.asked_of, now)
        changes = replace(changes, session=session, texts=(text,), counts=("followups.sent",), marks=marks)
        return changes if pending.by else self._counted(pending, changes, now)

    def _counted(self, pending: PendingFollowUp, changes: Changes, now: datetime) -> Changes:
        """One more text that wants an answer, and unless it is the last, the next: any answer ends that."""
        unanswered, asked = changes.person.unanswered + 1, pending.asked + 1
        changes = replace(changes, person=replace(changes.person, unanswered=unanswered))
        if max(unanswered, asked) >= MOST_UNANSWERED:
            return changes
        again = replace(
            pending,
            id=self._asked_again(pending.person, pending.matter),
            due=self.calendar.due(ASK_AGAIN, now),
            asked=asked,
        )
        return replace(changes, follow_ups=(again,))

    def _reminders(self, agreed: ScheduleReminders, whose: str) -> Iterator[PendingFollowUp]:
        for weeks in agreed.weeks:
            morning = datetime.combine(remind_on(agreed.by, weeks), time(), LONDON)
            made = self._reminder(whose, agreed.deadline, weeks)
            due = self.calendar.text_time(morning)
            yield PendingFollowUp(
                made, whose, agreed.to, agreed.goto, due, agreed.matter, deadline=agreed.deadline, by=agreed.by
            )

    def _all_reminders(self, person: str, deadline: str) -> list[tuple[str, str]]:
        return [(person, self._reminder(person, deadline, weeks)) for weeks in REMINDERS]

    def _ladder(self, person: str, matter: str) -> str:
        return self.tokens.follow_up(person, matter)

    def _asked_again(self, person: str, matter: str) -> str:
        # Another id than what was agreed: who answers the question late may have agreed anew in the meantime.
        return self.tokens.follow_up(person, f"{matter} again")

    def _reminder(self, person: str, deadline: str, weeks: int) -> str:
        return self.tokens.follow_up(person, f"{deadline} {weeks}")


def _wanted(pending: PendingFollowUp, person: Person, today: date) -> bool:
    if person.stopped:
        return False
    # A day that is over is of no more use: all workers may have been away.
    return pending.by >= today if pending.by else person.unanswered < MOST_UNANSWERED


def _fresh(texts: tuple[OutgoingText, ...]) -> OutgoingText | None:
    # Its record is claimed, so that nobody else sends it; to the one who has claimed it, it was never handed over.
    claimed = [text for text in texts if text.state is TextState.SENDING]
    return replace(claimed[0], state=TextState.QUEUED) if claimed else None
