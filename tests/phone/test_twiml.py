"""TwiML read as Twilio reads it."""

import pytest

from signpost.phone import twiml
from signpost.phone.faults import CarrierError
from signpost.phone.speech import Gap, Words, sentences
from signpost.phone.twiml import Dial, Gather, Hangup, Message, Pause, Redirect, Say


def said(inside: str) -> Say:
    (say,) = twiml.voice(f"<Response><Say>{inside}</Say></Response>")
    assert isinstance(say, Say)
    return say


@pytest.mark.parametrize(
    ("inside", "pieces"),
    [
        ("Hello\n  you", (Words("Hello you", "Hello you"),)),
        ("A &amp; B", (Words("A & B", "A & B"),)),
        ('One<break time="500ms"/>two', (Words("One", "One"), Gap(0.5), Words("two", "two"))),
        ('One<break time="1.5s"/>', (Words("One", "One"), Gap(1.5))),
        ('One<break strength="strong"/>', (Words("One", "One"), Gap(0.7))),
        (
            '<prosody rate="80%">Slow <emphasis>down</emphasis></prosody>',
            (Words("Slow", "Slow", 0.8), Words("down", "down", 0.8)),
        ),
        (
            '<prosody rate="slow">a<prosody rate="80%">b</prosody></prosody>',
            (Words("a", "a", 0.75), Words("b", "b", 0.75 * 0.8)),
        ),
        ('<say-as interpret-as="telephone">01442</say-as>', (Words("01442", "0 1 4 4 2"),)),
        ('<sub alias="special needs">SEN</sub>', (Words("special needs", "special needs"),)),
        ("<s>One.</s><p>Two.</p>", (Words("One.", "One."), Gap(0.4), Words("Two.", "Two."), Gap(0.7))),
    ],
)
def test_say_is_words_and_gaps(inside: str, pieces: tuple[Words | Gap, ...]) -> None:
    assert [*map(repr, said(inside).pieces)] == [*map(repr, pieces)]


def test_a_loop_says_it_again() -> None:
    (say,) = twiml.voice('<Response><Say loop="2" voice="Polly.Amy-Neural" language="en-GB">Hi</Say></Response>')
    assert say == Say((Words("Hi", "Hi"), Gap(0.4), Words("Hi", "Hi")), "Polly.Amy-Neural", "en-GB")


def test_pauses_between_sentences_make_lines_and_others_do_not() -> None:
    say = said('Hello.<break time="1s"/>The number is<break/>01442<break/>453 300.<break/> For yes<break/>, press 1.')
    assert sentences(say.pieces) == ("Hello.", "The number is 01442 453 300.", "For yes, press 1.")


def test_a_number_read_out_in_groups_reads_as_one_line_each_time() -> None:
    say = said("The number is<break/>0 1<break/>4 4 2<break/>Once more:<break/>0 1<break/>4 4 2<break/>")
    assert sentences(say.pieces) == ("The number is 01 442", "Once more: 01 442")


def test_gather_has_twilios_defaults() -> None:
    (gather,) = twiml.voice("<Response><Gather><Say>Hi</Say><Pause/></Gather></Response>")
    say = Say((Words("Hi", "Hi"),), "man", "en-US")
    assert gather == Gather((say, Pause(1)), None, 5, "#", "", "POST", report_silence=False)


def test_gather_says_how_it_waits() -> None:
    (gather,) = twiml.voice(
        '<Response><Gather input="dtmf" numDigits="11" timeout="15" finishOnKey="" action="/a?b=1" method="get" '
        'actionOnEmptyResult="true"/></Response>'
    )
    assert gather == Gather((), 11, 15, "", "/a?b=1", "GET", report_silence=True)


@pytest.mark.parametrize(
    ("waits_for", "has_keys", "hears"),
    [("dtmf", True, False), ("speech", False, True), ("dtmf speech", True, True), ("speech dtmf", True, True)],
)
def test_gather_waits_for_keys_or_speech_or_both(waits_for: str, has_keys: bool, hears: bool) -> None:
    (gather,) = twiml.voice(
        f'<Response><Gather input="{waits_for}" hints="a plan, {"b" * 100}" language="en-GB" speechTimeout="auto" '
        'profanityFilter="false"/></Response>'
    )
    assert isinstance(gather, Gather)
    assert (gather.has_keys, gather.hears) == (has_keys, hears)


