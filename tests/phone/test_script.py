"""Conversation files: read, replayed and printed."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from signpost.phone.carrier import Carrier
from signpost.phone.faults import NotNowError
from signpost.phone.player import PhonePlayer
from signpost.phone.replay import MismatchError, plain, play
from signpost.phone.script import Script, ScriptError, Step, read
from signpost.phone.seen import Seen, dialling, said
from signpost.phone.server import Server
from signpost.phone.transcript import transcript
from tests.phone.stub import Stub

WHOLE = """\
# A comment
story: Somebody tries the stub
caller: landline
at: 2026-06-01 09:30
call:
  - ring:
    expect: [Hello, "There are 3 choices"]
    never: Sorry
  - press: "#"
  - dial: no-answer
text:
  - send: ""
  - later:
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "story.yaml"


def script(file: Path, words: str) -> Script:
    file.write_text(words, encoding="utf-8")
    return read(file)


def test_a_whole_file(file: Path) -> None:
    assert script(file, WHOLE) == Script(
        path=file,
        story="Somebody tries the stub",
        pack="hertfordshire",
        caller="landline",
        at=datetime(2026, 6, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")),
        parts={
            "call": (
                Step("ring", "", ("Hello", "There are 3 choices"), ("Sorry",), 6),
                Step("press", "#", (), (), 9),
                Step("dial", "no-answer", (), (), 10),
            ),
            "text": (Step("send", "", (), (), 12), Step("later", "", (), (), 13)),
        },
    )


@pytest.mark.parametrize(
    ("words", "line", "named"),
    [
        ("", 1, "story: and call: or text:"),
        ("- ring:", 1, "story: and call: or text:"),
        ("story: a", 1, "nothing is told"),
        ("story: a\nphone:\n  - ring:", 3, "phone: is unknown"),
        ("story: a\ncall: []", 2, "list of steps"),
        ("story: a\ncall:\n  ring:", 3, "list of steps"),
        ("story: a\ncall:\n  - ring", 3, "write a step"),
        ("story: a\ncall:\n  - ring: mobile", 3, "ring: takes nothing"),
        ("story: a\ncall:\n  - ring:\n  - pres: 2", 4, "pres: is no step"),
        ("story: a\ncall:\n  - ring:\n    press: 2", 3, "2 actions"),
        ("story: a\ncall:\n  - expect: a", 3, "0 actions"),
        ("story: a\ncall:\n  - press: two", 3, "press: needs keys"),
        ("story: a\ncall:\n  - press: #", 3, 'press: "#"'),
        ("story: a\ncall:\n  - press: *", 3, 'press: "*"'),
        ("story: a\ncall:\n  - say:", 3, "say: needs words"),
        ("story: a\ncall:\n  - say: ' '", 3, "say: needs words"),
        ("story: a\ncall:\n  - dial: engaged", 3, "'engaged' is unknown: use one of completed"),
        ("story: a\ntext:\n  - send:", 3, "send: needs words"),
        ("story: a\ntext:\n  - send: a\n    expect: []\n    send: b", 5, "there twice"),
        ("story: a\ntext:\n  - send: a\n    expect: ''", 4, "nothing to look for"),
        ("story: a\ncaller: me\ntext:\n  - send: a", 2, "use one of mobile, landline, withheld"),
        ("story: a\nat: noon\ntext:\n  - send: a", 2, "'noon' is no time"),
        ("story: a\ntext:\n  - send: a: b", 3, "not YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(file: Path, words: str, line: int, named: str) -> None:
    with pytest.raises(ScriptError) as caught:
        script(file, words)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert named in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="there is no such file"):
        read(tmp_path / "none.yaml")


def test_a_forwarded_call_and_the_end_of_a_wait(file: Path) -> None:
    told = script(file, 'story: a\nforwarded: "yes"\ncall:\n  - queue: bridged')
    assert told.forwarded
    assert told.parts["call"] == (Step("queue", "bridged", (), (), 4),)
    for wrong in ("story: a\nforwarded: perhaps\ncall:\n  - ring:", "story: a\ncall:\n  - queue: soon"):
        with pytest.raises(ScriptError, match="is unknown"):
            script(file, wrong)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("01442 453300", "01, 442,\n453 … 300"),
        ("two  words", "two\nwords"),
        ("[Dialling SEND Duty Line 01442 453300]", "[Dialling 01442 453 300]"),
        ("press 1. 2", "press 1. 2"),
    ],
)
def test_what_counts_as_the_same(written: str, heard: str) -> None:
    assert plain(written) == plain(heard)


def test_what_does_not() -> None:
    assert plain("press 1. 2") != plain("press 12")
    assert plain("[Dialling A 01442 453300]") != plain("[Dialling 01442 453301]")


class Puppet:
    """A phone on which everything says the same."""

    def ring(self) -> tuple[Seen, ...]:
        return (said("Hello.", "For yes, press 1."),)

    def press(self, keys: str) -> tuple[Seen, ...]:
        return (said(f"You pressed {keys}."), dialling("+441632960999"))

    def say(self, words: str) -> tuple[Seen, ...]:
        return (said(f"You said {words}."),)

    def silence(self) -> tuple[Seen, ...]:
        return ()

    def dial(self, status: str) -> tuple[Seen, ...]:
        raise NotNowError(f"{status}: nobody is being rung")

    queue = dial
    hang_up = pick_up = arrives = later = silence

    def send(self, words: str) -> tuple[Seen, ...]:
        return (said(words),)


@pytest.mark.parametrize(
    ("steps", "line", "named"),
    [
        ("  - ring:\n    expect: [Hello, Goodbye]", 3, "after ring, expected\n    Goodbye\nbut there was\n    Hello."),
        ("  - ring:\n  - press: 2\n    never: pressed", 4, "after press: 2, never expected\n    pressed"),
        ("  - silence:\n    expect: Hello", 3, "(nothing)"),
        ("  - dial: busy", 3, "dial: busy cannot be done: busy: nobody"),
    ],
)
def test_a_mismatch_is_named_with_its_line(file: Path, steps: str, line: int, named: str) -> None:
    told = script(file, f"story: a\ncall:\n{steps}")
    with pytest.raises(MismatchError) as caught:
        play(told, "call", Puppet())
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert named in str(caught.value)


def test_a_match_with_a_name_and_grouped_digits(file: Path) -> None:
    told = script(file, 'story: a\ncall:\n  - press: 2\n    expect: ["[Dialling Team 016 32 960999]", pressed 2]')
    assert len(play(told, "call", Puppet())) == 1


def test_words_are_said(file: Path) -> None:
    told = script(file, "story: a\ncall:\n  - say: he is not in school\n    expect: You said he is not in school.")
    assert told.parts["call"] == (Step("say", "he is not in school", ("You said he is not in school.",), (), 3),)
    assert len(play(told, "call", Puppet())) == 1


def test_words_said_where_nobody_listens_fail_the_story(file: Path, carrier: Carrier, stub: Stub) -> None:
    told = script(file, "story: a\ncall:\n  - ring:\n  - say: the plan")
    with pytest.raises(MismatchError, match=r"story.yaml:4: say: the plan cannot be done: nobody listens to words"):
        play(told, "call", PhonePlayer(carrier, stub.deliver_now))


STORY = """\
story: A parent asks the stub for a text
call:
  - ring:
    expect: There are 3 choices
  - silence:
    expect: Take your time
  - press: 2
    expect: We are sending
  - arrives:
    expect: 01632 960999
  - later:
    expect: Did it help?
  - press: 6
    expect: What is wrong?
  - say: the plan
    expect: You said the plan.
  - press: 1
    expect: ["We are ringing Team", "[Dialling Team 01632 960999]"]
  - dial: busy
    expect: The call was busy
text:
  - send: hello
    expect: was hello
  - send: stop
    expect: successfully been unsubscribed
"""

PRINTED = """\
A parent asks the stub for a text.

By phone
--------

Parent rings.
Signpost says:
    Hello, this is Test.
    There are 3 choices.
    To be put through press 1.
Parent waits.
Signpost says:
    Take your time.
    There are 3 choices.
    To be put through press 1.
Parent presses 2.
Signpost says:
    We are sending the text.
    There are 3 choices.
    To be put through press 1.
Text from Signpost:
    Test: Team: 01632 960999
    (1 segment)
Time passes.
Text from Signpost:
    Test: Did it help?
    1 Yes
    2 No
    (1 segment)
Parent presses 6.
Signpost says:
    What is wrong?
Parent says: the plan
Signpost says:
    You said the plan.
    There are 3 choices.
    To be put through press 1.
Parent presses 1.
Signpost says:
    We are ringing Team now.
  [Dialling 01632 960999]
The line is busy.
Signpost says:
    The call was busy.
  [The call is over]

By text
-------

Parent texts: hello
Text from Signpost:
    Test: text 1 was hello
    (1 segment)
Parent texts: stop
Text from the phone network:
    You have successfully been unsubscribed. You will not receive any more messages from
      this number. Reply START to resubscribe.
  (The network blocks our answer until this phone texts START.)
"""


def test_a_story_is_played_on_the_real_phone_and_printed(
    file: Path, carrier: Carrier, stub: Stub, phone: Server
) -> None:
    assert phone.url
    told = script(file, STORY)
    parts = {part: play(told, part, PhonePlayer(carrier, stub.deliver_now)) for part in told.parts}
    assert transcript(told, parts) == PRINTED


def test_a_broken_line_fails_the_story(file: Path, carrier: Carrier, stub: Stub) -> None:
    told = script(file, "story: a\ncall:\n  - ring:\n  - press: 4\n")
    with pytest.raises(MismatchError, match=r"story.yaml:4: after press: 4 the line broke"):
        play(told, "call", PhonePlayer(carrier, stub.deliver_now))


def test_a_part_of_a_number_counts_when_time_is_up(carrier: Carrier, stub: Stub) -> None:
    player = PhonePlayer(carrier, stub.deliver_now, caller="landline")
    player.ring()
    player.press("3")
    assert player.press("077")[0] == said("We have 077.")


def test_a_mobile_that_was_keyed_in_is_this_persons_too(carrier: Carrier, stub: Stub, phone: Server) -> None:
    assert phone.url
    player = PhonePlayer(carrier, stub.deliver_now, caller="landline")
    player.ring()
    player.press("3")
    player.press("07700900456")
    stub.send("+447700900789", "For somebody else")
    stub.send("+447700900456", "For you")
    assert [seen.words for seen in player.arrives()] == ["For you"]


def test_what_cannot_be_done_now(carrier: Carrier, stub: Stub) -> None:
    player = PhonePlayer(carrier, stub.deliver_now, patience=0.01)
    with pytest.raises(NotNowError, match="ring first"):
        player.press("1")
    with pytest.raises(NotNowError, match="no follow-up"):
        player.later()
    with pytest.raises(NotNowError, match="no text came"):
        player.arrives()
    player.ring()
    with pytest.raises(NotNowError, match="hang up first"):
        player.ring()
