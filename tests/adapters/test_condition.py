"""How the service is, as Redis tells it in one round trip."""

import time
from datetime import UTC, datetime, timedelta

from redis import Redis
from rq import SimpleWorker

from signpost.adapters import keys
from signpost.adapters.condition import Conditions
from signpost.adapters.faults import Faults
from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.core.hours import LONDON
from tests.house import House

NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON).timestamp()


def test_nothing_waits_in_a_new_service(house: House) -> None:
    now = house.service.store.condition.read()
    assert now.queues == {REPLIES: 0, FOLLOW_UPS: 0}
    assert (now.oldest, now.errands, now.late, now.workers, now.callbacks) == (None, 0, 0, 0, 0)
    assert now.faults == {}


def test_our_own_server_keeps_each_change_and_drops_nothing(house: House) -> None:
    now = house.service.store.condition.read()
    assert now.server.startswith("Valkey ")
    assert now.memory is not None
    assert now.memory.used > 0
    assert now.memory.policy == "noeviction"
    assert now.persistence is not None
    assert (now.persistence.log, now.persistence.log_sound, now.persistence.loading) == (True, True, False)
    assert now.persistence.saved > 0


def _read_at(house: House, later: float) -> Conditions:
    redis = house.service.redis
    return Conditions(redis, Faults(redis, time.time), lambda: time.time() + later)


def test_the_text_that_waits_longest_is_found_in_the_queue(house: House) -> None:
    house.write(waiting=True)
    now = _read_at(house, 50).read()
    assert now.queues[REPLIES] == 1
    assert now.oldest is not None
    assert 49 < now.oldest < 59


def test_a_text_whose_job_was_lost_is_found_on_the_agenda(house: House, redis: Redis) -> None:
    house.write(waiting=True)
    redis.delete(f"rq:queue:{REPLIES}")
    assert _read_at(house, 30).read().oldest is None
    # It was in good hands for a minute; since then it waits.
    now = _read_at(house, 200).read()
    assert now.late == 1
    assert now.oldest is not None
    assert 138 < now.oldest < 150


def test_a_follow_up_that_is_late_is_no_text_that_waits(house: House) -> None:
    house.promise(datetime.now(UTC) - timedelta(minutes=10))
    now = house.service.store.condition.read()
    assert (now.errands, now.late, now.oldest) == (1, 1, None)


def test_workers_count_while_they_show_signs_of_life(house: House) -> None:
    worker = house.service.jobs.worker(kind=SimpleWorker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    assert house.service.store.condition.read().workers == 1
    assert _read_at(house, 121).read().workers == 0
    worker.register_death()  # type: ignore[no-untyped-call]
    assert house.service.store.condition.read().workers == 0


def test_it_is_one_round_trip_and_no_collection_is_read_whole(house: House, redis: Redis) -> None:
    house.write(waiting=True)
    redis.config_resetstat()
    house.service.store.condition.read()
    used = redis.info("commandstats")
    assert not {"cmdstat_keys", "cmdstat_scan", "cmdstat_smembers", "cmdstat_lrange"} & set(used)
    asked = {name: calls["calls"] for name, calls in used.items()}
    assert asked["cmdstat_sort_ro"] == 2
    assert asked["cmdstat_zrange"] == 1


def test_faults_are_counted_by_code_for_an_hour(redis: Redis) -> None:
    def faults(later: float) -> Faults:
        return Faults(redis, lambda: NOON + later)

    def told(later: float) -> dict[int | None, int]:
        with redis.pipeline(transaction=False) as pipe:
            faults(later).ask(pipe)
            return faults(later).told(pipe.execute())

    for later, code in ((0, 30003), (30, None), (600, 20003), (601, 20003)):
        faults(later).note(code)
    assert told(700) == {20003: 2, 30003: 1, None: 1}
    assert next(iter(told(700))) == 20003
    assert told(3_599) == {20003: 2, 30003: 1, None: 1}
    assert told(3_600) == {20003: 2}
    assert told(7_200) == {}
    assert 3_600 <= redis.ttl(keys.faults(int(NOON) // 60)) <= 3_660
