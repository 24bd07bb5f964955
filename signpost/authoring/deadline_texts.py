"""Every text that a deadline can answer with: its questions, what is no good as a date, and what it comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from signpost.authoring.sample_dates import CERTIFICATE, LETTER, NOW, TOO_LATE
from signpost.core.engine import step
from signpost.core.events import Answered, Output, SendText
from signpost.core.menu import Deadline, Pack
from signpost.core.questions import own_question
from signpost.core.session import Channel, Context, Question, Session

Occasion = tuple[str, tuple[Output, ...]]

_YES, _NO = "1", "2"
_LETTER, _CERTIFICATE = f"{LETTER:%d/%m/%Y}", f"{CERTIFICATE:%d/%m/%Y}"
# No word of any language, and no date.
_UNKNOWN = "qzxj qzxj"
_TALKS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("after the date of a letter", NOW, (_LETTER,)),
    ("after a day that is still to come", NOW, ("31/12/2027",)),
    ("after a day long ago", NOW, ("01/01/2020",)),
    ("when there is a certificate", NOW, (_LETTER, _YES)),
    ("after a certificate older than the letter", NOW, (_LETTER, _YES, "01/09/2026")),
    ("with the last day", NOW, (_LETTER, _NO)),
    ("with the last day by a certificate", NOW, (_LETTER, _YES, _CERTIFICATE)),
    ("with a last day that is past", TOO_LATE, (_LETTER, _NO)),
    ("with a last day by a certificate that is past", TOO_LATE, (_LETTER, _YES, _CERTIFICATE)),
)


def occasions(pack: Pack, place: Deadline, mobile: str) -> Iterator[Occasion]:
    """On what occasion, and what is then said, from the first answer on. `mobile` (E.164) is never sent anything."""
    for when, now, words in _TALKS:
        context = Context(Channel.TEXT, now, mobile)
        session, outputs = _talk(pack, place, context, words)
        yield when, outputs
        for misses in ("one answer that is", "two answers that are"):
            session, outputs = step(pack, session, Answered(_UNKNOWN), context)
            yield f"{when}, after {misses} not understood", outputs
    yield "when a reminder is agreed", _talk(pack, place, Context(Channel.TEXT, NOW, mobile), (_LETTER, _NO, "1"))[1]
    yield from _sent_to_callers(pack, place, mobile)


def _talk(pack: Pack, place: Deadline, context: Context, words: Sequence[str]) -> tuple[Session, tuple[Output, ...]]:
    outputs: tuple[Output, ...] = ()
    session = Session(context.channel, place.name, own_question(place), at=context.now)
    for answer in words:
        session, outputs = step(pack, session, Answered(answer), context)
    return session, outputs


def _sent_to_callers(pack: Pack, place: Deadline, mobile: str) -> Iterator[Occasion]:
    calling = Session(Channel.VOICE, place.name, Question.SAFE, letter=LETTER.isoformat())
    for now in (NOW, TOO_LATE):
        for certificate in ("", CERTIFICATE.isoformat()):
            session = replace(calling, certificate=certificate, at=now)
            for output in step(pack, session, Answered(_YES), Context(Channel.VOICE, now, mobile))[1]:
                if isinstance(output, SendText):
                    yield "as it is sent to a caller", output.spoken
