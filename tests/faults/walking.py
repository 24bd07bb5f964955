"""People who walk to their contact, by phone up to being put through, and by text: whatever is broken meanwhile.

Unlike those of asking.py they want nothing kept, so there is no excuse: each must get there, at each try.
"""

import re
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

from signpost.incoming import UNKEPT
from tests.faults.asking import Diary, Line, NobodyError
from tests.house import NUMBER

# The contact's number of tests/packs/team, as it is said and as it is written.
_CONTACT = "01632960001"
_SPACES = re.compile(r"[\s,]+")


class LedAstrayError(Exception):
    """What was answered leads to no contact; the message says it."""


class Walk(NamedTuple):
    """One way to the contact, from when to when by `time.monotonic`, and whether all was kept on it."""

    began: float
    ended: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody with the phone `number` (E.164), who knows the menus of tests/packs/team."""

    url: str
    number: str
    by_text: bool
    diary: Diary

    def walk_until(self, over: threading.Event, walked: list[Walk]) -> None:
        """One walk after the other until it is `over`, each noted in `walked`."""
        while not over.is_set():
            began, kept = time.monotonic(), False
            try:
                kept = self.walk()
            except NobodyError:
                # The diary has it.
                continue
            except LedAstrayError as astray:
                self.diary.wrong.append(f"{'text' if self.by_text else 'call'} led astray: {astray}")
            walked.append(Walk(began, time.monotonic(), kept))

    def walk(self) -> bool:
        """Go to the contact; whether all was kept on the way.

        Raises NobodyError when nobody answers, LedAstrayError when the contact is not come to.
        """
        return self._text() if self.by_text else self._call()

    def _text(self) -> bool:
        line = Line(self.url, self.diary)
        # Where an earlier text of theirs led counts for nothing.
        menu = line.post("/sms", self._form(Body="MENU"))
        told = line.post("/sms", self._form(Body=_key(menu, r"(\d) Advice about school")))
        _hear(told)
        # What has to be kept is offered when it can be.
        return "call back" in _words(told) or "Ask me" in _words(told)

    def _form(self, **more: str) -> dict[str, str]:
        known = {"From": self.number, "To": NUMBER, "MessageSid": f"SM{uuid.uuid4().hex}", "NumMedia": "0"}
        return known | more

    def _call(self) -> bool:
        line, call = Line(self.url, self.diary), f"CA{uuid.uuid4().hex}"
        known = {"From": self.number, "To": NUMBER, "CallSid": call, "Direction": "inbound"}
        heard = line.post("/voice", known | {"CallStatus": "ringing"})
        if "You were with us" in _words(heard):
            heard = self._press(line, known, heard, r"To start again\W+press (\d)")
        heard = self._press(line, known, heard, r"For Advice about school\W+press (\d)")
        _hear(heard)
        kept = UNKEPT not in _action(heard)
        heard = self._press(line, known, heard, r"To be put through now\W+press (\d)")
        if heard.find(".//Dial") is None:
            raise LedAstrayError(_told(heard))
        return kept

    @staticmethod
    def _press(line: Line, known: Mapping[str, str], heard: ElementTree.Element, label: str) -> ElementTree.Element:
        key = _key(heard, label)
        return line.post(_action(heard), {**known, "CallStatus": "in-progress", "Digits": key})


def _words(heard: ElementTree.Element) -> str:
    return re.sub(r"\s+", " ", " ".join(heard.itertext()))


def _action(heard: ElementTree.Element) -> str:
    gather = heard.find("Gather")
    if gather is None:
        raise LedAstrayError(_told(heard))
    return gather.get("action", "")


def _key(heard: ElementTree.Element, label: str) -> str:
    found = re.search(label, _words(heard))
    if not found:
        raise LedAstrayError(_told(heard))
    return found[1]


def _hear(heard: ElementTree.Element) -> None:
    if _CONTACT not in _SPACES.sub("", _words(heard)):
        raise LedAstrayError(_told(heard))


def _told(heard: ElementTree.Element) -> str:
    return _SPACES.sub(" ", ElementTree.tostring(heard, encoding="unicode"))
