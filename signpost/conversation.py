"""Floor 2: one turn, whole: read where somebody stands, take the pure step, save all that follows, answer.

Nothing is sent from here while a person waits: texts and follow-ups become records and jobs, saved in the same
transaction as the session, so that a turn has either happened with all that follows from it or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from signpost.core.engine import in_danger, step
from signpost.core.events import (
    Contact,
    Dial,
    DialEnded,
    Effect,
    End,
    Event,
    FollowUpDue,
    Forget,
    OptIn,
    OptOut,
    Output,
    Prefer,
    Say,
    ScheduleFollowUp,
    SendText,
    Started,
)
from signpost.core.followup import Calendar
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile, is_uk
from signpost.core.session import Channel, Context, Person, Session
from signpost.ports import (
    Changes,
    OutgoingText,
    PendingFollowUp,
    Store,
    Tokens,
    TooBusyError,
    Turn,
    by_call,
    by_text,
)
from signpost.render import sms
from signpost.render.voice import VoiceRenderer

# Every try but the last means that another turn of the same person was saved meanwhile, so this many at once are needed
# to use them up.
TRIES = 50


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event from outside.

    `sender` is the number or other caller id it came from; `message` names the event itself, so that a second delivery
    is known; `call` is the call's id, empty for a text. `own_number` is ours, that was rung.
    """

    channel: Channel
    sender: str
    event: Event
    message: str | None
    call: str = ""
    own_number: str | None = None


