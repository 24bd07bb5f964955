"""Strangers get nothing, learn nothing and change nothing, whatever they send; what Twilio signed is always heard."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from redis import Redis
from twilio.request_validator import RequestValidator

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.house import TOKEN
from tests.web.conftest import MOBILE, PUBLIC_URL, Twilio

Maker = Callable[..., Service]
FORM = {"MessageSid": "SM1", "From": MOBILE, "To": "+447700900000", "Body": "hello"}


def signed(url: str, pairs: list[tuple[str, str]], token: str = TOKEN) -> str:
    """By the words of Twilio's manual, not by its library: the address, and each name with its values, in order."""
    told = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


def send(twilio: Twilio, path: str, pairs: list[tuple[str, str]], url: str = "", **headers: str) -> int:
    signature = signed(url or PUBLIC_URL + path, pairs)
    answer = twilio.client.post(
        path,
        data=urlencode(pairs),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature, **headers},
        base_url="https://localhost",
    )
    return answer.status_code


GOOD = signed(f"{PUBLIC_URL}/sms", list(FORM.items()))


@pytest.mark.parametrize(
    "signature",
    [None, "", GOOD[:-1], GOOD[:10], GOOD + "A", GOOD.lower(), f" {GOOD}x", "é", "=" * 5000, GOOD.replace("=", "%3D")],
)
def test_a_signature_that_is_not_the_whole_one_is_none(twilio: Twilio, redis: Redis, signature: str | None) -> None:
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    before = sorted(redis.keys())
    assert twilio.client.post("/sms", data=FORM, headers=headers).status_code == 403
    assert sorted(redis.keys()) == before


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hook/sms",
        "http://signpost.example.org/hook/sms",
        "https://signpost.example.org/sms",
        "https://signpost.example.org/hook/voice",
        "https://signpost.example.org/hook/sms/",
        "https://signpost.example.org/hook/sms?a=1",
        "https://signpost.example.org:8443/hook/sms",
    ],
)
def test_a_signature_for_another_address_is_none(twilio: Twilio, url: str) -> None:
    host = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    assert send(twilio, "/sms", list(FORM.items()), url, **host) == 403


@pytest.mark.parametrize(
    "public",
    [
        "https://signpost.example.org",
        "https://signpost.example.org/",
        "https://signpost.example.org:8443",
        "https://signpost.example.org/a/b",
        "https://signpost.example.org:8443/a",
        "https://signpost.example.org:443/a",
    ],
)
def test_behind_a_proxy_the_public_address_alone_counts(make_service: Maker, public: str) -> None:
    twilio = Twilio(make_app(make_service(SIGNPOST_PUBLIC_URL=public)).test_client())
    url = f"{public.rstrip('/')}/sms"
    assert send(twilio, "/sms", list(FORM.items()), url, **{"X-Forwarded-Prefix": "/x", "Host": "10.0.0.1"}) == 200


@pytest.mark.parametrize(
    "query",
    [
        *("x=%2B44", "x=%27", "x=caf%C3%A9", "x=%2525", "x=a;b=c", "x=1&x=2", "x", "=", "&&", "x=%", "x=%zz", "x=%FF"),
        *("x=a b".replace(" ", "+"), "x=%00", "x=%ED%A0%80", "x=%0D%0ASet-Cookie:a=b", "x=~-._", "x=%7e", "x=[]"),
    ],
)
def test_a_query_is_signed_as_it_was_written(twilio: Twilio, query: str) -> None:
    pairs = [("CallSid", "CA1"), ("From", MOBILE), ("To", "+447700900000"), ("CallStatus", "in-progress")]
    assert send(twilio, f"/voice?{query}", pairs) == 200
    assert send(twilio, f"/voice?{query}", pairs, f"{PUBLIC_URL}/voice?{query}&y=1") == 403


def test_a_name_that_comes_twice_is_signed_with_all_its_values(twilio: Twilio) -> None:
    pairs = [*FORM.items(), ("Body", "MENU"), ("Odd", ""), ("Odd", "2"), ("Odd", "1")]
    assert send(twilio, "/sms", pairs) == 200
    assert send(twilio, "/sms", [*FORM.items(), ("Body", "STOP")], url=f"{PUBLIC_URL}/sms2") == 403


def test_its_values_are_read_as_twilio_reads_them(twilio: Twilio, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not by its own validator, which is asked where ours finds none.
    monkeypatch.setattr(RequestValidator, "validate", lambda *_: False)
    assert send(twilio, "/sms", [*FORM.items(), ("Body", "MENU"), ("Odd", "2"), ("Odd", "1"), ("Odd", "2")]) == 200


def test_a_value_cannot_be_sent_as_two(twilio: Twilio) -> None:
    rest = [(name, value) for name, value in FORM.items() if name != "Body"]
    whole = {"X-Twilio-Signature": signed(f"{PUBLIC_URL}/sms", [*rest, ("Body", "STOPok")])}
    assert send(twilio, "/sms", [*rest, ("Body", "STOPok")], **whole) == 200
    assert send(twilio, "/sms", [*rest, ("Body", "ok"), ("Body", "STOP")], **whole) == 403


@pytest.mark.parametrize("path", ["/sms", "/voice?step=1"])
def test_what_is_replayed_gets_the_same_answer_and_changes_nothing(twilio: Twilio, redis: Redis, path: str) -> None:
    twilio.call()
    form = {**FORM, "CallSid": "CA1", "CallStatus": "in-progress", "Digits": "1"}
    first = twilio.post(path, form).get_data()

    def kept() -> dict[bytes, bytes | None]:
        return {key: redis.dump(key) for key in redis.scan_iter() if not key.startswith(b"signpost:floods")}

    before = kept()
    for _ in range(3):
        assert twilio.post(path, form).get_data() == first
    assert kept() == before


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "x/é", "a" * 999]
)
def test_a_body_that_is_no_form_is_refused(twilio: Twilio, kind: str) -> None:
    signature = signed(f"{PUBLIC_URL}/sms", list(FORM.items()))
    headers = {"X-Twilio-Signature": signature}
    answer = twilio.client.post("/sms", data=urlencode(FORM), content_type=kind, headers=headers)
    assert answer.status_code == 403


