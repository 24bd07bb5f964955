"""Of many who ask a Redis that hangs one at a time waits."""

from contextlib import suppress

import pytest
from redis.exceptions import ConnectionError, ResponseError, TimeoutError  # noqa: A004

from signpost.adapters.patience import REST, Patience
from tests.adapters.conftest import Clock


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(clock)


def ask(patience: Patience, fault: Exception | None = None) -> None:
    with patience.asking():
        if fault:
            raise fault


def hang(patience: Patience) -> None:
    with pytest.raises(TimeoutError):
        ask(patience, TimeoutError())


def test_once_an_answer_did_not_come_nobody_asks_for_a_moment(patience: Patience, clock: Clock) -> None:
    hang(patience)
    clock.now += REST - 0.1
    with pytest.raises(ConnectionError):
        ask(patience)
    clock.now += 0.1
    ask(patience)
    ask(patience)


def test_then_one_looks_and_the_others_go_on_without(patience: Patience, clock: Clock) -> None:
    hang(patience)
    clock.now += REST
    with suppress(TimeoutError), patience.asking():
        with pytest.raises(ConnectionError):
            ask(patience)
        clock.now += 1
        raise TimeoutError
    clock.now += REST - 0.1
    with pytest.raises(ConnectionError):
        ask(patience)


def test_who_looks_and_is_never_heard_of_again_does_not_keep_the_others_away(patience: Patience, clock: Clock) -> None:
    hang(patience)
    clock.now += REST
    with pytest.raises(ResponseError):
        ask(patience, ResponseError())
    clock.now += REST
    ask(patience)


@pytest.mark.parametrize("fault", [ConnectionError(), ResponseError(), ValueError()])
def test_an_answer_that_comes_at_once_keeps_nobody_waiting(patience: Patience, fault: Exception) -> None:
    with pytest.raises(type(fault)):
        ask(patience, fault)
    ask(patience)
