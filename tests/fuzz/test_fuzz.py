"""A few hundred of them with each run of the tests; `python -m tests.fuzz` takes as many as you like."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.fuzz.fields import requests
from tests.fuzz.judged import Judge

INPUTS = 300


def test_whatever_is_sent_is_answered_soon_and_as_twiml(make_service: Callable[..., Service]) -> None:
    judge = Judge(make_app(make_service(SIGNPOST_MOST_FROM_ONE="1000000")).test_client())

    @settings(max_examples=INPUTS, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(requests)
    def one(request: tuple[str, str | None, dict[str, str]]) -> None:
        assert judge.send(*request) == []

    try:
        one()
    finally:
        judge.close()
    assert judge.inputs >= INPUTS
