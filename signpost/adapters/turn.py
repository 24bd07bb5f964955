"""One turn in Redis: read in one packet, saved in one transaction, RQ's jobs included.

Whoever saves writes the person's key. So two turns of one person, on whatever channel, cannot both be saved: the second
is told so, and is run again on what the first left.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from dataclasses import dataclass

from redis.client import Pipeline
from redis.exceptions import WatchError

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda
from signpost.adapters.amendments import RedisAmendments
from signpost.adapters.callbacks import RedisCallbacks
from signpost.adapters.carried import CarriedSessions, session_of
from signpost.adapters.days import put_marks
from signpost.adapters.floods import came, count, counters
from signpost.adapters.ledger import Ledger
from signpost.adapters.outbox import CLAIM
from signpost.adapters.patience import Patience
from signpost.adapters.pending import Pending
from signpost.adapters.records import Claimed, Records, answer_from_dict, answer_to_dict
from signpost.adapters.rings import Rings
from signpost.adapters.unread import UnreadTexts
from signpost.adapters.watched import Command, commit, watch_and_read
from signpost.callback_ports import OpenCallback
from signpost.core.dropped import OFFERED_FOR
from signpost.core.menu import Keep
from signpost.core.record import replace
from signpost.core.session import Person, Session
from signpost.flood_ports import Came, Coming
from signpost.ports import Changes, ErrandKind, OutgoingText, PendingFollowUp, TextState, Tokens


@dataclass(frozen=True, slots=True)
class Tools:
    """What a turn is saved with. `teams` are the keys of those that ring back; `clock` gives seconds since 1970."""

    records: Records
    agenda: Agenda
    pending: Pending
    rings: Rings
    tokens: Tokens
    keep: Keep
    clock: Callable[[], float]
    callbacks: RedisCallbacks
    unread: UnreadTexts
    amendments: RedisAmendments
    carried: CarriedSessions
    patience: Patience
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Whose turn it is: a conversation, its person, and the message that came, or the follow-up, if one did.

    `coming` is counted with it; `to_come` asks for the person's follow-ups as well.
    """

    conversation: str
    person: str
    message: str | None
    follow_up_id: str | None = None
    coming: Coming | None = None
    to_come: bool = False