class Conversation:
    """The service itself: one pack, with the parts that its outside needs."""

    # The answer to a text that has been answered already.
    silence = sms.reply("")

    def __init__(
        self,
        pack: Pack,
        *,
        store: Store,
        tokens: Tokens,
        calendar: Calendar,
        clock: Callable[[], datetime],
        voice_url: str = "/voice",
    ) -> None:
        self.pack = pack
        self._store = store
        self._tokens = tokens
        self._calendar = calendar
        self._clock = clock
        self._voice = VoiceRenderer(pack)
        self._voice_url = voice_url

    def receive(self, incoming: Incoming) -> str:
        """Take one event and give the TwiML that answers it.

        A message delivered twice gets the same answer and changes nothing. When two turns of one person meet, the one
        that comes second is taken again from where the first one led. Raises TooBusyError, and what the store raises.
        """
        person = self._person(incoming)
        name = by_call(incoming.call) if incoming.channel is Channel.VOICE else by_text(person)
        for _ in range(TRIES):
            with self._store.turn(name, person, incoming.message) as turn:
                if turn.answer is not None:
                    return turn.answer
                now = self._clock()
                context = self._context(incoming, turn, now)
                session, outputs = step(self.pack, turn.session, incoming.event, context)
                answer = self._answer(incoming, session, outputs)
                changes = self._changes(session, turn.person, answer, outputs, now)
                if turn.save(replace(changes, counts=_counts(turn.session, session, changes))):
                    return answer
        raise TooBusyError

    def _context(self, incoming: Incoming, turn: Turn, now: datetime) -> Context:
        mobile = incoming.sender if is_mobile(incoming.sender) else None
        keyed = turn.session.mobile if turn.session else None
        refused = bool(keyed) and keyed != mobile and self._refuses(self._tokens.person(keyed or ""))
        return Context(incoming.channel, int(now.timestamp()), mobile, turn.person, refused)

    def _refuses(self, person: str) -> bool:
        with self._store.turn(by_text(person), person, None) as theirs:
            return theirs.person.stopped

    def _person(self, incoming: Incoming) -> str:
        # Withheld callers all have the same caller id: each call is then a person of its own.
        if incoming.channel is Channel.VOICE and not is_uk(incoming.sender):
            return self._tokens.person(incoming.call)
        return self._tokens.person(incoming.sender)

    def _answer(self, incoming: Incoming, session: Session, outputs: tuple[Output, ...]) -> str:
        if incoming.channel is Channel.TEXT:
            return sms.reply(sms.body(self.pack, outputs))
        shown = tuple(output for output in outputs if not isinstance(output, Effect))
        return self._voice.twiml(
            shown,
            action=f"{self._voice_url}?step={session.turn}",
            slow=session.slow,
            answering=incoming.event != Started(),
            caller_id=_caller_id(incoming),
        )

    def _changes(
        self, session: Session, person: Person, answer: str, outputs: Iterable[Output], now: datetime
    ) -> Changes:
        changes = Changes(session, person, answer)
        for output in outputs:
            match output:
                case SendText(to=to, spoken=spoken):
                    text = self._text(to, sms.body(self.pack, spoken), now, waiting=True)
                    changes = replace(changes, texts=(*changes.texts, text))
                case ScheduleFollowUp(to=to, after=after, goto=goto):
                    whose = self._tokens.person(to)
                    due = self._calendar.due(after, now)
                    pending = PendingFollowUp(self._tokens.follow_up(whose, goto), whose, to, goto, due)
                    changes = replace(changes, follow_ups=(*changes.follow_ups, pending))
                case Prefer(slow=slow):
                    changes = replace(changes, person=replace(changes.person, slow=slow))
                case OptOut():
                    changes = replace(changes, person=replace(changes.person, stopped=True), end_all=True)
                case OptIn():
                    changes = replace(changes, person=replace(changes.person, stopped=False))
                case Forget():
                    changes = replace(changes, session=None, person=Person(), forget=True)
        return changes

    def _text(self, to: str, body: str, now: datetime, *, waiting: bool) -> OutgoingText:
        return OutgoingText(self._tokens.text(), self._tokens.person(to), to, body, waiting, made=now)

    def trouble(self, incoming: Incoming) -> str:
        """The answer when nothing else can be given: sorry, and whom to ring instead. Needs nothing but the pack.

        Danger comes first even then. A caller is put through at once, but only once.
        """
        service = self.pack.person_signpost.service
        said = self.pack.wording.trouble.fill(service=service.name, number=service.number or "")
        if incoming.channel is Channel.TEXT:
            danger = in_danger(self.pack, incoming.event)
            return sms.reply(sms.body(self.pack, danger or (Say(said),)))
        last = End() if isinstance(incoming.event, DialEnded) else Dial(service)
        # A step of its own: under the failed one's name, or the first one's, another answer may be kept.
        action = f"{self._voice_url}?step={incoming.message}-again"
        return self._voice.twiml((Say(said), Contact(service), last), action=action, caller_id=_caller_id(incoming))

    def forget(self, number: str) -> None:
        """Erase everything held about a number (E.164), as FORGET does. Raises TooBusyError."""
        person = self._tokens.person(number)
        for _ in range(TRIES):
            with self._store.turn(by_text(person), person, None) as turn:
                if turn.save(Changes(None, Person(), answer="", forget=True)):
                    return
        raise TooBusyError

    def follow_up_due(self, follow_up_id: str, *, by_hand: bool = False) -> None:
        """Send a follow-up, unless it is over or unwanted, or put it off to a better hour.

        `by_hand` is for somebody who asks for it now: no hour is waited for.
        """
        for _ in range(TRIES):
            pending = self._store.follow_up(follow_up_id)
            if pending is None:
                return
            with self._store.turn(by_text(pending.person), pending.person, None) as turn:
                now = self._clock()
                # Read again now that the person is watched: it may have been erased, moved or sent in between.
                if self._store.follow_up(follow_up_id) != pending:
                    return
                later = None if by_hand else self._better_time(pending, turn.session, now)
                if later and not turn.person.stopped:
                    self._store.postpone(replace(pending, due=later))
                    return
                changes = Changes(turn.session, turn.person, answer="", ended=(pending.id,))
                if not turn.person.stopped:
                    changes = self._follow_up(pending, changes, now, waiting=by_hand)
                if turn.save(changes):
                    return
        raise TooBusyError

    def _better_time(self, pending: PendingFollowUp, session: Session | None, now: datetime) -> datetime | None:
        return pending.due if pending.due > now else self._calendar.wait_until(now, session)

    def _follow_up(self, pending: PendingFollowUp, changes: Changes, now: datetime, *, waiting: bool) -> Changes:
        context = Context(Channel.TEXT, int(now.timestamp()), pending.to, changes.person)
        session, outputs = step(self.pack, changes.session, FollowUpDue(pending.goto), context)
        text = self._text(pending.to, sms.body(self.pack, outputs), now, waiting=waiting)
        return replace(changes, session=session, texts=(text,), counts=("followups.sent",))


def _caller_id(incoming: Incoming) -> str | None:
    return None if is_uk(incoming.sender) else incoming.own_number


def _counts(before: Session | None, after: Session, changes: Changes) -> tuple[str, ...]:
    counted = [f"turns.{after.channel}"]
    if before is None or before.place != after.place:
        counted.append(f"places.{after.place}")
    counted += ["texts.asked"] * len(changes.texts) + ["followups.agreed"] * len(changes.follow_ups)
    return tuple(counted)
