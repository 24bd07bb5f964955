"""Each turn is one line of the log: which conversation, how far, how long, what came of it; no number, no words."""

import io
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from signpost import conversation, jobs
from signpost.bootstrap import Service
from signpost.logs import formatter
from signpost.ports import Changes, OutgoingText, by_text
from signpost.web import make_app
from tests.between import Way, between
from tests.house import TOKENS
from tests.web.conftest import MOBILE, Twilio

Maker = Callable[..., Service]
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was logged by now, as it would stand on standard error."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter(terminal=False))
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_turns_of_one_conversation_bear_one_name_and_no_number(twilio: Twilio, lines: Lines) -> None:
    twilio.call()
    twilio.call("/voice?step=1", Digits="1")
    twilio.call(sid="CA2")
    twilio.text("my son jack is out of school", "SM1")
    twilio.text("MENU", "SM2")
    first, second, other, text, menu = lines()
    assert first["conversation"] == second["conversation"]
    assert text["conversation"] == menu["conversation"]
    assert len({one["conversation"] for one in (first, other, text)}) == 3
    assert [one["step"] for one in (first, second, text, menu)] == ["0", "1", 1, 2]
    for one in (first, second, other, text, menu):
        assert one["event"] == "turn"
        assert one["level"] == "info"
        assert one["outcome"] == "kept"
        assert 0 < one["ms"] < 100_000
        assert one["time"].endswith("Z")
        assert not {MOBILE[3:], "jack", "CA1"} & set(json.dumps(one).replace('"', " ").split())
        assert MOBILE[1:] not in json.dumps(one)


def test_a_store_that_is_away_is_one_line_a_turn(make_service: Maker, redis_url: str, lines: Lines) -> None:
    with between(redis_url) as (away, url):
        twilio = Twilio(make_app(make_service(REDIS_URL=url)).test_client())
        twilio.call()
        away.way = Way.REFUSED
        before = len(lines())
        twilio.call("/voice?step=1", Digits="1")
        twilio.text("hello")
    turns = [one for one in lines()[before:] if one["event"] == "turn"]
    assert [one["outcome"] for one in turns] == ["unkept", "unkept"]
    assert {one["fault"] for one in turns} == {"ConnectionError"}
    assert {one["level"] for one in turns} == {"warning"}
    assert len(lines()) - before == 2
    assert all("trace" not in one for one in lines())


def test_strangers_are_refused_in_one_line_without_their_words(twilio: Twilio, lines: Lines) -> None:
    assert twilio.client.post("/sms", data={"From": "+447700900555", "Body": "x"}).status_code == 403
    (line,) = lines()
    assert line["outcome"] == "refused"
    assert line["status"] == 403
    assert line["level"] == "warning"
    assert "conversation" not in line
    assert "900555" not in json.dumps(line)


def test_another_fault_keeps_its_places_and_none_of_its_words(
    twilio: Twilio, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_of: object) -> None:
        raise ValueError("her number is 07700 900123")

    monkeypatch.setattr(conversation, "step", fails)
    twilio.text("hello")
    fault = next(one for one in lines() if "trace" in one)
    assert fault["fault"] == "ValueError"
    assert fault["conversation"]
    assert any("signpost/conversation.py, line" in place for place in fault["trace"])
    assert all("900123" not in json.dumps(one) for one in lines())


def test_what_rq_says_of_a_failed_job_has_no_words_of_the_error(lines: Lines) -> None:
    try:
        raise ConnectionError("redis://:password@host")
    except ConnectionError:
        logging.getLogger("rq.worker").error("[Job agenda-1]: exception raised\n%s", traceback.format_exc())
    (line,) = lines()
    assert line["event"] == "[Job agenda-1]: exception raised"
    assert line["fault"] == "ConnectionError"
    assert "password" not in json.dumps(line)
    assert len(line["trace"]) == 1


def test_an_errand_bears_the_name_of_the_texts_conversation(twilio: Twilio, service: Service, lines: Lines) -> None:
    twilio.text("hello", "SM1")
    (turn,) = lines()
    person = TOKENS.person(MOBILE)
    made = OutgoingText("t1", person, MOBILE, "Ring us.", waiting=True, made=datetime.now(UTC))
    with service.store.turn(by_text(person), person, None) as change:
        assert change.save(Changes(change.session, change.person, answer="", texts=(made,)))
    jobs.service.cache_clear()
    jobs.send_text("t1")
    jobs.service.cache_clear()
    sent = next(one for one in lines() if one["event"] == "errand")
    assert sent["kind"] == "text"
    assert sent["outcome"] == "not taken"
    assert sent["conversation"] == turn["conversation"]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_line_is_one_line(terminal: bool) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "a\nb %s", ("c\x1b[31m\nd",), None)
    assert len(formatter(terminal=terminal).format(record).splitlines()) == 1