HOSTILE = [
    "]]><Dial>+447700900555</Dial>",
    "</Message><Redirect>https://evil.example</Redirect><Message>",
    "&lt;Dial&gt; &#x0; &nbsp; <!DOCTYPE x [<!ENTITY a 'b'>]> &a;",
    "\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85\ufffe\uffff",
    "\r\nSet-Cookie: a=b\r\n\r\n<Response/>",
    "\u202e\u2066gnitset\u2069\u200b\u200d\ufeff\u2028\u2029",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 320,
    "\U0001f600" * 1600,
    "a\u0301" * 800,
    "{number} {0} %s %(x)s ${jndi:ldap://evil.example} {{7*7}}",
    "' OR 1=1 -- \\",
]
VERBS = {
    "Response",
    "Message",
    "Say",
    "Gather",
    "Dial",
    "Number",
    "Pause",
    "Hangup",
    "Reject",
    "break",
    "prosody",
}


def test_words_stay_words(make_service: Maker) -> None:
    twilio = Twilio(make_app(make_service(SIGNPOST_MOST_FROM_ONE="1000")).test_client())
    for words in HOSTILE:
        _say(twilio, words)


def _say(twilio: Twilio, words: str) -> None:
    call = {"CallSid": "CA1", "From": MOBILE, "To": "+447700900000", "CallStatus": "in-progress"}
    twilio.call()
    for path, form in (
        ("/sms", {**FORM, "Body": words}),
        ("/voice?step=1", {**call, "SpeechResult": words}),
        ("/voice?step=2", {**call, "Digits": words}),
        (f"/voice?step={quote(words, errors='replace')[:200]}", {**call, "Digits": "1", "CallSid": words[:34]}),
        ("/voice", {**call, "From": words, "To": words, "ForwardedFrom": words, "CallSid": "CA2"}),
        ("/sms", {**FORM, "From": words, "MessageSid": words}),
    ):
        answer = twilio.post(path, form)
        assert answer.status_code == 200
        document = answer.get_data()
        assert {one.tag for one in ElementTree.fromstring(document).iter()} <= VERBS  # noqa: S314
        assert b"evil.example" not in document
        assert b"900555" not in document
        assert len(document) < 64_000
        assert all(cookie.startswith("place=") for cookie in answer.headers.get_all("Set-Cookie"))


def test_a_step_that_we_never_named_and_a_number_that_is_none_go_nowhere(twilio: Twilio) -> None:
    for step in ("%01", "1%22%3E", "x" * 400, "1-UNKEPT", "%D9%A1", ""):
        # Without its id a call has no place of its own: what it is told first holds where it came from.
        document = twilio.call(f"/voice?step={step}", sid="", From="anonymous", To="\x00]]>", Digits="1")
        ElementTree.fromstring(document)  # noqa: S314
        assert "callerId" not in document
        assert "step=0-again" in document


def test_bytes_that_are_no_text_are_heard_as_far_as_they_are(twilio: Twilio) -> None:
    # A lone surrogate, an overlong slash, half a letter: as no form of Twilio's has them.
    for odd in ("%ED%A0%80", "%C0%AF", "%C3", "%FF%FE"):
        body = f"From=%2B447700900123&To=%2B447700900000&MessageSid=SM{odd}&Body={odd}"
        heard = [("From", MOBILE), ("To", "+447700900000")]
        pairs = [*heard, ("MessageSid", f"SM{odd}"), ("Body", odd)]
        answer = twilio.client.post(
            "/sms",
            data=body,
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signed(f"{PUBLIC_URL}/sms", pairs)},
        )
        assert answer.status_code == 200


PATHS = [
    "/",
    "/x",
    "//voice",
    "/voice/",
    "/voice/../healthz",
    "/%2e%2e/etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/status/",
    "/.env",
]


def test_errors_are_all_alike_and_say_nothing(
    twilio: Twilio, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [twilio.client.get(path) for path in PATHS]
    assert {answer.status_code for answer in answers} == {404}
    answers.append(twilio.client.get("/sms"))
    answers.append(twilio.client.post("/sms", data={"Body": "x" * 70_000}))
    answers.append(twilio.client.post("/sms", data=FORM))
    answers.append(twilio.client.get("/metrics"))

    def fails() -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(service.store, "ping", fails)
    answers.append(twilio.client.get("/readyz"))
    assert [answer.status_code for answer in answers[-5:]] == [405, 413, 403, 403, 500]
    assert {answer.get_data() for answer in answers} == {b"Not available.\n"}
    assert {answer.headers["Content-Type"] for answer in answers} == {"text/plain; charset=utf-8"}
    assert not any("Location" in answer.headers for answer in answers)


def test_every_answer_to_a_machine_is_neither_guessed_at_nor_stored(twilio: Twilio) -> None:
    answers = [
        twilio.post("/sms", FORM),
        *(twilio.client.get(path) for path in ("/healthz", "/readyz", "/metrics", "/x")),
    ]
    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Werkzeug" not in str(answer.headers)
