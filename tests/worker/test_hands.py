"""Work is done in its order, and what takes long holds up nobody but its own person."""

import threading

import pytest

from signpost import hands
from signpost.hands import Hands

SLOW = "slow"


class Work:
    """Notes what is done; what begins with "slow" is not done before `go`."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.go = threading.Event()

    def do(self, piece: str) -> None:
        if piece.startswith(SLOW):
            assert self.go.wait(30)
        self.done.append(piece)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is: what is quick is done before the next is begun."""
    monkeypatch.setattr(hands, "PATIENCE", 0.5)


def test_what_is_quick_is_done_in_its_order() -> None:
    work, pieces = Work(), [f"{number}" for number in range(50)]
    with Hands(work.do) as own:
        for piece in pieces:
            own.begin("somebody", piece)
            assert not own.busy
    assert work.done == pieces


def test_what_takes_long_holds_up_nobody_else_and_its_end_is_waited_for() -> None:
    work = Work()
    with Hands(work.do) as own:
        assert own.begin("one", SLOW)
        assert own.begin("another", "quick")
        assert own.busy
        assert work.done == ["quick"]
        work.go.set()
    assert work.done == ["quick", SLOW]


def test_nothing_overtakes_what_is_the_same_persons() -> None:
    work = Work()
    with Hands(work.do) as own:
        own.begin("one", SLOW)
        assert not own.begin("one", "second")
        work.go.set()
        while own.busy:
            own.rest()
        assert not own.begin("one", "third"), "the second was not even begun"
        assert own.put_aside() == ["second", "third"]
        assert own.begin("one", "third")
    assert work.done == [SLOW, "third"]


def test_no_more_than_so_many_are_in_hand_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "HANDS", 2)
    work = Work()
    with Hands(work.do) as own:
        for person in ("one", "two"):
            own.begin(person, SLOW)
        timer = threading.Timer(0.1, work.go.set)
        timer.start()
        own.begin("three", "quick")
        assert SLOW in work.done, "one of them had to be done first"


def test_who_is_told_to_stop_at_once_waits_for_nobody() -> None:
    work = Work()

    def stopped() -> None:
        with Hands(work.do) as own:
            own.begin("one", SLOW)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        stopped()
    assert work.done == []
    work.go.set()
