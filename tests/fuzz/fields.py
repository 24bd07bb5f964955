"""What a form may hold: what Twilio sends, and what nobody should."""

from typing import Any

from hypothesis import strategies as st

from signpost.core.reserved import Keyword
from tests.web.conftest import MOBILE

SCRIPT = "]]><Dial>+447700900555</Dial><!-- \x00\x0b\ud800 &a; \r\nSet-Cookie: a=b"
WORDS = [
    *(keyword.value for keyword in Keyword),
    *(
        "hello",
        "1",
        "2",
        "9",
        "0",
        "",
        " ",
        "yes",
        "no",
        "1,",
        "\u0661",
        "²",
        "½",
        "3 March",
        "31/02/2026",
        "07700900123",
    ),
    *("he is going to kill me", "school aint giving him his hours", "ring me", "stop texting me", "forget", "\x00"),
    *(
        "#",
        "*",
        "8",
        "7",
        "99999999999999999999",
        "-1",
        "1e9",
        "nan",
        "\u202e1",
        "\U0001f600" * 1600,
        "a" * 60_000,
        "a" * 70_000,
    ),
    *(SCRIPT, "%", "%00", "{number}", "\ufeff1", "\u0661", "İ" * 50, "ﬁ", "\U0001f468\u200d\U0001f469" * 200),
]
# Not what Python alone can hold, and no wire: half a surrogate pair has no UTF-8.
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
words = st.one_of(
    st.sampled_from(WORDS), _text, st.text("0123456789#*ABCD ", max_size=16), st.binary(max_size=30).map(repr)
)
numbers = st.sampled_from(
    [
        *(MOBILE, "+447700900124", "+447700900125", "+441632960001", "+447700900000", "+441442453300", "anonymous"),
        *("", "+266696687", "client:x", "sip:a@b.example", "+" + "4" * 300, "+44", "44", "+44\u0667700900123", "\x00"),
        *("+15005550006", "+449012345678", "+447000000000", "+33612345678", SCRIPT),
    ]
)
_ids = st.one_of(st.integers(0, 40).map(lambda number: f"{number:034d}"), words)
_counts = st.one_of(st.integers(-2, 10**6).map(str), words)
_statuses = st.one_of(
    st.sampled_from(["ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled", "queued"]), words
)
_results = st.sampled_from(
    ["bridged", "error", "hangup", "leave", "redirected", "queue-full", "system-error", "bridging-in-process", "x", ""]
)
_common = {"From": numbers, "To": numbers}
# Most calls have few fields; anything may come with anything.
_call = st.fixed_dictionaries(
    {"CallSid": _ids, "CallStatus": _statuses, **_common},
    optional={
        "Digits": words,
        "SpeechResult": words,
        "Confidence": words,
        "DialCallStatus": _statuses,
        "QueueResult": _results,
        "QueueTime": _counts,
        "QueuePosition": _counts,
        "CurrentQueueSize": _counts,
        "AvgQueueTime": _counts,
        "Direction": st.sampled_from(["inbound", "outbound-api", "outbound-dial", ""]),
        "ForwardedFrom": numbers,
    },
)
_message = st.fixed_dictionaries(
    {"MessageSid": _ids, "Body": words, **_common},
    optional={"OptOutType": st.one_of(st.sampled_from(["STOP", "START", "HELP"]), words), "NumMedia": _counts},
)
_odd = st.dictionaries(_text, words, max_size=3)
_steps = st.one_of(
    st.builds(
        "{}{}".format, st.integers(0, 30), st.sampled_from(["", "-tried", "-again", "-unkept", "-unkept-tried", "x"])
    ),
    words.map(lambda word: word[:200]),
)


def _whole(
    path: str, form: st.SearchStrategy[dict[str, str]]
) -> st.SearchStrategy[tuple[str, str | None, dict[str, str]]]:
    step = st.none() if path == "/sms" else st.one_of(st.none(), _steps, _steps)
    return st.tuples(st.just(path), step, st.builds(lambda odd, known: odd | known, _odd, form))


requests: st.SearchStrategy[tuple[str, Any, dict[str, str]]] = st.one_of(
    _whole("/sms", _message),
    _whole("/sms", _message),
    _whole("/voice", _call),
    _whole("/voice", _call),
    _whole("/voice", _call),
    _whole("/voice/wait", _call),
)
