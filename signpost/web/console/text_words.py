"""Texts, follow-ups and whatever else is to come, in words, as the console shows them. No number is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from signpost.adapters.desk_texts import Coming, Listed, Stands
from signpost.adapters.refusals import advice, meaning
from signpost.amended import as_it_may_go
from signpost.callback_ports import OpenCallback
from signpost.callbacks import chosen, matter
from signpost.carrier_ports import HELD_BACK
from signpost.core.engine import step
from signpost.core.events import FollowUpDue
from signpost.core.menu import Callback, Pack
from signpost.core.session import Channel, Context, Person
from signpost.delivery import NO_MOBILE, OPTED_OUT
from signpost.ports import ErrandKind, OutgoingText, PendingFollowUp, TextState
from signpost.render import sms
from signpost.web.console.moments import day, moment

_KINDS = {
    ErrandKind.FOLLOW_UP: "Follow-up",
    ErrandKind.TEXT: "Text",
    ErrandKind.RING: "Call",
    ErrandKind.MAIL: "E-mail to a team",
}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# Sooner than that nothing is late: workers look at the agenda every half minute.
_LATE = 2 * _MINUTE


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list: what kind it is, what it is about, and the rest of what is told of it."""

    kind: ErrandKind
    id: str
    name: str
    about: str
    told: tuple[str, ...]
    late: str = ""
    to_do: str = ""


def coming(pack: Pack, entry: Coming, now: datetime) -> Line:
    """The words for something that is to be done."""
    late = int(now.timestamp() - entry.due)
    told = ("Somebody is at it now",) if entry.taken else (f"Due {moment(int(entry.due))}", *_state(entry))
    name, about = _name(pack, entry)
    return Line(entry.kind, entry.id, name, about, told, f"{_long(late)} late" if late >= _LATE else "")


def sent(pack: Pack, entry: Listed) -> Line:
    """The words for a text that was sent."""
    arrived = "It has arrived" if entry.text.state is TextState.DELIVERED else "Not known yet whether it arrived"
    told = (f"Made {moment(entry.text.made)}", f"Sent {moment(entry.at)}", arrived)
    return Line(ErrandKind.TEXT, entry.text.id, "Text", about_text(pack, entry.text), told)


def failed(pack: Pack, entry: Listed) -> Line:
    """The words for a text that failed, and what to do about it."""
    text = entry.text
    told = (f"Made {moment(text.made)}", f"Failed {moment(entry.at)}", f"Reason: {meaning(text.code)}")
    return Line(ErrandKind.TEXT, text.id, "Text", about_text(pack, text), told, to_do=advice(text.code))


def history(stands: Stands) -> list[str]:
    """What has happened to a text so far, in order."""
    return list(_happened(stands, stands.text))


def may_go_again(text: OutgoingText) -> bool:
    """Whether it makes sense to send a text once more: it failed, or waits for its next try."""
    if text.state is TextState.FAILED:
        return text.code != OPTED_OUT and text.code not in NO_MOBILE
    return waits(text) and bool(text.tries or text.losses)


def why_not_again(pack: Pack, record: bytes, text: OutgoingText) -> str:
    """Why the words of a text may not go out now, as a sentence; "" where they may. `record` is of the amendments."""
    if as_it_may_go(pack, record, text.body) is None:
        return f"It holds a number or an address that is paused now, so it is not sent. {advice(HELD_BACK)}"
    return ""


def otherwise(pack: Pack, record: bytes, text: OutgoingText) -> str:
    """What a text that is still to be sent, or can be again, says then, where that is not what it says as it stands."""
    words = as_it_may_go(pack, record, text.body) if waits(text) or may_go_again(text) else None
    return words if words and words != text.body else ""


def to_do(text: OutgoingText) -> str:
    """What to do about a text that failed; "" for another."""
    return advice(text.code) if text.state is TextState.FAILED else ""


def waits(text: OutgoingText) -> bool:
    """Whether a text is still to be sent."""
    return text.state in {TextState.QUEUED, TextState.SENDING}


def about_text(pack: Pack, text: OutgoingText) -> str:
    """What a text is about."""
    return _capital(chosen(pack, text.about)) if text.about else "Not about one matter"


def about_follow_up(pack: Pack, pending: PendingFollowUp) -> str:
    """What a follow-up is about."""
    if pending.by:
        return f"Last day {day(pending.by)}"
    if asks_about_call(pack, pending):
        return "Whether they were rung back"
    return _capital(chosen(pack, pending.matter or pending.goto))


def asks_about_call(pack: Pack, pending: PendingFollowUp) -> bool:
    """Whether a follow-up asks if somebody was rung back: that is asked only once the day they were told is over."""
    return isinstance(pack.places.get(pending.matter), Callback)


def will_say(pack: Pack, pending: PendingFollowUp, now: datetime) -> str:
    """What a follow-up will say, to somebody who is at nothing else then."""
    context = Context(Channel.TEXT, int(now.timestamp()), pending.to, Person())
    event = FollowUpDue(pending.goto, pending.matter, pending.deadline, pending.by)
    return sms.body(pack, step(pack, None, event, context)[1])


def _name(pack: Pack, entry: Coming) -> tuple[str, str]:
    record, name = entry.record, _KINDS[entry.kind]
    match record:
        case None:
            return name, "It is over, and goes off this list by itself"
        case PendingFollowUp(by=by):
            return ("Reminder" if by else name), about_follow_up(pack, record)
        case OutgoingText():
            return name, about_text(pack, record)
        case OpenCallback():
            return name, _capital(matter(pack, record.request))
        case _:
            return name, "They asked us to ring them"


def _state(entry: Coming) -> Iterator[str]:
    match entry.record:
        case OutgoingText(state=state, tries=tries, losses=losses):
            if state is TextState.SENDING and not tries:
                yield "Being sent"
            if tries:
                yield f"Not taken {_times(tries)}"
            if losses:
                yield f"Lost {_times(losses)}"
        case PendingFollowUp(asked=asked) if asked:
            yield f"Sent {_times(asked)} without an answer"


def _happened(stands: Stands, text: OutgoingText) -> Iterator[str]:
    yield f"Made {moment(text.made)}{', when they asked for it' if text.waiting else ''}"
    if text.tries:
        yield f"The carrier would not take it {_times(text.tries)}"
    if text.losses:
        yield f"The carrier took it and lost it {_times(text.losses)}"
    if text.code is not None:
        yield f"Last reason: {meaning(text.code)}{'' if text.code == HELD_BACK else f' (code {text.code})'}"
    if stands.sent is not None:
        yield f"Sent {moment(stands.sent)}"
    if text.state is TextState.DELIVERED:
        yield "It has arrived"
    if stands.failed is not None:
        yield f"Failed {moment(stands.failed)}"
    if stands.due is not None and waits(text):
        yield f"Next try {moment(stands.due)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _long(seconds: int) -> str:
    """'3 minutes', '1 hour', '2 days': no finer than anybody needs."""
    for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "Under a minute"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
