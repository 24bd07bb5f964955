"""The carrier's reports on texts, and what stands in Redis meanwhile."""

import zlib

from redis import Redis

from signpost.bootstrap import Service
from signpost.ports import TextState
from tests.web.conftest import Twilio


def asked_for(twilio: Twilio, service: Service) -> str:
    """The id of a text that a caller has asked for."""
    twilio.call()
    for step, key in enumerate(("2", "1", "1", "1"), 1):
        twilio.call(f"/voice?step={step}", Digits=key)
    job = service.redis.lindex("rq:queue:replies", 0)
    assert isinstance(job, bytes)
    return job.decode().removeprefix("text-")


def state(service: Service, text_id: str) -> tuple[TextState, int | None]:
    text = service.store.text(text_id)
    assert text
    return text.state, text.code


def test_the_carriers_reports_settle_a_text_in_any_order(twilio: Twilio, service: Service) -> None:
    text_id = asked_for(twilio, service)
    for status in ("queued", "sent"):
        assert twilio.post(f"/status/{text_id}", {"MessageStatus": status}).status_code == 204
    assert state(service, text_id)[0] is TextState.QUEUED
    twilio.post(f"/status/{text_id}", {"MessageStatus": "delivered"})
    twilio.post(f"/status/{text_id}", {"MessageStatus": "sent"})
    assert state(service, text_id) == (TextState.DELIVERED, None)


def test_a_failure_is_recorded_with_its_code(twilio: Twilio, service: Service) -> None:
    text_id = asked_for(twilio, service)
    twilio.post(f"/status/{text_id}", {"MessageStatus": "undelivered", "ErrorCode": "30006"})
    assert state(service, text_id) == (TextState.FAILED, 30006)


def test_a_report_of_an_earlier_try_is_old_news(twilio: Twilio, service: Service) -> None:
    text_id = asked_for(twilio, service)
    assert service.store.claim(text_id)
    service.store.settle(text_id, TextState.SENT, sid="SM2")
    for sid, left in (("SM1", TextState.SENT), ("SM2", TextState.FAILED)):
        twilio.post(f"/status/{text_id}", {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30006"})
        assert state(service, text_id)[0] is left


def test_a_report_on_a_text_that_is_gone_is_taken(twilio: Twilio) -> None:
    assert twilio.post("/status/nothing", {"MessageStatus": "delivered", "ErrorCode": "x"}).status_code == 204


def test_no_number_stands_in_clear_in_redis_or_in_a_job(twilio: Twilio, service: Service, redis: Redis) -> None:
    asked_for(twilio, service)
    twilio.call("/voice?step=5", Digits="1")
    assert service.store.agenda.next_follow_up()
    held = b"".join(key + redis.dump(key) for key in redis.scan_iter())
    jobs = [redis.hget(key, "data") for key in redis.scan_iter("rq:job:*")]
    assert len(jobs) == 2
    held += b"".join(zlib.decompress(data) for data in jobs if isinstance(data, bytes))
    assert b"signpost.jobs.send_text" in held
    for clear in (b"447700900123", b"7700900123"):
        assert clear not in held


def test_that_a_call_has_ended_is_taken_and_changes_nothing(twilio: Twilio, service: Service) -> None:
    twilio.call()
    before = {key: service.redis.dump(key) for key in service.redis.scan_iter()}
    assert twilio.post("/status/call", {"CallStatus": "completed", "CallDuration": "9"}).status_code == 204
    assert {key: service.redis.dump(key) for key in service.redis.scan_iter()} == before
