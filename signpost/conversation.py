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
    EndFollowUp,
    EndReminders,
    Event,
    Forget,
    OptIn,
    OptOut,
    Output,
    Prefer,
    Say,
    ScheduleFollowUp,
    ScheduleReminders,
    SendText,
    Started,
)
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile, is_uk
from signpost.core.session import Channel, Context, Person, Session
from signpost.followups import FollowUps
from signpost.ports import (
    Changes,
    OutgoingText,
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
        follow_ups: FollowUps,
        clock: Callable[[], datetime],
        voice_url: str = "/voice",
    ) -> None:
        self.pack = pack
        self._store = store
        self._tokens = tokens
        self._follow_ups = follow_ups
        self._clock = clock
        self._voice = VoiceRenderer(pack)
        self._voice_url = voice_url

    def receive(self, incoming: Incoming) -> str:
        """Take one event and give the TwiML that answers it.

        A message delivered twice gets the same answer and changes nothing. When two turns of one person meet, the one
        that comes second is taken again from where the first one led. Raises TooBusyError, and what the store raises.
        """
        taken = self._taken(incoming)
        for other in {agreed.to for agreed in taken.follow_ups} - {incoming.sender}:
            self._follow_ups.agreed_for(other)
        return taken.answer

    def _taken(self, incoming: Incoming) -> Changes:
        """The turn that this event is, once it is saved; its answer alone when it was taken before."""
        person = self._person(incoming)
        name = by_call(incoming.call) if incoming.channel is Channel.VOICE else by_text(person)
        for _ in range(TRIES):
            with self._store.turn(name, person, incoming.message) as turn:
                if turn.answer is not None:
                    return Changes(turn.session, turn.person, turn.answer)
                now = self._clock()
                context = self._context(incoming, turn, now)
                session, outputs = step(self.pack, turn.session, incoming.event, context)
                answer = self._answer(incoming, session, outputs)
                heard = Changes(session, _heard(turn.person, incoming.channel), answer)
                changes = self._changes(heard, outputs, person, now)
                if turn.save(replace(changes, counts=_counts(turn.session, session, changes))):
                    return changes
        raise TooBusyError

    def _context(self, incoming: Incoming, turn: Turn, now: datetime) -> Context:
        mobile = incoming.sender if is_mobile(incoming.sender) else None
        keyed = turn.session.mobile if turn.session else None
        refused = bool(keyed) and keyed != mobile and self._refuses(self._tokens.person(keyed or ""))
        return Context(
            incoming.channel,
            int(now.timestamp()),
            mobile,
            turn.person,
            refused,
            pending=self._open_matters(incoming, mobile, turn.session),
            holidays=self._follow_ups.calendar.holidays,
        )

    def _open_matters(self, incoming: Incoming, mobile: str | None, session: Session | None) -> frozenset[str]:
        # A caller who is about to choose a matter is told that one is open; nobody else needs to be.
        choosing = session is not None and session.place == self.pack.first
        if incoming.channel is Channel.TEXT or not choosing or mobile is None:
            return frozenset()
        return self._follow_ups.open_matters(self._tokens.person(mobile))

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

    def _changes(self, changes: Changes, outputs: Iterable[Output], whose: str, now: datetime) -> Changes:
        for output in outputs:
            match output:
                case SendText(to=to, spoken=spoken):
                    body = sms.body(self.pack, spoken)
                    text = OutgoingText(self._tokens.text(), self._tokens.person(to), to, body, waiting=True, made=now)
                    changes = replace(changes, texts=(*changes.texts, text))
                case ScheduleFollowUp() | ScheduleReminders() | EndFollowUp() | EndReminders():
                    changes = self._follow_ups.agreed(changes, output, whose, now)
                case Prefer(slow=slow):
                    changes = replace(changes, person=replace(changes.person, slow=slow))
                case OptOut():
                    changes = replace(changes, person=replace(changes.person, stopped=True), end_all=True)
                case OptIn():
                    changes = replace(changes, person=replace(changes.person, stopped=False))
                case Forget():
                    changes = replace(changes, session=None, person=Person(), forget=True)
        return changes

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


def _heard(person: Person, channel: Channel) -> Person:
    """What is known of a person who has just rung or texted: a phone that sends texts also takes them."""
    return replace(person, unanswered=0, unreachable=person.unreachable and channel is Channel.VOICE)


def _caller_id(incoming: Incoming) -> str | None:
    return None if is_uk(incoming.sender) else incoming.own_number


def _counts(before: Session | None, after: Session, changes: Changes) -> tuple[str, ...]:
    counted = [f"turns.{after.channel}"]
    if before is None or before.place != after.place:
        counted.append(f"places.{after.place}")
    counted += ["texts.asked"] * len(changes.texts) + ["followups.agreed"] * len(changes.follow_ups)
    return tuple(counted)
