"""Floor 2: one turn, whole: read where somebody stands, take the pure step, save all that follows, answer.

Nothing is sent from here while a person waits: texts and follow-ups become records and jobs, saved in the same
transaction as the session, so that a turn has either happened with all that follows from it or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from signpost.core.engine import step
from signpost.core.events import (
    Contact,
    Dial,
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
from signpost.ports import Changes, Gateway, OutgoingText, PendingFollowUp, SendError, Store, TextState, Tokens
from signpost.render import sms
from signpost.render.voice import VoiceRenderer

# Every try but the last means that another turn of the same person was saved meanwhile, so this many at once are needed
# to use them up.
TRIES = 50
OPTED_OUT = 21610  # Twilio's code for a number that has sent STOP; ours for the same


class TooBusyError(Exception):
    """So many turns of one person came at once that this one found no room."""


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

    def __init__(
        self,
        pack: Pack,
        *,
        store: Store,
        gateway: Gateway,
        tokens: Tokens,
        calendar: Calendar,
        clock: Callable[[], datetime],
    ) -> None:
        self.pack = pack
        self._store = store
        self._gateway = gateway
        self._tokens = tokens
        self._calendar = calendar
        self._clock = clock
        self._voice = VoiceRenderer(pack)

    def receive(self, incoming: Incoming) -> str:
        """Take one event and give the TwiML that answers it.

        A message delivered twice gets the same answer and changes nothing. When two turns of one person meet, the one
        that comes second is taken again from where the first one led. Raises TooBusyError, and what the store raises.
        """
        person = self._person(incoming)
        conversation = f"call:{incoming.call}" if incoming.channel is Channel.VOICE else f"text:{person}"
        for _ in range(TRIES):
            with self._store.turn(conversation, person, incoming.message) as turn:
                if turn.answer is not None:
                    return turn.answer
                now = self._clock()
                mobile = incoming.sender if is_mobile(incoming.sender) else None
                context = Context(incoming.channel, int(now.timestamp()), mobile, turn.person)
                session, outputs = step(self.pack, turn.session, incoming.event, context)
                answer = self._answer(incoming, session, outputs)
                changes = self._changes(session, turn.person, answer, outputs, now)
                if turn.save(replace(changes, counts=_counts(turn.session, session, changes))):
                    return answer
        raise TooBusyError

    def _person(self, incoming: Incoming) -> str:
        # Withheld callers all have the same caller id: each call is then a person of its own.
        if incoming.channel is Channel.VOICE and not is_uk(incoming.sender):
            return self._tokens.person(incoming.call)
        return self._tokens.person(incoming.sender)

    def _answer(self, incoming: Incoming, session: Session, outputs: tuple[Output, ...]) -> str:
        if incoming.channel is Channel.TEXT:
            return sms.reply(sms.body(self.pack, outputs))
        shown = tuple(output for output in outputs if not isinstance(output, Effect))
        caller_id = None if is_uk(incoming.sender) else incoming.own_number
        return self._voice.twiml(
            shown,
            action=f"/voice?step={session.turn}",
            slow=session.slow,
            answering=incoming.event != Started(),
            caller_id=caller_id,
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

    silence = sms.reply("")

    def trouble(self, channel: Channel, *, dialled: bool = False) -> str:
        """The answer when nothing else can be given: sorry, and whom to ring instead. Needs nothing but the pack.

        A caller is put through at once, but only once: `dialled` says that this was done.
        """
        service = self.pack.person_signpost.service
        said = self.pack.wording.trouble.fill(service=service.name, number=service.number or "")
        outputs = (Say(said),)
        if channel is Channel.TEXT:
            return sms.reply(sms.body(self.pack, outputs))
        last = End() if dialled else Dial(service)
        return self._voice.twiml((*outputs, Contact(service), last), action="/voice")

    def follow_up_due(self, follow_up_id: str, *, by_hand: bool = False) -> None:
        """Send a follow-up, unless it is over or unwanted, or put it off to a better hour.

        `by_hand` is for somebody who asks for it now: no hour is waited for.
        """
        for _ in range(TRIES):
            pending = self._store.follow_up(follow_up_id)
            if pending is None:
                return
            message = f"follow-up:{pending.id}:{pending.due.timestamp():.0f}"
            with self._store.turn(f"text:{pending.person}", pending.person, message) as turn:
                now = self._clock()
                # Read again now that the person is watched: it may have been erased, moved or sent in between.
                if turn.answer is not None or self._store.follow_up(follow_up_id) != pending:
                    return
                later = None if by_hand else self._better_time(pending, turn.session, now)
                wanted = not turn.person.stopped and pending.goto in self.pack.places
                if wanted and later:
                    self._store.postpone(replace(pending, due=later))
                    return
                changes = Changes(turn.session, turn.person, answer="", ended=(pending.id,))
                if wanted:
                    changes = self._follow_up(pending, turn.session, changes, now)
                if turn.save(changes):
                    return
        raise TooBusyError

    def _better_time(self, pending: PendingFollowUp, session: Session | None, now: datetime) -> datetime | None:
        return pending.due if pending.due > now else self._calendar.wait_until(now, session)

    def _follow_up(self, pending: PendingFollowUp, session: Session | None, changes: Changes, now: datetime) -> Changes:
        context = Context(Channel.TEXT, int(now.timestamp()), pending.to, changes.person)
        after, outputs = step(self.pack, session, FollowUpDue(pending.goto), context)
        body = sms.body(self.pack, outputs)
        text = self._text(pending.to, body, now, waiting=False)
        return replace(changes, session=after, answer=body, texts=(text,), counts=("followups.sent",))

    def text_due(self, text_id: str, *, last_try: bool = False) -> None:
        """Hand a text to the carrier, once.

        Claim, send, record. A text found claimed was left by a worker that died on the way: the carrier is asked for it
        before it is sent again. Raises SendError when it should be tried again later.
        """
        text = self._store.claim(text_id)
        if text is None:
            return
        with self._store.turn(f"text:{text.person}", text.person, None) as turn:
            stopped = turn.person.stopped
        if stopped:
            self._store.settle(text_id, TextState.FAILED, code=OPTED_OUT)
            return
        try:
            taken = self._gateway.find(text.to, text.body, text.made) if text.state is TextState.SENDING else None
            sid = taken or self._gateway.send(text.to, text.body, text_id)
        except SendError as error:
            self._store.settle(text_id, _after(error, last_try), code=error.code)
            if error.permanent:
                return
            raise
        self._store.settle(text_id, TextState.SENT, sid=sid)

    def text_settled(self, text_id: str, state: TextState, code: int | None) -> None:
        """The carrier says what became of a text."""
        self._store.settle(text_id, state, code=code)


def _after(error: SendError, last_try: bool) -> TextState:
    if error.permanent or last_try:
        return TextState.FAILED
    # Without a code the carrier gave no answer that we could read, and may have the text: ask before the next try.
    return TextState.SENDING if error.code is None else TextState.QUEUED


def _counts(before: Session | None, after: Session, changes: Changes) -> tuple[str, ...]:
    counted = [f"turns.{after.channel}"]
    if before is None or before.place != after.place:
        counted.append(f"places.{after.place}")
    counted += ["texts.asked"] * len(changes.texts) + ["followups.agreed"] * len(changes.follow_ups)
    return tuple(counted)