class RedisTurn:
    """The `Turn` port. `pipe` belongs to this turn alone and is closed by whoever opened it."""

    def __init__(self, tools: Tools, pipe: Pipeline, address: Address) -> None:
        self._tools = tools
        self._pipe = pipe
        self._address = address
        # Nobody waits for what has no message.
        self._asking = tools.patience.asking if address.message is not None else nullcontext
        asked = {team: keys.callback(tools.tokens.callback(address.person, team)) for team in tools.teams}
        found, held = self._read(tuple(asked.values()))
        self.to_come: AbstractSet[str] = frozenset(_follow_ups(held))
        read = tools.records.read
        self.session: Session | None = read("session", found[keys.session(address.conversation)], session_of)
        known = read("person", found[keys.person(address.person)], Person.from_dict) or Person()
        self.cookie = ""
        self._stopped = found[keys.stopped(address.person)] is not None
        self._left: Session | None = read("session", found[keys.left(address.person)], Session.from_dict)
        self.person: Person = known
        if self._left or self._stopped != known.stopped:
            self.person = replace(known, stopped=known.stopped or self._stopped, left=self._left)
        self.message: str = (found[keys.MESSAGE] or b"").decode()
        self.amendments: bytes = tools.amendments.seen(found[keys.AMENDMENTS])
        self.answer: str | None = None
        if address.message is not None:
            kept = found[keys.answer(address.conversation, address.message)]
            self.answer = read("answer", kept, answer_from_dict)
        self.follow_up: PendingFollowUp | None = None
        if address.follow_up_id is not None:
            self.follow_up = tools.pending.built(address.follow_up_id, found[keys.follow_up(address.follow_up_id)])
        self.came: Came | None = None
        if address.coming is not None:
            self.came = came([found[key] for key in counters(address.coming)])
        self._before: dict[str, OpenCallback] = {}
        self.callbacks: Mapping[str, OpenCallback] = self._asked(
            address.person, {team: found[key] for team, key in asked.items()}
        )

    def _read(self, asked: tuple[str, ...]) -> tuple[dict[str, bytes | None], list[str]]:
        """All that a turn starts from, by its key, and if it is asked for which keys concern the person.

        In one packet, and as few commands as can be.
        """
        of = self._address
        watched = [keys.session(of.conversation), keys.person(of.person), *asked]
        wanted = [keys.stopped(of.person), keys.left(of.person), keys.MESSAGE, keys.AMENDMENTS]
        if of.follow_up_id is not None:
            watched.append(keys.follow_up(of.follow_up_id))
        if of.message is not None:
            wanted.append(keys.answer(of.conversation, of.message))
        if of.coming is not None:
            wanted += counters(of.coming)
        commands: list[Command] = [("MGET", *watched, *wanted)]
        if of.to_come:
            now = str(int(self._tools.clock()))
            commands.append(("ZRANGE", keys.held(of.person), now, "+inf", "BYSCORE"))
        with self._asking():
            values, *held = watch_and_read(self._pipe, tuple(watched), *commands)
        return dict(zip((*watched, *wanted), values, strict=True)), [key.decode() for each in held for key in each]

    def callbacks_of(self, person: str) -> Mapping[str, OpenCallback]:
        """The open requests of another person, watched as well; see the port."""
        wanted = {team: keys.callback(self._tools.tokens.callback(person, team)) for team in self._tools.teams}
        if not wanted:
            return {}
        blobs = watch_and_read(self._pipe, tuple(wanted.values()), *(("GET", key) for key in wanted.values()))
        return self._asked(person, dict(zip(wanted, blobs, strict=True)))

    def _asked(self, person: str, blobs: Mapping[str, bytes | None]) -> dict[str, OpenCallback]:
        """The open requests, by team: to ring this person's number, or made by them to ring another."""
        callbacks, found = self._tools.callbacks, {}
        for team, blob in blobs.items():
            if other := callbacks.other(blob):
                key = keys.callback(other)
                named = callbacks.built(other, watch_and_read(self._pipe, (key,), ("GET", key))[0])
                found[team] = named if named and callbacks.concerns(named, person) else None
            else:
                found[team] = callbacks.built(self._tools.tokens.callback(person, team), blob)
        there = {team: callback for team, callback in found.items() if callback}
        self._before |= {callback.id: callback for callback in there.values()}
        return there

    def save(self, changes: Changes) -> bool:
        """Save everything at once. False, and nothing saved, when another turn of this person came first.

        False as well when Redis went away while saving: whether it was saved shows when the turn is opened again.
        Raises redis.exceptions.RedisError when it can be reached but does not do as asked.
        """
        try:
            held = self._watch_held() if changes.forget or changes.end_all else ()
            self._pipe.multi()
            ledger = Ledger(self._pipe, self._tools.records, int(self._tools.clock()))
            if changes.forget:
                self._erase(held)
                self._keep_rung(changes.person)
            else:
                self._keep(ledger, changes, held)
            self._keep_answer(ledger, changes.answer)
            for name in changes.counts:
                ledger.batch.add("HINCRBY", keys.COUNTS, name, 1)
            put_marks(ledger.batch, changes.marks)
            if self._address.coming is not None:
                count(ledger.batch, self._address.coming)
            ledger.close()
            with self._asking():
                commit(self._pipe)
        except WatchError:
            return False
        return True

    def _watch_held(self) -> tuple[str, ...]:
        held = keys.held(self._address.person)
        return tuple(key.decode() for key in watch_and_read(self._pipe, (held,), ("ZRANGE", held, "0", "-1"))[0])

    def _keep(self, ledger: Ledger, changes: Changes, held: tuple[str, ...]) -> None:
        tools, conversation, person = self._tools, self._address.conversation, self._address.person
        if changes.session is None:
            ledger.drop(person, keys.session(conversation))
        else:
            life = keys.session_life(conversation, tools.keep)
            sealed = tools.carried.sealed(conversation, changes.session)
            self.cookie = tools.carried.cookie(sealed, ahead=False)
            ledger.keep(person, keys.session(conversation), sealed, life)
            self._hold_for_keyed(ledger, changes.session)
        ledger.write(person, keys.person(person), changes.person.to_dict(), tools.keep.person * keys.DAY)
        self._keep_stopped(changes.person)
        self._keep_left(ledger, changes.person.left)
        for whose, follow_up_id in (*changes.ended, *((person, ended) for ended in _follow_ups(held))):
            tools.pending.end(ledger, whose, follow_up_id)
        for follow_up in changes.follow_ups:
            tools.pending.put(ledger, follow_up)
        for text in changes.texts:
            self._keep_text(ledger, text)
        for callback in changes.moved:
            tools.callbacks.end(ledger, callback)
        for callback in changes.callbacks:
            tools.callbacks.put(ledger, callback, self._before.get(callback.id))
        for callback in changes.rung:
            tools.callbacks.end(ledger, callback)
        for call in changes.rings:
            tools.rings.put(ledger, call)
        for unread in changes.learnt:
            tools.unread.put(self._pipe, unread, ledger.now)

    def _keep_text(self, ledger: Ledger, text: OutgoingText) -> None:
        tools, claimed = self._tools, text.state is TextState.SENDING
        record = Claimed(text, ledger.now if claimed else 0)
        ledger.write(text.person, keys.outbox(text.id), record.to_dict(), tools.keep.text * keys.DAY)
        if claimed:
            tools.agenda.watch_over(self._pipe, text.id, ledger.now + CLAIM)
        else:
            tools.agenda.put_reply(self._pipe, text.id)

    def _hold_for_keyed(self, ledger: Ledger, session: Session) -> None:
        # A number that was keyed stands in the session, and is read out in answers. It may be another person's than the
        # caller's, and that person's FORGET must find both.
        conversation, message = self._address.conversation, self._address.message
        for number in filter(None, {session.mobile, session.about, session.wish.number if session.wish else None}):
            owner = self._tools.tokens.person(number)
            ledger.hold(owner, keys.session(conversation), keys.session_life(conversation, self._tools.keep))
            if message is not None:
                ledger.hold(owner, keys.answer(conversation, message), keys.answer_life(conversation))

    def _keep_stopped(self, person: Person) -> None:
        # Watched with the person's key, which every turn writes.
        key = keys.stopped(self._address.person)
        if person.stopped and not self._stopped:
            self._pipe.set(key, "1")
        elif self._stopped and not person.stopped:
            self._pipe.delete(key)

    def _keep_left(self, ledger: Ledger, left: Session | None) -> None:
        person = self._address.person
        if left is None and self._left is not None:
            ledger.drop(person, keys.left(person))
        elif left is not None and left != self._left:
            ledger.write(person, keys.left(person), left.to_dict(), OFFERED_FOR)

    def _erase(self, held: tuple[str, ...]) -> None:
        person, agenda = self._address.person, self._tools.agenda
        for follow_up_id in _follow_ups(held):
            agenda.drop(self._pipe, ErrandKind.FOLLOW_UP, follow_up_id)
        for text_id in filter(None, map(keys.outbox_id, held)):
            agenda.drop(self._pipe, ErrandKind.TEXT, text_id)
            self._pipe.zrem(keys.FAILED, text_id)
            self._pipe.zrem(keys.SENT, text_id)
        for ring_id in filter(None, map(keys.ring_id, held)):
            agenda.drop(self._pipe, ErrandKind.RING, ring_id)
        for callback_id in filter(None, map(keys.callback_id, held)):
            self._tools.callbacks.off_the_list(self._pipe, callback_id)
        self._pipe.delete(
            *held,
            keys.session(self._address.conversation),
            keys.person(person),
            keys.stopped(person),
            keys.left(person),
            keys.today(person),
            keys.behind(person),
            keys.held(person),
        )
        if self._address.message is None:
            # With no answer of theirs to this, the carrier keeps its cookie.
            self._pipe.set(keys.forgotten(person), int(self._tools.clock()), ex=keys.COOKIE_LIFE)

    def _keep_rung(self, person: Person) -> None:
        # All that FORGET leaves of a person, who is a token here: it holds no number, and ends within a day.
        if person.rung:
            self._pipe.set(keys.person(self._address.person), self._tools.records.write(person.to_dict()), ex=keys.DAY)

    def _keep_answer(self, ledger: Ledger, answer: str) -> None:
        # Kept when all else is erased, too: a message delivered twice must not start a new conversation. No answer to
        # FORGET holds a number.
        conversation, message = self._address.conversation, self._address.message
        if message is not None:
            key = keys.answer(conversation, message)
            ledger.write(self._address.person, key, answer_to_dict(answer), keys.answer_life(conversation))


def _follow_ups(held: Iterable[str]) -> list[str]:
    return [found for found in map(keys.follow_up_id, held) if found]
