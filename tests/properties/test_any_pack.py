"""What holds for any pack and any inputs."""

import json
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.core.engine import step
from signpost.core.events import (
    Answered,
    Ask,
    Dial,
    Effect,
    End,
    EndFollowUp,
    EndReminders,
    Event,
    FollowUpDue,
    HungUp,
    NoInput,
    Output,
    ScheduleReminders,
    Started,
)
from signpost.core.menu import Callback, Deadline, Pack
from signpost.core.options import MOST_OPTIONS
from signpost.core.session import Channel, Context, Session
from signpost.core.unkept import TO_BE_KEPT
from signpost.render import sms
from signpost.render.gsm import segments
from signpost.render.voice import VoiceRenderer
from tests.properties.packs import contexts, in_a_text, mobiles, on_the_phone, packs

MOBILE = "+447700900123"
# Twilio refuses TwiML documents above this (error 11750).
LARGEST_TWIML = 64 * 1024
# Twilio's Say takes this many characters with its neural voices (error 13521).
LONGEST_SAY = 3000


def taken(pack: Pack, session: Session | None, event: Event, context: Context) -> tuple[Session, tuple[Output, ...]]:
    after, outputs = step(pack, session, event, context)
    again = Session.from_dict(json.loads(json.dumps(after.to_dict())))
    assert again == after
    assert after.place in pack.places
    assert all(len(output.labels) <= MOST_OPTIONS for output in outputs if isinstance(output, Ask))
    return again, outputs


@settings(max_examples=150)
@given(packs(), st.lists(on_the_phone, max_size=12), contexts(Channel.VOICE))
def test_every_turn_of_a_call_is_good_twiml_that_leads_on(pack: Pack, events: list[Event], context: Context) -> None:
    renderer = VoiceRenderer(pack)
    session: Session | None = None
    for event in [Started(), *events]:
        session, outputs = taken(pack, session, event, context)
        shown = tuple(output for output in outputs if not isinstance(output, Effect))
        document = renderer.twiml(shown, action=f"/voice?step={session.turn}", slow=session.slow, relay=session.relay)
        assert len(document.encode()) < LARGEST_TWIML
        response = ElementTree.fromstring(document)  # noqa: S314
        assert all(len("".join(say.itertext())) < LONGEST_SAY for say in response.iter("Say"))
        if not isinstance(event, HungUp):
            assert response[-1].tag in {"Gather", "Dial", "Enqueue", "Reject", "Hangup"}


@settings(max_examples=150)
@given(packs(), st.lists(in_a_text, min_size=1, max_size=12), contexts(Channel.TEXT))
def test_every_text_is_answered_in_two_segments(pack: Pack, events: list[Event], context: Context) -> None:
    session: Session | None = None
    for event in events:
        session, outputs = taken(pack, session, event, context)
        body = sms.body(pack, outputs)
        assert body
        assert segments(body) <= 2


@settings(max_examples=100)
@given(packs(), st.lists(on_the_phone, max_size=8))
def test_silence_ends_within_six_turns_and_rings_a_person_first(pack: Pack, events: list[Event]) -> None:
    session: Session | None = None
    context = Context(Channel.VOICE, 0, MOBILE)
    for event in [Started(), *events]:
        session, _ = taken(pack, session, event, context)
    kinds: list[type[Output]] = []
    for _ in range(6):
        session, outputs = taken(pack, session, NoInput(), context)
        kinds.append(type(outputs[-1]))
        if kinds[-1] is End:
            break
    assert kinds[-1] is End or Dial in kinds


@settings(max_examples=150)
@given(packs(), st.lists(on_the_phone, max_size=12), contexts(Channel.VOICE))
def test_nobody_is_put_through_to_the_line_behind_0_twice_without_asking(
    pack: Pack, events: list[Event], context: Context
) -> None:
    session: Session | None = None
    person, rung = pack.person_signpost.service, False
    for event in [Started(), *events]:
        rung = rung and not isinstance(event, Started)
        session, outputs = taken(pack, session, event, context)
        rings = any(isinstance(output, Dial) and output.service.key == person.key for output in outputs)
        assert not rings or (context.open and (not rung or isinstance(event, Answered)))
        # A wrong key may be the second miss: it asks for nothing.
        assert not (rings and rung and event in {Answered("6"), Answered("7"), Answered("9")})
        rung = rung or rings


@settings(max_examples=150)
@given(packs(), st.lists(in_a_text, max_size=8), contexts(Channel.TEXT))
def test_an_answer_ends_what_was_asked(pack: Pack, events: list[Event], context: Context) -> None:
    session: Session | None = None
    for event in events:
        asked = session.asked if session else ""
        session, outputs = taken(pack, session, event, context)
        matters = [output.matter for output in outputs if isinstance(output, EndFollowUp)]
        ended = matters + [output.deadline for output in outputs if isinstance(output, EndReminders)]
        if isinstance(event, FollowUpDue):
            assert ended == []
            assert session.asked == (event.deadline or event.matter)
        elif not isinstance(pack.places.get(asked), Deadline | Callback):
            assert ended == ([asked] if asked else [])
            assert session.asked == ""
        reminders = [output for output in outputs if isinstance(output, ScheduleReminders)]
        assert all(agreed.weeks and isinstance(pack.places[agreed.deadline], Deadline) for agreed in reminders)


@given(packs(), st.lists(in_a_text, min_size=1, max_size=6), packs())
def test_a_new_version_of_a_pack_strands_nobody(old: Pack, events: list[Event], new: Pack) -> None:
    session: Session | None = None
    context = Context(Channel.TEXT, 0, MOBILE)
    for event in events:
        session, _ = taken(old, session, event, context)
    session, outputs = taken(new, session, events[-1], context)
    assert outputs


@given(packs(), on_the_phone, mobiles)
def test_a_step_depends_on_nothing_but_its_arguments(pack: Pack, event: Event, mobile: str | None) -> None:
    context = Context(Channel.VOICE, 0, mobile)
    started, _ = step(pack, None, Started(), context)
    assert step(pack, started, event, context) == step(pack, replace(started), event, context)


@settings(max_examples=150)
@given(
    packs(),
    st.lists(st.tuples(on_the_phone | in_a_text, st.booleans()), max_size=14),
    st.sampled_from(Channel),
    st.data(),
)
def test_while_nothing_is_kept_nothing_is_promised(
    pack: Pack, events: list[tuple[Event, bool]], channel: Channel, data: st.DataObject
) -> None:
    context = data.draw(contexts(channel))
    session: Session | None = None
    for event, kept in events:
        here = replace(context, kept=kept, callbacks=context.callbacks if kept else {})
        session, outputs = taken(pack, session, event, here)
        if not kept:
            assert not any(isinstance(output, TO_BE_KEPT) for output in outputs)
            assert outputs or isinstance(event, HungUp)
