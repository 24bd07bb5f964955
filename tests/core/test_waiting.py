"""What is heard in the queue."""

from dataclasses import replace

import pytest

from signpost.core.line import Line, Queue
from signpost.core.waiting import Wait, told
from signpost.core.wording import Prompt
from tests.samples import PACK

QUEUED = replace(PACK, line=Line(queue=Queue("sample", 10, 5)))
SAY = PACK.wording


@pytest.mark.parametrize(
    ("average", "words"),
    [
        (0, SAY.queue_unknown.voice),
        (29, SAY.queue_unknown.voice),
        (30, "People are waiting about 1 minute."),
        (60, "People are waiting about 1 minute."),
        (61, "People are waiting about 2 minutes."),
    ],
)
def test_how_long_it_takes_is_told_as_far_as_it_is_known(average: int, words: str) -> None:
    found = told(QUEUED, Wait(3, 0, average), None)
    assert found.waits_on
    assert [say.prompt.voice for say in found.said] == [
        "You are number 3 in the queue.",
        words,
        "To stop waiting, press any key.",
    ]


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (Wait(6, 0, 0), SAY.queue_full),
        (Wait(5, 600, 0), SAY.queue_long),
    ],
)
def test_who_has_waited_long_enough_or_comes_too_late_is_told_sorry(wait: Wait, said: Prompt) -> None:
    found = told(QUEUED, wait, None)
    assert not found.waits_on
    assert [say.prompt for say in found.said] == [said]


def test_nobody_waits_for_a_line_that_has_shut() -> None:
    found = told(QUEUED, Wait(1, 0, 0), SAY.shut)
    assert (found.waits_on, found.said[0].prompt) == (False, SAY.shut)


def test_nobody_waits_where_there_is_no_queue() -> None:
    assert not told(PACK, Wait(1, 0, 0), None).waits_on
