"""Floor 2: one turn, whole: read where somebody stands, take the pure step, save all that follows, answer.

Nothing is sent from here while a person waits: texts and follow-ups become records and jobs, saved in the same
transaction as the session, so that a turn has either happened with all that follows from it or not at all.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from signpost.callback_ports import OpenCallback
from signpost.callbacks import Known, agreed, heard, known, new, texted
from signpost.core.dropped import left
from signpost.core.engine import step
from signpost.core.events import (
    CallbackHeard,
    Count,
    Dial,
    Effect,
    EndFollowUp,
    EndReminders,
    Forget,
    Learn,
    OptIn,
    OptOut,
    Output,
    Prefer,
    RequestCallback,
    RingMe,
    ScheduleFollowUp,
    ScheduleReminders,
    SendText,
    Started,
)
from signpost.core.masking import masked, tells, vocabulary
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile, may_be_rung
from signpost.core.ring import in_call, once_forgotten, rung
from signpost.core.session import Channel, Context, Person, Session
from signpost.core.tally import Turn as Told
from signpost.core.understanding import Understand, deaf
from signpost.counting import counted
from signpost.followups import FollowUps
from signpost.incoming import TRIED, Incoming
from signpost.line import LineNow
from signpost.live import Live, LivePack, OwnLine
from signpost.ports import (
    Changes,
    OutgoingText,
    Store,
    Tokens,
    TooBusyError,
    Turn,
    Unread,
    by_call,
    by_text,
)
from signpost.render import sms
from signpost.render.voice import RING_FOR
from signpost.ring_ports import OutgoingCall
from signpost.turns import TRIES, change_person, erase

# A call that we put through rings this long at most, the time to connect it included. What the line forwards to us of
# the same caller meanwhile is that very call.
RINGING = timedelta(seconds=RING_FOR + 10)


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
        line: OwnLine,
        understand: Understand = deaf,
    ) -> None:
        self.pack = pack
        self._store = store
        self._tokens = tokens
        self._follow_ups = follow_ups
        self._clock = clock
        self._understand = understand
        self._vocabulary = _vocabulary(pack)
        self._voice_url = line.voice_url
        self._caller_number = line.caller_number
        self._live = LivePack(pack, follow_ups.calendar.holidays, clock, line, understand)

    def receive(self, incoming: Incoming) -> str:
        """Take one event and give the TwiML that answers it.

        A message delivered twice gets the same answer and changes nothing. When two turns of one person meet, the one
        that comes second is taken again from where the first one led. Raises TooBusyError, and what the store raises.
        """
        taken = self._taken(incoming)
        for other in {promised.to for promised in taken.follow_ups} - {incoming.sender}:
            self._follow_ups.agreed_for(other)
        if taken.person.dialled and incoming.caller_id:
            self._dialled_as(incoming.caller_id, taken.person.dialled)
        return taken.answer

    def _dialled_as(self, number: str, when: int) -> None:
        """Remember that a call which we put through shows a number of ours: should it come back, it is known by that.

        The settings need not name the number that was rung, where texts go out by a messaging service.
        """

        def mark(turn: Turn) -> Changes:
            return Changes(turn.session, replace(turn.person, dialled=when), answer="")

        # Too busy: others who withhold their numbers leave the same mark.
        with suppress(TooBusyError):
            change_person(self._store, self._tokens.person(number), mark)

    def _taken(self, incoming: Incoming) -> Changes:
        """The turn that this event is, once it is saved; its answer alone when it was taken before."""
        person = self._person(incoming)
        name = by_call(incoming.call) if incoming.channel is Channel.VOICE else by_text(person)
        for _ in range(TRIES):
            with self._store.turn(name, person, incoming.message) as turn:
                if turn.answer is not None:
                    return Changes(turn.session, turn.person, turn.answer)
                now, live = self._clock(), self._live.of(turn.amendments)
                callbacks = known(incoming, turn, person, self._tokens)
                context = self._context(incoming, turn, now, callbacks, live.line)
                session, outputs = step(live.pack, turn.session, incoming.event, context)
                broke_off = self._left(incoming, turn, session, outputs)
                whom = replace(_heard(turn.person, incoming, context), left=broke_off)
                changes = Changes(session, whom, self._answer(incoming, session, outputs, live))
                changes = self._changes(changes, outputs, person, now, live.pack)
                changes = self._asked(changes, outputs, incoming, callbacks.standing, now)
                told = Told(self.pack, turn.session, incoming.event, session, outputs, context)
                changes = counted(changes, told)
                if turn.save(changes):
                    return changes
        raise TooBusyError

    def _context(self, incoming: Incoming, turn: Turn, now: datetime, callbacks: Known, line: LineNow) -> Context:
        number = incoming.number
        mobile = number if number and is_mobile(number) else None
        keyed = texted(self.pack, turn.session, callbacks)
        opens = line.opens()
        refused = bool(keyed) and keyed != mobile and self._refuses(self._tokens.person(keyed or ""))
        return Context(
            incoming.channel,
            int(now.timestamp()),
            mobile,
            turn.person,
            refused,
            pending=self._open_matters(incoming, mobile, turn.session),
            holidays=self._follow_ups.calendar.holidays,
            open=opens is None,
            opens=opens or "",
            opens_on=line.opens(dated=True) or "",
            message=turn.message,
            own_call=self._is_own_call(incoming, turn.person, now),
            number=number,
            callbacks={team: callback.request for team, callback in callbacks.standing.items()},
            given={team: one.request if one else None for team, one in callbacks.given.items()},
            phone=self._phone(incoming),
            we_rang=incoming.we_rang,
            understand=self._understand,
        )

    def _phone(self, incoming: Incoming) -> str | None:
        # Our own number can stand as the sender of a forged text.
        own = {self._caller_number, incoming.own_number}
        number = incoming.number
        return number if number and self._caller_number and may_be_rung(number) and number not in own else None

    def _is_own_call(self, incoming: Incoming, person: Person, now: datetime) -> bool:
        just_rung = incoming.diverted and now.timestamp() - person.dialled < RINGING.total_seconds()
        return isinstance(incoming.event, Started) and (incoming.from_us or just_rung)

    def _open_matters(self, incoming: Incoming, mobile: str | None, session: Session | None) -> frozenset[str]:
        # A caller who is about to choose a matter is told that one is open; nobody else needs to be.
        choosing = session is not None and session.place == self.pack.first
        if incoming.channel is Channel.TEXT or not choosing or mobile is None:
            return frozenset()
        return self._follow_ups.open_matters(self._tokens.person(mobile))

    def _left(self, incoming: Incoming, turn: Turn, session: Session, outputs: tuple[Output, ...]) -> Session | None:
        # Who withholds their number is never known again.
        if incoming.withheld:
            return None
        return left(self.pack, turn.person.left, session, incoming.event, outputs, own=incoming.sender)

    def _refuses(self, person: str) -> bool:
        with self._store.turn(by_text(person), person, None) as theirs:
            return theirs.person.stopped

    def _person(self, incoming: Incoming) -> str:
        # Withheld callers all have the same caller id: each call is then a person of its own.
        if incoming.withheld:
            return self._tokens.person(incoming.call)
        return self._tokens.person(incoming.sender)

    def _answer(self, incoming: Incoming, session: Session, outputs: tuple[Output, ...], live: Live) -> str:
        if incoming.channel is Channel.TEXT:
            return sms.reply(sms.body(live.pack, outputs))
        shown = tuple(output for output in outputs if not isinstance(output, Effect))
        return live.voice.twiml(
            shown,
            # For when the next turn cannot be read.
            action=f"{self._voice_url}?step={session.turn}{TRIED if session.tried else ''}",
            slow=session.slow,
            relay=session.relay,
            answering=not isinstance(incoming.event, Started),
            caller_id=incoming.caller_id,
        )

    def _changes(self, changes: Changes, outputs: Iterable[Output], whose: str, now: datetime, pack: Pack) -> Changes:
        for output in outputs:
            match output:
                case SendText(to=to, spoken=spoken):
                    body, about = sms.body(pack, spoken), changes.session.place if changes.session else ""
                    text = OutgoingText(self._tokens.text(), self._tokens.person(to), to, body, waiting=True, made=now)
                    changes = replace(changes, texts=(*changes.texts, replace(text, about=about)))
                case ScheduleFollowUp() | ScheduleReminders() | EndFollowUp() | EndReminders():
                    changes = self._follow_ups.agreed(changes, output, whose, now)
                case Dial(service=service) if service.key == pack.person_signpost.service.key:
                    changes = replace(changes, person=replace(changes.person, dialled=int(now.timestamp())))
                case Prefer(slow=slow, relay=relay):
                    changes = replace(changes, person=replace(changes.person, slow=slow, relay=relay))
                case RingMe(to=to):
                    call = OutgoingCall(self._tokens.text(), whose, to, now)
                    changes = replace(changes, person=rung(changes.person, now), rings=(*changes.rings, call))
                case Count(what=what):
                    changes = replace(changes, counts=(*changes.counts, what))
                case Learn(words=words, nearest=nearest) if self.pack.keep.words:
                    unread = Unread(masked(words, self._vocabulary), nearest)
                    changes = replace(changes, learnt=(*changes.learnt, *([unread] if tells(unread.words) else [])))
                case OptOut():
                    changes = replace(changes, person=replace(changes.person, stopped=True), end_all=True)
                case OptIn():
                    changes = replace(changes, person=replace(changes.person, stopped=False))
                case Forget():
                    changes = replace(changes, session=None, person=once_forgotten(changes.person, now), forget=True)
        return changes

    def _asked(
        self,
        changes: Changes,
        outputs: Iterable[Output],
        incoming: Incoming,
        standing: Mapping[str, OpenCallback],
        now: datetime,
    ) -> Changes:
        for output in outputs:
            match output:
                case RequestCallback(request=request):
                    personal = is_mobile(incoming.number or "")
                    made = new(request, self._person(incoming), self._tokens, personal=personal)
                    changes = agreed(changes, request, standing.get(request.team), made, now)
                case CallbackHeard(team=team, rang=rang) if team in standing:
                    changes = heard(changes, standing[team], now, rang=rang)
        return changes

    def trouble(self, incoming: Incoming) -> str:
        """The answer when nothing else can be given: see `Trouble`."""
        # By what the staff had changed when this process saw it last: mostly it is Redis that is away.
        return self._live.of(self._store.amendments.last).trouble.answer(incoming)

    def line(self, *, fresh: bool = True) -> LineNow:
        """The line as it is now; unless `fresh` as this process saw it last, without a look."""
        amendments = self._store.amendments
        return self._live.of(amendments.read() if fresh else amendments.last).line

    def forget(self, number: str) -> None:
        """Erase everything held about a number (E.164), as FORGET does. Raises TooBusyError."""
        erase(self._store, self._tokens.person(number))


@lru_cache(maxsize=4)
def _vocabulary(pack: Pack) -> frozenset[str]:
    """The words of a pack's phrases that staff may see. A tenth of a second's work, for those that have thousands."""
    return vocabulary(phrase for topic in pack.topics.values() for phrase in topic.phrases)


def _heard(person: Person, incoming: Incoming, context: Context) -> Person:
    """What is known of a person who has just rung or texted: a phone that sends texts also takes them."""
    on_phone = incoming.channel is Channel.VOICE
    # Whoever is on the phone with us is not being put through, unless this is that very call.
    dialled = person.dialled if context.own_call or not on_phone else 0
    known = in_call(person, incoming.event, context)
    return replace(known, unanswered=0, unreachable=person.unreachable and on_phone, dialled=dialled)
