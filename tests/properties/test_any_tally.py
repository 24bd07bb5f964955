"""Whatever is done, what is counted adds up: each visit stands at one place at most."""

from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.core.events import Event, Started
from signpost.core.menu import Pack
from signpost.core.session import Channel, Context
from tests.core.test_tally import PLAIN, Counted, call, text
from tests.properties.packs import contexts, in_a_text, on_the_phone, packs


@settings(max_examples=100)
@given(packs(), st.lists(on_the_phone, max_size=12), contexts(Channel.VOICE))
def test_any_call_stands_at_one_place_at_most(pack: Pack, events: list[Event], now: Context) -> None:
    talk = call()
    for event in [Started(), *events]:
        talk.take(pack, event, now)
        _sound(talk)


@settings(max_examples=100)
@given(packs(), st.lists(in_a_text, min_size=1, max_size=12), contexts(Channel.TEXT))
def test_any_texts_stand_at_one_place_at_most(pack: Pack, events: list[Event], now: Context) -> None:
    talk = text()
    for event in events:
        talk.take(pack, event, now)
        _sound(talk)


def _sound(talk: Counted) -> None:
    counts = talk.counts(*PLAIN, "stood", "outcome", "topic")
    begun = sum(count for name, count in counts.items() if name.startswith("begun."))
    assert all(count > 0 for count in counts.values())
    assert begun <= 1
    assert sum(count for name, count in counts.items() if name.startswith("topic.")) <= begun
    stood = sum(count for name, count in counts.items() if name.startswith("stood."))
    outcomes = [count for name, count in counts.items() if name.startswith("outcome.")]
    assert stood == (0 if outcomes else begun)
    assert all(count == 1 for count in outcomes)
