"""Every text that a callback can answer with: its questions, what is noted, and where a request stands."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from signpost.authoring.sample_dates import NOW, TODAY
from signpost.core.callback import ASKED, changing
from signpost.core.engine import step
from signpost.core.events import Answered, FollowUpDue, Output, RequestCallback, SendText
from signpost.core.menu import Callback, Pack
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.standing import Standing
from signpost.core.wish import Manner, Request, Time, Wish

Occasion = tuple[str, tuple[Output, ...]]

_LANDLINE = "+441632960001"
_OTHER_MOBILE = "+447700900001"
# No word of any language, and no number.
_UNKNOWN = "qzxj qzxj"


def occasions(pack: Pack, place: Callback, mobile: str) -> Iterator[Occasion]:
    """On what occasion, and what is then said, from the first answer on. `mobile` (E.164) is never sent anything."""
    context = Context(Channel.TEXT, NOW, mobile)
    for question in (*ASKED, Question.CALLBACK_NUMBER):
        yield from _asked(pack, place, question, context)
    for wish in _wishes(pack):
        for outputs in _noted(pack, place, wish, context):
            yield "when it is noted", outputs
        for tries in (0, 1, 12):
            # Of a number that is not the one in use its end is told, where it is told at all.
            told = replace(wish, number=wish.number or mobile)
            yield from _standing(pack, place, context, _request(place, told, tries))
            if place.address:
                yield from _standing(pack, place, context, _request(place, replace(told, mail=True), tries))


def _asked(pack: Pack, place: Callback, question: Question, context: Context) -> Iterator[Occasion]:
    wish = Wish(manner=Manner.LANGUAGE)
    if question is Question.CALLBACK_TEXT:
        wish = Wish(_OTHER_MOBILE, manner=Manner.TEXT)
    session = Session(Channel.TEXT, place.name, question, at=NOW, wish=wish)
    if question is Question.CALLBACK_NUMBER:
        context = replace(context, mobile=None)
    here = Standing(pack, context, session)
    yield "as a question", here.asked(question)[1]
    for misses in ("one answer that is", "two answers that are"):
        session, outputs = step(pack, session, Answered(_UNKNOWN), context)
        yield f"at a question, after {misses} not understood", outputs


def _wishes(pack: Pack) -> Iterator[Wish]:
    for number, time, manner in product(("", _LANDLINE), Time, Manner):
        longest = max((name.text for name in pack.languages), key=len, default="")
        yield Wish(number, time, manner, longest if manner is Manner.LANGUAGE else "", first=True)


def _noted(pack: Pack, place: Callback, wish: Wish, context: Context) -> Iterator[tuple[Output, ...]]:
    """What is said once all was asked, whichever question is the last of this place, and its answer."""
    question = Question.CALLBACK_MAIL if place.address else Question.CALLBACK_FIRST
    question = question if place.address or place.first else Question.CALLBACK_MANNER
    session = Session(Channel.TEXT, place.name, question, at=NOW, wish=wish)
    for key in ("1", "2"):
        outputs = step(pack, session, Answered(key), context)[1]
        if any(isinstance(output, RequestCallback) for output in outputs):
            yield outputs


def _request(place: Callback, wish: Wish, tries: int) -> Request:
    return Request(place.service.key, place.name, wish, NOW, TODAY.replace(day=30), tries=tries)


def _standing(pack: Pack, place: Callback, context: Context, request: Request) -> Iterator[Occasion]:
    context = replace(context, callbacks={request.team: request})
    here = Standing(pack, context, Session(Channel.TEXT, pack.first, Question.CHOICE, at=NOW))
    yield "when a request stands", here.arrive(place.name)[1]
    at_place = Session(Channel.TEXT, place.name, Question.CALLBACK_MADE, at=NOW)
    yield "when it is asked for later", step(pack, at_place, Answered("ask me"), context)[1]
    yield "when it is to be changed", step(pack, at_place, Answered("change"), context)[1]
    anew = replace(at_place, question=Question.CALLBACK_FIRST if place.first else Question.CALLBACK_TIME)
    yield "when it is changed", step(pack, replace(anew, wish=changing(request)), Answered("1"), context)[1]
    asked, _ = step(pack, None, FollowUpDue(place.asks, place.name), context)
    for key in ("1", "2"):
        yield "when it is said whether they rang", step(pack, asked, Answered(key), context)[1]
    calling = Session(Channel.VOICE, place.name, Question.CALLBACK_SAFE, at=NOW)
    for output in step(pack, calling, Answered("1"), replace(context, channel=Channel.VOICE))[1]:
        if isinstance(output, SendText):
            yield "as it is sent to a caller", output.spoken
