"""The phone in a terminal, driven line by line."""

import io
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from signpost.phone import terminal
from signpost.phone.aloud import Aloud, ssml
from signpost.phone.call import Sound
from signpost.phone.carrier import BLOCKED, Carrier
from signpost.phone.ledger import Kind, sent
from signpost.phone.numbers import MOBILE
from signpost.phone.seen import heard
from signpost.phone.server import Server
from signpost.phone.speech import Gap, Words
from signpost.phone.terminal import Terminal
from tests.phone.stub import Stub


def typed(*lines: str) -> Iterator[str]:
    yield from lines
    raise EOFError


def session(carrier: Carrier, stub: Stub, *lines: str, voice: Aloud | None = None) -> str:
    out, source = io.StringIO(), typed(*lines)
    Terminal(carrier, stub.deliver_now, voice=voice).run(lambda: next(source), out)
    return out.getvalue()


def test_a_text_is_answered(carrier: Carrier, stub: Stub) -> None:
    assert "text> Text from Signpost:\n    Test: text 1 was hello\n    (1 segment)\n" in session(carrier, stub, "hello")


def test_a_command_can_be_sent_as_a_text(carrier: Carrier, stub: Stub) -> None:
    assert "was ring" in session(carrier, stub, "text ring")
    assert stub.requests[0]["Body"] == "ring"


def test_a_call(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "ring", "wait", "x", "1", "5", "no-answer", "hang up")
    assert "text> Signpost says:\n    Hello, this is Test.\n" in seen
    assert "call> Signpost says:\n    Take your time.\n" in seen
    assert "During a call: keys such as 2" in seen
    assert "  [Dialling 01632 960999]\nringing> ringing> Signpost says:\n    The call was no-answer.\n" in seen
    assert seen.count("[The call is over]") == 1


def test_words_are_said_where_the_call_listens(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "ring", "6", "He is not in school", "6", "say help", "6", "2", "say it")
    assert "You said He is not in school." in seen
    assert "You said help." in seen
    assert "You pressed 2." in seen
    assert "nobody listens to words here" in seen
    assert [form["SpeechResult"] for form in stub.requests if "SpeechResult" in form] == ["He is not in school", "help"]


def test_keys_may_come_line_by_line(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "ring", "3", "077", "00 900456")
    assert "(3 keys so far: press more, or wait)" in seen
    assert "We have 07700900456." in seen


def test_mistakes_are_explained(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "", "deliver now", "ring", "busy", "ring", "4", "help")
    assert "Type words to send a text, or ring." in seen
    assert "No follow-up is waiting" in seen
    assert "nobody is being rung" in seen
    assert "hang up first" in seen
    assert "Twilio error 12100" in seen
    assert "press nothing until the time is up" in seen
    assert "say them, where the call listens" in seen


def test_quit_ends_it_and_hangs_up(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "ring", "quit", "hello")
    assert "was hello" not in seen
    assert threading.active_count() < 20


def test_texts_are_shown_as_they_arrive(carrier: Carrier, stub: Stub, phone: Server) -> None:
    assert phone.url

    def deliver_now() -> bool:
        # As with the real service: what was asked for before comes before.
        carrier.ledger.wait(lambda now: sent(now) == 1, 10)
        return stub.deliver_now() and carrier.ledger.wait(lambda now: sent(now) == 2, 10)

    out, source = io.StringIO(), typed("ring", "2", "hang up", "deliver now")
    Terminal(carrier, deliver_now).run(lambda: next(source), out)
    arrived = [text.body for text in carrier.ledger.texts() if text.kind is Kind.SENT]
    assert arrived == ["Test: Team: 01632 960999", "Test: Did it help?\n1 Yes\n2 No"]
    assert re.search(r"Time passes\.\n.*Text from Signpost:\n    Test: Did it help\?", out.getvalue(), re.DOTALL)


def test_what_is_typed_ahead_waits_for_the_follow_up(carrier: Carrier, stub: Stub, phone: Server) -> None:
    assert phone.url
    stub.follow_ups.append(MOBILE)
    seen = session(carrier, stub, "deliver now", "1")
    assert re.search(r"Time passes\..*Did it help\?.*text 1 was 1", seen, re.DOTALL)


def test_a_follow_up_that_sends_nothing_is_told(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_PATIENCE", 0.1)
    out, source = io.StringIO(), typed("deliver now")
    Terminal(carrier, lambda: True).run(lambda: next(source), out)
    assert "Time passes.\n  No text has come of it yet.\n" in out.getvalue()


def test_an_answer_that_the_network_blocks_is_told(carrier: Carrier, stub: Stub) -> None:
    seen = session(carrier, stub, "stop", "hello")
    assert f"text>   {BLOCKED}\n" in seen


def test_speech_is_handed_over_as_ssml() -> None:
    spoken = ssml([Words("01442 & more", "0 1 4 4 2 & more", 0.8), Gap(0.5)])
    assert spoken == b'<speak><prosody rate="80%">0 1 4 4 2 &amp; more</prosody> <break time="500ms" /></speak>'


def test_a_voice_is_given_the_words_and_stops_when_told(carrier: Carrier, tmp_path: Path) -> None:
    pipe, program = tmp_path / "heard", tmp_path / "voice"
    os.mkfifo(pipe)
    program.write_text(f"#!/bin/sh\ncat > {pipe}\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    voice = Aloud(str(program))
    _, sounds = carrier.call()
    begun = time.monotonic()
    voice.say(sounds)
    assert "Hello, this is Test." in pipe.read_text(encoding="utf-8")
    voice.stop()
    assert time.monotonic() - begun < 30


def test_the_next_line_stops_the_voice(carrier: Carrier, stub: Stub) -> None:
    done: list[str] = []

    class Voice(Aloud):
        def say(self, sounds: Iterable[Sound]) -> None:
            done.append(heard(sounds)[0].words.split(".")[0])

        def stop(self) -> None:
            done.append("stop")

    session(carrier, stub, "ring", "wait", voice=Voice("none"))
    assert done == ["stop", "Hello, this is Test", "stop", "Take your time", "stop"]


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_the_machines_own_voice_takes_our_words(carrier: Carrier, stub: Stub) -> None:
    voice = Aloud.find()
    assert voice is not None
    assert "Hello" in session(carrier, stub, "ring", voice=voice)


class Screen(io.StringIO):
    """What is shown; `shown` once these words are among it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.shown = words, threading.Event()

    def write(self, more: str) -> int:
        written = super().write(more)
        if self.words in self.getvalue():
            self.shown.set()
        return written


def test_a_call_of_the_services_is_told_and_answered(carrier: Carrier, stub: Stub) -> None:
    carrier.call_out(MOBILE, f"{stub.url}/voice")
    out, lines = Screen("Your phone rings"), iter(["answer", "1", "hang up", "answer"])

    def next_line() -> str:
        assert out.shown.wait(30)
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    Terminal(carrier, stub.deliver_now).run(next_line, out)
    assert "Your phone rings. Type answer to pick up.\n" in out.getvalue()
    assert "Hello, this is Test." in out.getvalue()
    assert "this phone does not ring" in out.getvalue()
