"""The e-mail of a request that was changed is another e-mail, by its id and in its own time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import time_machine

from signpost.callback_ports import MailState
from signpost.callbacks import agreed
from signpost.core.wish import Time
from signpost.delivery import GOOD_FOR
from signpost.ports import Changes, by_text
from tests.house import TOKENS, House
from tests.test_callbacks import OTHER
from tests.test_mailing import Post, ask, clock, found, house, post

__all__ = ["clock", "house", "post"]


def names(post: Post) -> list[str]:
    return [letter["Message-ID"] for letter in post.letters]


def test_it_has_an_id_of_its_own_so_that_nobody_takes_it_for_the_first(
    house: House, post: Post, clock: time_machine.Traveller
) -> None:
    for message, time in (("a", "1"), ("b", "2"), ("c", "1")):
        ask(house, time=time, message=message)
        house.work()
        clock.shift(timedelta(milliseconds=1))
    assert len(set(names(post))) == 3


def test_the_same_one_that_is_sent_twice_has_one_id(house: House, post: Post) -> None:
    ask(house)
    due = found(house)
    house.work()
    house.service.store.callbacks.mailed(found(house), MailState.DUE, due.since)
    house.work()
    assert len(names(post)) == 2
    assert len(set(names(post))) == 1


def test_it_is_tried_for_a_day_from_the_change_on(house: House, post: Post, clock: time_machine.Traveller) -> None:
    ask(house)
    house.work()
    clock.shift(GOOD_FOR + timedelta(days=1))
    post.answers = ["451 later"]
    ask(house, time="2", message="again")
    house.work()
    assert found(house).mail is MailState.DUE
    assert found(house).request.wish.time is Time.AFTERNOON


def test_what_is_about_something_else_by_now_is_still_to_be_mailed(house: House, clock: time_machine.Traveller) -> None:
    ask(house)
    on_its_way = found(house)
    clock.shift(timedelta(seconds=1))
    person = TOKENS.person(OTHER)
    with house.service.store.turn(by_text(person), person, None) as turn:
        elsewhere = replace(on_its_way.request, matter="decision")
        same = Changes(turn.session, turn.person, answer="")
        assert turn.save(agreed(same, elsewhere, on_its_way, person, TOKENS, datetime.now(UTC)))
    house.service.store.callbacks.mailed(on_its_way, MailState.SENT)
    assert found(house).mail is MailState.DUE
