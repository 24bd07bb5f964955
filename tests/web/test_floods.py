"""A phone that comes too often is told so once, and then rests; nobody else waits for it, and danger is still heard."""

from collections.abc import Callable

import pytest
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import MOBILE, Twilio

Maker = Callable[..., Service]
OTHER, NEIGHBOUR, FAR = "+447700900124", "+447700901125", "+447712345678"


@pytest.fixture
def twilio(make_service: Maker) -> Twilio:
    service = make_service(SIGNPOST_MOST_FROM_ONE="3", SIGNPOST_MOST_FROM_A_BLOCK="8", SIGNPOST_PACK="menus/example")
    return Twilio(make_app(service).test_client())


def test_a_phone_that_texts_without_end_is_told_once_and_then_rests(twilio: Twilio) -> None:
    answers = [twilio.text("hello", f"SM{turn}") for turn in range(6)]
    assert all("in school" in answer for answer in answers[:3])
    assert answers[3] == (
        "Example: We have had very many texts from this phone, and rest for a while. "
        "You can ring Exampleton Helpline: 01632 960001"
    )
    assert answers[4:] == ["", ""]
    assert "in school" in twilio.text("hello", "SM9", From=OTHER), "another is answered as ever"


def test_danger_is_answered_all_the_same(twilio: Twilio) -> None:
    for turn in range(5):
        twilio.text("hello", f"SM{turn}")
    assert "999" in twilio.text("he is in danger", "SM9")


def test_after_ten_minutes_it_is_welcome_again_but_not_for_ever_in_one_day(twilio: Twilio, redis: Redis) -> None:
    welcome = 0
    for rest in range(7):
        welcome += sum("in school" in twilio.text("hello", f"SM{rest}-{turn}") for turn in range(4))
        # Redis has a clock of its own.
        for key in redis.scan_iter("signpost:floods:600:*"):
            assert 0 < redis.ttl(key) <= 600
            redis.delete(key)
    assert welcome == 12, "five times three came by then, those that were refused among them"
    assert all(86_000 < redis.ttl(key) <= 86_400 for key in redis.scan_iter("signpost:floods*"))


def test_a_caller_who_rings_without_end_hears_the_number_each_time(twilio: Twilio) -> None:
    for turn in range(3):
        assert "<Gather" in twilio.call(sid=f"CA{turn}")
    for turn in range(3, 6):
        said = twilio.call(sid=f"CA{turn}")
        assert "very many calls" in said
        assert said.index("9 9 9") < said.index("9 6 0")
        assert said.endswith("<Hangup /></Response>")
    # What counts is how often they ring, not how often they press a key.
    assert "<Gather" in twilio.call("/voice?step=1", sid="CA2", Digits="1")


def test_in_a_crowded_block_each_phone_is_told_the_number_once_and_danger_is_heard(twilio: Twilio) -> None:
    answers = [twilio.text("hello", f"SM{turn}", From=f"+4477009001{turn:02}") for turn in range(10)]
    assert all("in school" in answer for answer in answers[:8])
    assert all("01632 960001" in answer for answer in answers[8:]), "nobody is silenced by what neighbours do"
    assert twilio.text("hello", "SM-again", From="+447700900109") == ""
    assert "999" in twilio.text("he is in danger", "SM-danger", From="+447700900109")
    assert "999" in twilio.text("he is in danger", "SM-new", From="+447700907777")
    assert "in school" in twilio.text("hello", "SM-far", From=FAR)


def test_stop_is_heard_however_often_somebody_came(twilio: Twilio, redis: Redis) -> None:
    for turn in range(6):
        twilio.text("hello", f"SM{turn}")
    assert "no more texts" in twilio.text("STOP", "SM-stop")
    assert list(redis.scan_iter("signpost:stopped:*"))


def test_whom_the_line_passes_on_are_not_one_phone(twilio: Twilio) -> None:
    for turn in range(6):
        assert "very many" not in twilio.call(sid=f"CA{turn}", From="+441992555000", ForwardedFrom="+441632960001")


@pytest.mark.parametrize(
    "sender", ["+441632960123", "+48600123456", "+447024123456", "60777", "SIGNPOST", "+442079460123"]
)
def test_only_uk_mobiles_are_texted(twilio: Twilio, sender: str) -> None:
    assert twilio.text("hello", "SM1", From=sender) == ""


def test_who_withholds_their_number_is_never_counted(twilio: Twilio) -> None:
    for turn in range(12):
        assert "<Gather" in twilio.call(sid=f"CA{turn}", From="Anonymous")


def test_no_number_stands_in_a_key(twilio: Twilio, redis: Redis) -> None:
    twilio.text("hello", "SM1")
    found = [key.decode() for key in redis.scan_iter("signpost:floods*")]
    assert found
    assert not any(digits in key for key in found for digits in (MOBILE[3:], MOBILE[3:-4]))


def test_while_redis_is_away_nobody_is_counted(make_service: Maker) -> None:
    twilio = Twilio(make_app(make_service(REDIS_URL="redis://127.0.0.1:1/0", SIGNPOST_MOST_FROM_ONE="1")).test_client())
    assert all("<Gather" in twilio.call(sid=f"CA{turn}") for turn in range(3))


def test_who_withholds_their_number_is_welcomed_as_ever(twilio: Twilio) -> None:
    for sender in ("Anonymous", "+266696687", ""):
        document = twilio.call(sid=f"CA{sender}", From=sender)
        assert "<Gather" in document
        assert "not working on our side" not in document
