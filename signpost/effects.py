"""Floor 2: what a turn leaves behind, put together from the effects among its outputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from signpost.callback_ports import OpenCallback
from signpost.callbacks import agreed, heard, new
from signpost.core.events import (
    CallbackHeard,
    Count,
    Dial,
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
)
from signpost.core.masking import masked, tells
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile
from signpost.core.record import replace
from signpost.core.ring import once_forgotten, rung
from signpost.followups import FollowUps
from signpost.incoming import Incoming
from signpost.ports import Changes, OutgoingText, Tokens, Unread
from signpost.render import sms
from signpost.ring_ports import OutgoingCall


@dataclass(frozen=True, slots=True)
class Effects:
    """Turns effects into `Changes`, which nothing is done with here. `vocabulary` are the words that are never masked.

    `pack` is the pack as it is live: with what the staff have changed.
    """

    pack: Pack
    follow_ups: FollowUps
    tokens: Tokens
    vocabulary: frozenset[str]

    def of(self, outputs: Iterable[Output], changes: Changes, whose: str, now: datetime) -> Changes:
        """The changes of a person's turn, with all but what concerns requests to be rung back."""
        for output in outputs:
            changes = self._done(output, changes, whose, now)
        return changes

    def _done(self, output: Output, changes: Changes, whose: str, now: datetime) -> Changes:
        person = changes.person
        match output:
            case SendText():
                return replace(changes, texts=(*changes.texts, self._text(output, changes, now)))
            case ScheduleFollowUp() | ScheduleReminders() | EndFollowUp() | EndReminders():
                return self.follow_ups.agreed(changes, output, whose, now)
            case Dial(service=service) if service.key == self.pack.person_signpost.service.key:
                return replace(changes, person=replace(person, dialled=int(now.timestamp())))
            case Prefer(slow=slow, relay=relay):
                return replace(changes, person=replace(person, slow=slow, relay=relay))
            case RingMe(to=to):
                call = OutgoingCall(self.tokens.text(), whose, to, now)
                return replace(changes, person=rung(person, now), rings=(*changes.rings, call))
            case Count(what=what):
                return replace(changes, counts=(*changes.counts, what))
            case Learn() if self.pack.keep.words:
                return self._learnt(output, changes)
            case OptOut():
                return replace(changes, person=replace(person, stopped=True), end_all=True)
            case OptIn():
                return replace(changes, person=replace(person, stopped=False))
            case Forget():
                return replace(changes, session=None, person=once_forgotten(person, now), forget=True)
        return changes

    def _text(self, asked: SendText, changes: Changes, now: datetime) -> OutgoingText:
        body, about = sms.body(self.pack, asked.spoken), changes.session.place if changes.session else ""
        person = self.tokens.person(asked.to)
        return OutgoingText(self.tokens.text(), person, asked.to, body, waiting=True, made=now, about=about)

    def _learnt(self, learn: Learn, changes: Changes) -> Changes:
        unread = Unread(masked(learn.words, self.vocabulary), learn.nearest)
        return replace(changes, learnt=(*changes.learnt, unread)) if tells(unread.words) else changes

    def asked(
        self,
        outputs: Iterable[Output],
        changes: Changes,
        incoming: Incoming,
        standing: Mapping[str, OpenCallback],
        now: datetime,
    ) -> Changes:
        """The changes, with the requests to be rung back that were made or are over; `standing` are those before."""
        for output in outputs:
            match output:
                case RequestCallback(request=request):
                    personal = is_mobile(incoming.number or "")
                    made = new(request, self.tokens.person(incoming.known_as), self.tokens, personal=personal)
                    changes = agreed(changes, request, standing.get(request.team), made, now)
                case CallbackHeard(team=team, rang=rang) if team in standing:
                    changes = heard(changes, standing[team], now, rang=rang)
        return changes
