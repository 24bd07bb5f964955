"""What hinders a job is no failure of the job: the text has its next time already."""

from collections.abc import Callable

import pytest

from signpost import jobs
from signpost.adapters import keys
from signpost.ports import OutgoingText
from tests.house import House


def _refused(house: House, _: OutgoingText) -> None:
    house.carrier.refuse_next(20429, 429)


def _full(house: House, _: OutgoingText) -> None:
    house.fill_the_second()


def _being_sent(house: House, text: OutgoingText) -> None:
    assert house.service.store.claim(text.id)


@pytest.mark.parametrize("hinder", [_refused, _full, _being_sent])
def test_a_reply_that_is_hindered_is_no_failed_job(house: House, hinder: Callable[[House, OutgoingText], None]) -> None:
    text = house.write(waiting=True)
    hinder(house, text)
    house.work()
    assert house.received() == []
    assert house.service.redis.zcard("rq:failed:replies") == 0
    assert house.service.redis.zrange(keys.AGENDA, 0, -1) == [f"t{text.id}".encode()]


def test_a_worker_process_builds_its_service_once(house: House) -> None:
    assert house
    assert jobs.service() is jobs.service()
