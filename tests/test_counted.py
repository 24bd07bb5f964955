"""What the service counts of whole conversations, on real parts."""

from collections import Counter
from datetime import timedelta

import time_machine

from signpost.core.hours import london_day
from signpost.phone.player import PhonePlayer
from tests.house import MORNING, House


def counted(house: House) -> dict[str, int]:
    """All that was counted on that Monday and in the weeks after, but for how people came."""
    first, found = london_day(MORNING), Counter[str]()
    for day in house.service.store.days.read([first + timedelta(days=ahead) for ahead in range(40)]):
        found.update(day)
    return {name: count for name, count in found.items() if count and not name.startswith(("hour.", "entry."))}


def test_a_call_is_counted_as_it_goes(house: House) -> None:
    with time_machine.travel(MORNING, tick=True):
        caller = PhonePlayer(house.carrier, house.deliver_now)
        caller.ring()
        assert counted(house) == {"begun.voice": 1, "stood.start": 1}
        caller.press("1")
        caller.hang_up()
        assert counted(house) == {
            "begun.voice": 1,
            "topic.voice.school": 1,
            "outcome.voice.contact": 1,
            "within.voice.15": 1,
        }


def test_a_step_that_comes_twice_is_counted_once(house: House) -> None:
    with time_machine.travel(MORNING, tick=True):
        for _ in range(2):
            house.carrier.text("MENU", sid="SM1")
        assert counted(house) == {"begun.text": 1, "stood.start": 1}


def test_the_answer_to_a_later_text_is_counted_for_the_contact_it_asks_about(house: House) -> None:
    with time_machine.travel(MORNING, tick=True) as time:
        for words in ("MENU", "1", "1", "1"):
            house.carrier.text(words)
        before = counted(house)
        assert before["begun.text"] == 1
        assert before["outcome.text.contact"] == 1
        assert any(name.startswith("topic.text.") for name in before)
        time.shift(timedelta(days=30))
        house.work()
        asked = {name: count for name, count in counted(house).items() if name.startswith("asked.")}
        assert sum(asked.values()) == 1, counted(house)
        house.carrier.text("yes")
        service = next(iter(asked)).removeprefix("asked.")
        heard = [name for name in counted(house) if name.startswith("heard.")]
        assert len(heard) == 1
        assert heard[0].startswith(f"heard.{service}.")
        assert counted(house)["begun.text"] == 2
