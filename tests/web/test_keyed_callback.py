"""Who withholds their number keys one to be rung on, and rings again: the same request, that says where it stands."""

from datetime import timedelta

import time_machine

from signpost.bootstrap import Service
from signpost.callback_ports import OpenCallback, Outcome
from tests.web.conftest import Twilio

KEYED, OTHER = "01632960123", "01632960124"
MORNING = "2026-11-23 10:00Z"


class Call:
    """One call of somebody who withholds their number, a key at a time."""

    def __init__(self, twilio: Twilio, sid: str) -> None:
        self._twilio, self._sid, self._step = twilio, sid, 0

    def __call__(self, *keys: str, **form: str) -> str:
        said = ""
        for one in [{"Digits": key} for key in keys] or [form]:
            path = f"/voice?step={self._step}" if self._step else "/voice"
            said = self._twilio.call(path, sid=self._sid, From="anonymous", **one)
            self._step += 1
        return said


def to_the_number(twilio: Twilio, sid: str) -> Call:
    """As far as the number to be rung on: nobody answers behind 0, and a call back is chosen."""
    call = Call(twilio, sid)
    call()
    call("0")
    call(DialCallStatus="busy")
    assert "Key in your number now" in call("1")
    return call


def opened(service: Service) -> OpenCallback:
    [found] = service.store.callbacks.open()
    return found


def test_in_another_call_nobody_is_told_of_it_or_changes_it(twilio: Twilio, service: Service) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        first = to_the_number(twilio, "CA1")
        assert "We have 0 1<break" in first(KEYED)
        assert "We have asked" in first("1", "1", "1", "2")
        before = opened(service)
        clock.shift(timedelta(days=1))
        said = to_the_number(twilio, "CA2")(KEYED)
        assert "There is a request for" in said
        assert "23 November" not in said
    assert opened(service) == before


def test_nor_are_they_told_what_the_team_has_tried(twilio: Twilio, service: Service) -> None:
    with time_machine.travel(MORNING, tick=False):
        to_the_number(twilio, "CA1")(KEYED, "1", "1", "1", "2")
        service.store.callbacks.close(opened(service).id, Outcome.NO_ANSWER, "kim")
        said = to_the_number(twilio, "CA2")(KEYED)
        assert "There is a request for" in said
        assert "have tried" not in said


def test_another_number_is_another_request(twilio: Twilio, service: Service) -> None:
    with time_machine.travel(MORNING, tick=False):
        to_the_number(twilio, "CA1")(KEYED, "1", "1", "1", "2")
        assert "We have asked" in to_the_number(twilio, "CA2")(OTHER, "1", "1", "1", "2")
    numbers = {one.request.wish.number for one in service.store.callbacks.open()}
    assert numbers == {"+441632960123", "+441632960124"}


def test_nothing_of_it_is_told_to_who_withholds_theirs_and_keys_none(twilio: Twilio) -> None:
    with time_machine.travel(MORNING, tick=False):
        to_the_number(twilio, "CA1")(KEYED, "1", "1", "1", "2")
        assert "You asked on" not in Call(twilio, "CA2")()
