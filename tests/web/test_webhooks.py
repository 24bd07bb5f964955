import threading

import pytest
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import MOBILE, Twilio, message


def kept(redis: Redis) -> dict[bytes, bytes | None]:
    """All that is kept, but for how often somebody came."""
    found = (key for key in redis.scan_iter() if not key.startswith(b"signpost:floods"))
    return {key: redis.dump(key) for key in found}


def test_a_text_is_answered_in_the_response(twilio: Twilio) -> None:
    assert twilio.text("hello").startswith("Signpost: ")


def test_a_call_gets_a_menu_and_the_url_of_its_next_step_at_our_public_address(twilio: Twilio) -> None:
    assert 'action="/hook/voice?step=1"' in twilio.call(CallStatus="ringing")
    assert 'action="/hook/voice?step=2"' in twilio.call("/voice?step=1", Digits="1")


def test_a_message_delivered_twice_changes_nothing(twilio: Twilio, redis: Redis) -> None:
    twilio.text("hello", "SM1")
    first = twilio.text("2", "SM2")
    before = kept(redis)
    assert twilio.text("2", "SM2") == first
    assert kept(redis) == before


def test_a_step_of_a_call_delivered_twice_changes_nothing(twilio: Twilio) -> None:
    first = twilio.call()
    assert twilio.call() == first
    second = twilio.call("/voice?step=1", Digits="2")
    assert twilio.call("/voice?step=1", Digits="2") == second
    assert twilio.call("/voice?step=2", Digits="1") != second


def test_two_texts_at_once_are_two_turns(service: Service) -> None:
    app = make_app(service)
    twilio = Twilio(app.test_client())
    twilio.text("hello", "SM0")
    ready = threading.Barrier(8)

    def send(number: int) -> None:
        own = Twilio(app.test_client())
        ready.wait()
        own.text("nonsense", f"SM-{number}")

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.store.counts()["turns.text"] == 9


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "x" * 1600,
        "\U0001f600",
        "\x00\x0b\x1b",
        "\u0645\u0631\u062d\u0628\u0627",
        "<Redirect>/x</Redirect>",
        "\n\n2\n",
    ],
)
def test_any_body_gets_a_sensible_answer(twilio: Twilio, body: str) -> None:
    twilio.text("hello")
    answer = twilio.text(body)
    assert answer.startswith("Signpost: ")
    assert "Reply 1" in answer


def test_a_picture_without_words_is_explained(twilio: Twilio) -> None:
    twilio.text("hello")
    answer = twilio.text("", NumMedia="1", MediaUrl0="https://api.twilio.com/x", MediaContentType0="image/jpeg")
    assert "cannot open pictures" in answer
    assert "Reply 1" in answer


@pytest.mark.parametrize("sender", ["Anonymous", "+266696687", "client:x", "sip:a@b.example", "", "+353861234567"])
def test_any_caller_id_reaches_the_contact_and_keys_a_mobile(twilio: Twilio, sender: str) -> None:
    twilio.call(From=sender)
    twilio.call("/voice?step=1", From=sender, Digits="0")
    assert "4 5 3" in twilio.call("/voice?step=2", From=sender, DialCallStatus="busy")
    assert 'numDigits="11"' in twilio.call("/voice?step=3", From=sender, Digits="1")
    assert "0 7" in twilio.call("/voice?step=4", From=sender, Digits="07700900456")


@pytest.mark.parametrize("sender", ["Anonymous", "+266696687", "client:x", "sip:a@b.example", "", "+353861234567"])
def test_any_sender_is_answered_but_only_a_mobile_is_offered_a_text(twilio: Twilio, sender: str) -> None:
    twilio.text("hello", From=sender)
    twilio.text("2", From=sender)
    assert "Ask me in" not in twilio.text("1", From=sender)


def test_withheld_callers_share_nothing(twilio: Twilio) -> None:
    twilio.call(sid="CA1", From="Anonymous")
    twilio.call("/voice?step=1", sid="CA1", From="Anonymous", Digits="8")
    assert "prosody" not in twilio.call(sid="CA2", From="Anonymous")


def test_slow_speech_is_remembered_for_the_next_call(twilio: Twilio) -> None:
    twilio.call(sid="CA1")
    assert "prosody" in twilio.call("/voice?step=1", sid="CA1", Digits="8")
    assert "prosody" in twilio.call(sid="CA2")


def test_a_withheld_callers_dial_shows_our_number(twilio: Twilio) -> None:
    twilio.call(From="Anonymous")
    assert 'callerId="+447700900000"' in twilio.call("/voice?step=1", From="Anonymous", Digits="0")


def test_a_call_of_which_nothing_is_known_starts_at_the_first_menu(twilio: Twilio) -> None:
    assert "press 1" in twilio.call("/voice?step=7", sid="CA-unknown", Digits="1")


@pytest.mark.parametrize("step", ["", "x", "-1", "9" * 40, "1&step=2"])
def test_any_step_is_answered(twilio: Twilio, step: str) -> None:
    twilio.call()
    assert "<Gather" in twilio.call(f"/voice?step={step}", Digits="1")


def test_requests_that_lack_a_parameter_still_get_a_contact(twilio: Twilio) -> None:
    assert "4 5 3" in twilio.post("/voice", {"From": MOBILE}).get_data(as_text=True)
    assert "01442 453300" not in message(twilio.post("/sms", {"From": MOBILE}))
    assert message(twilio.post("/sms", {"From": MOBILE})).startswith("Signpost: ")
    for form in ({"Body": "hello"}, {}):
        assert message(twilio.post("/sms", form)) == "", "there is nobody to answer"


def test_a_caller_who_has_gone_gets_an_empty_document(twilio: Twilio) -> None:
    twilio.call()
    assert "<Response />" in twilio.call("/voice?step=1", CallStatus="completed", DialCallStatus="completed")


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "completed"])
def test_whoever_was_put_through_comes_back(twilio: Twilio, status: str) -> None:
    twilio.call()
    assert "<Dial" in twilio.call("/voice?step=1", Digits="0")
    back = twilio.call("/voice?step=2", DialCallStatus=status)
    assert ("could not answer" in back) == (status != "completed")
    assert "<Gather" in back


def test_an_organisations_own_word_for_stop_counts(twilio: Twilio) -> None:
    twilio.text("hello")
    assert twilio.text("ARRET", OptOutType="STOP") == ""
    assert "ask" not in (twilio.text("2"), twilio.text("1"))[1]
    assert twilio.text("BONJOUR", OptOutType="START") == ""


def test_twilios_own_opt_out_is_heard_and_not_answered_twice(twilio: Twilio) -> None:
    twilio.text("hello")
    assert twilio.text("STOP", OptOutType="STOP") == ""
    assert "Ask me in" not in (twilio.text("2"), twilio.text("1"))[1]
