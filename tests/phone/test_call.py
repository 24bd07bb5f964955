"""Calls to a service that answers each path with one fixed document: the corners of Twilio's rules."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from signpost.phone.call import Call
from signpost.phone.carrier import Carrier
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.ledger import Kind
from signpost.phone.seen import Manner, Seen, heard, said
from signpost.phone.server import Server

TOKEN = "a token for tests"
OVER = Seen(Manner.NOTE, "[The call is over]")


class Canned:
    """Answers, by path, and what was asked: method, path, query and form."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.kind = "text/xml"
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def reply(self, path: str) -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        # As it was sent: Werkzeug's request.url decodes parts of the query.
        query = request.query_string.decode("latin-1")
        url = f"{request.host_url}{path}{'?' if query else ''}{query}"
        assert RequestValidator(TOKEN).validate(url, request.form.to_dict(), signature)
        self.asked.append((request.method, path, {**request.args, **request.form}))
        return Response(f"<Response>{self.answers[path]}</Response>", content_type=self.kind)


@pytest.fixture
def canned() -> Canned:
    return Canned()


@pytest.fixture
def carrier(canned: Canned) -> Iterator[Carrier]:
    app = Flask("canned")
    app.add_url_rule("/<path:path>", "reply", canned.reply, methods=["GET", "POST"])
    with Server(app) as server, Carrier(server.url, auth_token=TOKEN) as carrier:
        yield carrier


def rung(carrier: Carrier) -> tuple[Call, tuple[Seen, ...]]:
    call, sounds = carrier.call()
    return call, heard(sounds)


def test_hash_ends_the_keys_and_is_not_one_of_them(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather action="/a"/>', "a": "<Say>Yes</Say>"}
    call, _ = rung(carrier)
    assert heard(call.press("12#")) == (said("Yes"), OVER)
    assert (canned.asked[-1][2]["Digits"], canned.asked[-1][2]["FinishedOnKey"]) == ("12", "#")


def test_hash_alone_is_silence_and_goes_on(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather action="/a"/><Say>Nothing came.</Say>'}
    call, _ = rung(carrier)
    assert heard(call.press("#")) == (said("Nothing came."), OVER)
    assert len(canned.asked) == 1


def test_without_an_action_the_same_page_is_asked_again(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather numDigits="1"/>'}
    call, _ = rung(carrier)
    call.press("1")
    assert [path for _, path, _ in canned.asked] == ["voice", "voice"]
    assert canned.asked[-1][2]["Digits"] == "1"


def test_get_signs_the_whole_address(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {
        "voice": '<Gather numDigits="1" method="GET" action="/a?b=%C3%A9"/>',
        "a": "<Hangup/><Say>No</Say>",
    }
    call, _ = rung(carrier)
    assert heard(call.press("1")) == (OVER,)
    method, path, fields = canned.asked[-1]
    assert (method, path, fields["b"], fields["Digits"]) == ("GET", "a", "é", "1")


def test_keys_pressed_quickly_go_to_the_next_question(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {
        "voice": '<Gather numDigits="1" action="/a"/>',
        "a": '<Gather numDigits="1" action="/b"/>',
        "b": "",
    }
    call, _ = rung(carrier)
    call.press("12")
    assert [fields.get("Digits") for _, _, fields in canned.asked] == [None, "1", "2"]
    assert call.over


def test_words_are_carried_as_twilio_does(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather input="dtmf speech" action="/a"/>', "a": "<Say>Yes</Say>"}
    call, _ = rung(carrier)
    assert heard(call.say("He's out of school")) == (said("Yes"), OVER)
    _, _, fields = canned.asked[-1]
    assert (fields["SpeechResult"], fields["CallStatus"]) == ("He's out of school", "in-progress")
    assert 0 < float(fields["Confidence"]) <= 1
    assert "Digits" not in fields


def test_what_comes_first_counts(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather input="dtmf speech" numDigits="2" action="/a"/>', "a": ""}
    call, _ = rung(carrier)
    call.press("1")
    with pytest.raises(NotNowError, match="keys came first"):
        call.say("the plan")
    call.press("2")
    _, _, fields = canned.asked[-1]
    assert fields["Digits"] == "12"
    assert "SpeechResult" not in fields


@pytest.mark.parametrize("waits_for", ["<Gather/>", "<Dial>+441632960999</Dial>"])
def test_words_are_not_heard_where_only_keys_are_or_another_phone_rings(
    carrier: Carrier, canned: Canned, waits_for: str
) -> None:
    canned.answers = {"voice": waits_for}
    call, _ = rung(carrier)
    with pytest.raises(NotNowError, match="nobody listens"):
        call.say("the plan")
    assert len(canned.asked) == 1


def test_no_words_are_no_speech(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather input="speech"/>'}
    call, _ = rung(carrier)
    with pytest.raises(NotNowError, match="wait"):
        call.say(" ")
    call.hang_up()
    with pytest.raises(NotNowError, match="ring again"):
        call.say("the plan")


def test_keys_are_not_heard_where_only_words_are(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": '<Gather input="speech" numDigits="1" actionOnEmptyResult="true"/>'}
    call, _ = rung(carrier)
    assert call.press("1") == ()
    assert call.keys == ""


def test_a_dial_without_an_action_goes_on(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": "<Dial>+441632960999</Dial><Say>They are gone.</Say>"}
    call, seen = rung(carrier)
    assert seen == (Seen(Manner.NOTE, "[Dialling 01632 960999]"),)
    with pytest.raises(NotNowError, match="'engaged'"):
        call.dial_ended("engaged")
    assert heard(call.dial_ended("busy")) == (said("They are gone."), OVER)


def test_what_was_heard_before_a_fault_is_kept(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": "<Say>One moment.</Say><Redirect>/a</Redirect>", "a": "<Play>b.mp3</Play>"}
    _, seen = rung(carrier)
    assert [one.manner for one in seen] == [Manner.SAID, Manner.FAULT]
    assert "Twilio error 12200" in seen[1].words


def test_going_round_for_ever_is_stopped(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": "<Redirect/>", "sms": "<Redirect/>"}
    assert "25 redirects" in rung(carrier)[1][0].words
    with pytest.raises(CarrierError, match="14106"):
        carrier.text("hello")


def test_a_text_may_be_answered_twice_and_to_another(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {
        "sms": "<Message>One</Message><Redirect>/a</Redirect>",
        "a": '<Message to="+447700900456">Two</Message>',
    }
    assert [(text.body, text.to[-3:], text.kind) for text in carrier.text("hello")] == [
        ("One", "123", Kind.REPLY),
        ("Two", "456", Kind.REPLY),
    ]


@pytest.mark.parametrize(
    ("kind", "answer", "code"), [("text/plain", "<Say>Hi</Say>", 12300), ("text/xml", f"<!--{'a' * 65_536}-->", 11750)]
)
def test_answers_twilio_would_not_take(carrier: Carrier, canned: Canned, kind: str, answer: str, code: int) -> None:
    canned.kind, canned.answers = kind, {"voice": answer}
    assert f"Twilio error {code}" in rung(carrier)[1][0].words


def test_after_hanging_up_there_is_nothing_to_press(carrier: Carrier, canned: Canned) -> None:
    canned.answers = {"voice": "<Gather/>"}
    call, _ = rung(carrier)
    call.hang_up()
    call.hang_up()
    with pytest.raises(NotNowError, match="ring again"):
        call.silence()
