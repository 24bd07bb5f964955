"""Floor 2: one turn, whole: read where somebody stands, take the pure step, save all that follows, answer.

Nothing is sent from here while a person waits: texts and follow-ups become records and jobs, saved in the same
transaction as the session, so that a turn has either happened with all that follows from it or not at all.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from signpost.answering import answer
from signpost.callbacks import known
from signpost.carried_ports import NotKeptError
from signpost.contexts import Contexts, may_choose
from signpost.core.dropped import left
from signpost.core.engine import step
from signpost.core.events import Output
from signpost.core.masking import vocabulary
from signpost.core.menu import Pack
from signpost.core.record import replace
from signpost.core.ring import in_call
from signpost.core.session import Channel, Context, Person, Session
from signpost.core.tally import Turn as Told
from signpost.core.understanding import Understand, deaf
from signpost.counting import counted
from signpost.effects import Effects
from signpost.flood_ports import Coming
from signpost.floods import Gate
from signpost.followups import FollowUps
from signpost.incoming import Incoming
from signpost.line import LineNow
from signpost.live import LivePack, OwnLine
from signpost.noted import note_conversation
from signpost.ports import Changes, Store, Tokens, TooBusyError, Turn, by_call, by_text
from signpost.render import sms
from signpost.turns import TRIES, change_person, erase

log = logging.getLogger(__name__)

# The answer to a text that has been answered already.
SILENCE = sms.reply("")


class Outcome(StrEnum):
    """What became of a turn: saved, led on without the store, told only whom to ring, or not taken at all."""

    KEPT = "kept"
    UNKEPT = "unkept"
    TROUBLE = "trouble"
    REFUSED = "refused"


@dataclass(frozen=True)
class Reply:
    """What answers an event: the TwiML, and the cookie to send along, in which Twilio brings the session back.

    `turn` is how many turns the conversation has had, 0 where that is not known.
    """

    document: str
    cookie: str = ""
    outcome: Outcome = Outcome.KEPT
    turn: int = 0


class Conversation:
    """The service itself: one pack, with the parts that its outside needs."""

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
        self._carried = store.carried
        self._contexts = Contexts(pack, store, tokens, follow_ups, line.caller_number, understand)
        self._gate = Gate(line.crowd, tokens)
        self._vocabulary = _vocabulary(pack)
        self._voice_url = line.voice_url
        self._live = LivePack(pack, follow_ups.calendar.holidays, clock, line, understand)

    def receive(self, incoming: Incoming) -> Reply:
        """Take one event and give what answers it.

        A message delivered twice gets the same answer and changes nothing. When two turns of one person meet, the one
        that comes second is taken again from where the first one led. Raises TooBusyError, NotKeptError, and what the
        store raises; see `unkept` for what to do then.
        """
        person = self._person(incoming)
        name = _name(incoming, person)
        note_conversation(name)
        coming = self._gate.coming(incoming)
        reply, changes = self._taken(incoming, name, person, coming)
        if coming and reply.outcome is Outcome.REFUSED:
            self._store.floods.count(coming)
        try:
            self._afterwards(incoming, changes)
        except Exception:
            # The turn is saved, and whoever waits gets its answer.
            log.exception("what follows from a turn could not be noted")
        return reply

    def _afterwards(self, incoming: Incoming, taken: Changes | None) -> None:
        if taken is None:
            return
        for other in {promised.to for promised in taken.follow_ups} - {incoming.sender}:
            self._follow_ups.agreed_for(other)
        if taken.person.dialled and incoming.caller_id:
            self._dialled_as(incoming.caller_id, taken.person.dialled)

    def _dialled_as(self, number: str, when: int) -> None:
        """Remember that a call which we put through shows a number of ours: should it come back, it is known by that.

        The settings need not name the number that was rung, where texts go out by a messaging service.
        """

        def mark(turn: Turn) -> Changes:
            return Changes(turn.session, replace(turn.person, dialled=when), answer="")

        # Too busy: others who withhold their numbers leave the same mark.
        with suppress(TooBusyError):
            change_person(self._store, self._tokens.person(number), mark)

    def _taken(self, incoming: Incoming, name: str, person: str, coming: Coming | None) -> tuple[Reply, Changes | None]:
        """What answers this event, and the turn that it is, once saved; None when it was taken before or not at all."""
        for _ in range(TRIES):
            with self._store.turn(name, person, incoming.message, coming=coming, to_come=may_choose(incoming)) as turn:
                if turn.answer is not None:
                    return self._reply(name, turn.answer, turn.session), None
                now, live = self._clock(), self._live.of(turn.amendments)
                if turn.came and (refusal := self._gate.refusal(incoming, turn.came, live.line)) is not None:
                    return Reply(refusal, outcome=Outcome.REFUSED), None
                turn.session = self._further(name, incoming, turn.session)
                callbacks = known(incoming, turn, person, self._tokens)
                context = self._contexts.of(incoming, turn, callbacks, live.line, now)
                session, outputs = step(live.pack, turn.session, incoming.event, context)
                broke_off = self._left(incoming, turn, session, outputs)
                whom = _heard(turn.person, incoming, context, broke_off)
                told = answer(live.line, self._voice_url, incoming, session, outputs)
                effects = Effects(live.pack, self._follow_ups, self._tokens, self._vocabulary)
                changes = effects.of(outputs, Changes(session, whom, told), person, now)
                changes = effects.asked(outputs, changes, incoming, callbacks.standing, now)
                tally = Told(self.pack, turn.session, incoming.event, session, outputs, context)
                if _saved(turn, counted(changes, tally)):
                    return Reply(told, turn.cookie, turn=session.turn), changes
        raise TooBusyError

    def _reply(self, name: str, document: str, session: Session | None) -> Reply:
        if session is None:
            return Reply(document)
        return Reply(document, self._carried.write(name, session, ahead=False), turn=session.turn)

    def _left(self, incoming: Incoming, turn: Turn, session: Session, outputs: tuple[Output, ...]) -> Session | None:
        # Who withholds their number is never known again.
        if incoming.withheld:
            return None
        return left(self.pack, turn.person.left, session, incoming.event, outputs, own=incoming.sender)

    def _person(self, incoming: Incoming) -> str:
        return self._tokens.person(incoming.known_as)

    def unkept(self, incoming: Incoming, fault: Exception | None = None) -> Reply:
        """The answer when a turn could not be read or kept, for this fault: see `Unkept`, and at the worst `Trouble`.

        It goes by what the staff had changed when this process saw it last: mostly it is Redis that is away.
        """
        live = self._live.of(self._store.amendments.last)
        try:
            name = _name(incoming, self._person(incoming))
            carried = self._carried.read(name, incoming.cookie)
            session = _latest(carried, fault.session if isinstance(fault, NotKeptError) else None)
            if session is None and not incoming.opens:
                # Cookies may not come back: asked the same question again and again, nobody gets anywhere.
                return Reply(live.trouble.answer(incoming), outcome=Outcome.TROUBLE)
            document, after = live.unkept.answer(incoming, session)
            return Reply(document, self._carried.write(name, after, ahead=True), Outcome.UNKEPT, after.turn)
        except Exception:
            log.exception("a turn without a store failed")
            return Reply(live.trouble.answer(incoming), outcome=Outcome.TROUBLE)

    def _further(self, name: str, incoming: Incoming, kept: Session | None) -> Session | None:
        """Where a person stands: by what is kept, or by the cookie, when turns could not be kept since."""
        if not self._carried.is_ahead(incoming.cookie):
            return kept
        carried = self._carried.read(name, incoming.cookie)
        if carried and carried.at <= self._store.forgotten(self._person(incoming)):
            return kept
        return _latest(carried, kept)

    def line(self, *, fresh: bool = True) -> LineNow:
        """The line as it is now; unless `fresh` as this process saw it last, without a look."""
        amendments = self._store.amendments
        return self._live.of(amendments.read() if fresh else amendments.last).line

    def forget(self, number: str) -> None:
        """Erase everything held about a number (E.164), as FORGET does. Raises TooBusyError."""
        erase(self._store, self._tokens.person(number))


def _name(incoming: Incoming, person: str) -> str:
    """The conversation that this event belongs to."""
    return by_call(incoming.call) if incoming.channel is Channel.VOICE else by_text(person)


def _latest(carried: Session | None, kept: Session | None) -> Session | None:
    """Where somebody stood last. A follow-up may have gone out since: then its question is the one that is answered."""
    return carried if carried and (kept is None or carried.at >= kept.at) else kept


def _saved(turn: Turn, changes: Changes) -> bool:
    try:
        return turn.save(changes)
    except Exception as fault:
        raise NotKeptError(turn.session) from fault


@lru_cache(maxsize=4)
def _vocabulary(pack: Pack) -> frozenset[str]:
    """The words of a pack's phrases that staff may see. A tenth of a second's work, for those that have thousands."""
    return vocabulary(phrase for topic in pack.topics.values() for phrase in topic.phrases)


def _heard(person: Person, incoming: Incoming, context: Context, left: Session | None) -> Person:
    """What is known of a person who has just rung or texted: a phone that sends texts also takes them.

    `left` is where this call may break off.
    """
    on_phone = incoming.channel is Channel.VOICE
    # Whoever is on the phone with us is not being put through, unless this is that very call.
    dialled = person.dialled if context.own_call or not on_phone else 0
    known = in_call(person, incoming.event, context)
    return replace(known, unanswered=0, unreachable=person.unreachable and on_phone, dialled=dialled, left=left)
