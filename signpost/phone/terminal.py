"""The stand-in phone in a terminal: texts and calls in one window, as plain lines that a screen reader can follow."""

import sys
import threading
from collections.abc import Callable
from typing import TextIO

from signpost.phone.aloud import Aloud
from signpost.phone.call import DIAL_ENDINGS, Call, Sound
from signpost.phone.carrier import Carrier
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.ledger import Kind, Ledger, sent
from signpost.phone.numbers import MOBILE
from signpost.phone.seen import Seen, heard, received
from signpost.phone.transcript import shown
from signpost.phone.twiml import Dial, Gather
from signpost.phone.waiting import QUEUE_ENDINGS

_PATIENCE = 10.0
_HELP = """\
  (any words)     send them as a text
  text WORDS      send WORDS, even a word that is a command here, such as help
  ring            ring the service
  answer          pick up when the service rings you
  deliver now     have the next follow-up sent now
  help, quit
During a call:
  2  or  0 * #    press keys
  (any words)     say them, where the call listens
  say WORDS       say WORDS, even a word that is a command here, or a number
  wait            press nothing until the time is up
  hang up         end the call
While another phone is being rung for you:
  completed, busy, no-answer, failed or canceled: how that ends; wait is no-answer
While you wait in a queue:
  bridged, queue-full or error: how that ends"""


class Terminal:
    """Reads commands from `source`, one a line, until it ends or says quit; writes what a parent would hear and see.

    `deliver_now` brings the next follow-up forward and says whether there was one. `voice`, if any, speaks calls aloud.
    Calls that are `forwarded` were for the line behind 0.
    """

    def __init__(
        self,
        carrier: Carrier,
        deliver_now: Callable[[], bool],
        *,
        caller: str = "mobile",
        forwarded: bool = False,
        voice: Aloud | None = None,
        service: str = "Signpost",
    ) -> None:
        self._carrier = carrier
        self._deliver_now = deliver_now
        self._caller = caller
        self._forwarded = forwarded
        self._voice = voice
        self._service = service
        self._call: Call | None = None
        self._out: TextIO = sys.stdout
        self._writing = threading.RLock()
        self._read = len(carrier.ledger.texts())
        self._done = threading.Event()
        self._rings = False

    def run(self, source: Callable[[], str] = input, out: TextIO | None = None) -> None:
        """Talk until the person has had enough. `source` raises EOFError when there is no more, as input() does."""
        self._out = out or sys.stdout
        watcher = threading.Thread(target=self._watch, name="incoming texts")
        watcher.start()
        self._write("This is a stand-in phone: no real call or text is made. Type help for what you can do.")
        try:
            self._listen(source)
        except (EOFError, KeyboardInterrupt):
            self._write("")
        finally:
            self._stop(watcher)

    def _listen(self, source: Callable[[], str]) -> None:
        while True:
            self._prompt()
            line = source().strip()
            if self._voice:
                self._voice.stop()
            if line.lower() == "quit":
                return
            try:
                self._obey(line)
            except (CarrierError, NotNowError) as error:
                self._write(f"  {error}")

    def _stop(self, watcher: threading.Thread) -> None:
        self._done.set()
        if self._call:
            self._call.hang_up()
        if self._voice:
            self._voice.stop()
        self._carrier.ledger.nudge()
        watcher.join()

    def _obey(self, line: str) -> None:
        match line.lower().split():
            case ["help"]:
                self._write(_HELP)
            case ["ring"]:
                self._ring()
            case ["answer"]:
                self._answer()
            case ["deliver", "now"]:
                self._deliver()
            case ["text", *_]:
                self._text(line[len("text") :].strip())
            case _ if self._on_call():
                self._in_call(line)
            case []:
                self._write("  Type words to send a text, or ring.")
            case _:
                self._text(line)

    def _in_call(self, line: str) -> None:
        call = self._call
        if call is None:
            return
        match line.lower().split():
            case ["hang", "up"] | ["hangup"]:
                call.hang_up()
                self._write("  [You hung up]")
            case ["wait"]:
                self._hear(call.silence())
            case ["say", *_]:
                self._hear(call.say(line[len("say") :].strip()))
            case [status] if status in DIAL_ENDINGS:
                self._hear(call.dial_ended(status))
            case [result] if result in QUEUE_ENDINGS:
                self._hear(call.queue_ended(result))
            case keys if keys and set("".join(keys)) <= set("0123456789*#"):
                self._hear(call.press("".join(keys)))
                if call.keys:
                    self._write(f"  ({len(call.keys)} keys so far: press more, or wait)")
            case words if words and isinstance(call.waiting, Gather) and call.waiting.hears:
                self._hear(call.say(line))
            case _:
                self._write("  During a call: keys such as 2, wait, hang up, or text and your words.")

    def _ring(self) -> None:
        if self._on_call():
            raise NotNowError("you are on the phone already: hang up first")
        self._call, sounds = self._carrier.call(self._caller, forwarded=self._forwarded)
        self._hear(sounds)

    def _answer(self) -> None:
        if self._on_call():
            raise NotNowError("you are on the phone already: hang up first")
        self._call, sounds = self._carrier.pick_up(MOBILE)
        self._hear(sounds)

    def _text(self, words: str) -> None:
        for text in self._carrier.text(words):
            self._show(received(text))

    def _deliver(self) -> None:
        """Have the next follow-up sent, and wait until it is shown: what is typed ahead may be the answer to it."""
        ledger = self._carrier.ledger
        before = sent(ledger)
        # That time has passed is told before what comes of it.
        with self._writing:
            if not self._deliver_now():
                self._write("  No follow-up is waiting to be sent.")
                return
            self._write("Time passes.")
        if not ledger.wait(lambda now: sent(now) > before and self._read == len(now.texts()), _PATIENCE):
            self._write("  No text has come of it yet.")

    def _hear(self, sounds: tuple[Sound, ...]) -> None:
        if self._voice:
            self._voice.say(sounds)
        for seen in heard(sounds):
            self._show(seen)

    def _on_call(self) -> bool:
        return self._call is not None and not self._call.over

    def _prompt(self) -> None:
        name = "text> "
        if self._call is not None and not self._call.over:
            name = "ringing> " if isinstance(self._call.waiting, Dial) else "call> "
        with self._writing:
            print(name, end="", file=self._out, flush=True)

    def _show(self, seen: Seen) -> None:
        self._write("\n".join(shown(seen, self._service)))

    def _write(self, words: str) -> None:
        with self._writing:
            print(words, file=self._out, flush=True)

    def _watch(self) -> None:
        """Show texts that the service sends on its own, as they arrive."""
        ledger = self._carrier.ledger

        def more(now: Ledger) -> bool:
            rings = self._carrier.ringing(MOBILE)
            return self._done.is_set() or len(now.texts()) > self._read or rings != self._rings

        # That a phone stops to ring is not told by anybody: only the clock says so.
        while ledger.wait(more, self._carrier.rings_for(MOBILE) or 3600) and not self._done.is_set():
            for text in ledger.texts(self._read):
                if text.kind is Kind.SENT:
                    other = "" if text.to == MOBILE else f"(to {text.to}) "
                    self._write(f"\n{other}" + "\n".join(shown(received(text), self._service)))
                    self._prompt()
                self._read += 1
            if self._rings != self._carrier.ringing(MOBILE):
                self._rings = not self._rings
                if self._rings:
                    self._write("\nYour phone rings. Type answer to pick up.")
                elif not self._on_call():
                    self._write("\nYour phone has stopped ringing.")
                self._prompt()
            ledger.nudge()