def test_the_other_verbs() -> None:
    steps = twiml.voice(
        '<Response><Pause length="2"/><Dial action="/b" callerId="+447700900000" timeout="20">'
        "<Number>+441632960999</Number></Dial><Dial>+441632960998</Dial>"
        '<Redirect method="GET">/c</Redirect><Hangup/></Response>'
    )
    assert steps == (
        Pause(2),
        Dial("+441632960999", "/b", "POST", "+447700900000", 20),
        Dial("+441632960998", None, "POST", None, 30),
        Redirect("/c", "GET"),
        Hangup(),
    )


def test_messages() -> None:
    steps = twiml.messaging(
        '<Response><Message>One\n1 Yes</Message><Message to="+447700900456"><Body>Two</Body></Message></Response>'
    )
    assert steps == (Message("One\n1 Yes", None), Message("Two", "+447700900456"))
    assert twiml.messaging("<Response/>") == ()


@pytest.mark.parametrize(
    ("inside", "code", "named"),
    [
        ("<Say>Hi", 12100, "not well-formed"),
        ("<Play>http://127.0.0.1/a.mp3</Play>", 12200, "<Play> is TwiML, but"),
        ("<Enqueue>a</Enqueue>", 12200, "<Enqueue>"),
        ("<say>Hi</say>", 12200, "<say> is no verb"),
        ("<Message>Hi</Message>", 12200, "<Message> is no verb here"),
        ("<Say/>", 13520, "no words"),
        ("<Say><blink>Hi</blink></Say>", 13520, "<blink>"),
        ('<Say>Hi<break time="long"/></Say>', 13520, "'long'"),
        ('<Say><prosody rate="5%">Hi</prosody></Say>', 13520, "'5%'"),
        (f"<Say>{'a' * 3001}</Say>", 13521, "3001"),
        ('<Say loop="0">Hi</Say>', 13511, "not 0"),
        ('<Say pitch="high">Hi</Say>', 12200, "pitch"),
        ('<Gather input="voice"/>', 12200, "dtmf, speech or dtmf speech, not 'voice'"),
        ('<Gather input=""/>', 12200, "not ''"),
        ('<Gather input="speech" speechTimeout="long"/>', 13327, "'long'"),
        ('<Gather input="speech" speechTimeout="0"/>', 13327, "at least 1"),
        ('<Gather input="speech" profanityFilter="no"/>', 12200, "'no'"),
        (f'<Gather input="speech" hints="{"a" * 101}"/>', 13330, "100 characters"),
        (f'<Gather input="speech" hints="{"a," * 500}"/>', 13330, "at most 500"),
        ('<Gather numDigits="0"/>', 13314, "at least 1"),
        ('<Gather numDigits="few"/>', 13314, "'few'"),
        ('<Gather timeout="-1"/>', 13313, "'-1'"),
        ('<Gather finishOnKey="ab"/>', 13310, "'ab'"),
        ('<Gather actionOnEmptyResult="yes"/>', 12200, "'yes'"),
        ("<Gather><Dial>1</Dial></Gather>", 13320, "<Dial>"),
        ("<Dial>the office</Dial>", 13223, "'the office'"),
        ("<Dial><Sip>a</Sip></Dial>", 12200, "one plain <Number>"),
        ('<Redirect method="PUT">/a</Redirect>', 12200, "'PUT'"),
    ],
)
def test_what_a_caller_could_not_be_played_is_named(inside: str, code: int, named: str) -> None:
    with pytest.raises(CarrierError, match=f"Twilio error {code}: ") as caught:
        twiml.voice(f"<Response>{inside}</Response>")
    assert named in caught.value.what


@pytest.mark.parametrize("document", ["", " <?xml version='1.0'?><Response/>", "Hello", "<html/>"])
def test_what_is_no_twiml_at_all(document: str) -> None:
    with pytest.raises(CarrierError, match="12100"):
        twiml.voice(document)


def test_a_message_of_1601_characters_is_too_long() -> None:
    with pytest.raises(CarrierError, match="14103"):
        twiml.messaging(f"<Response><Message>{'a' * 1601}</Message></Response>")
