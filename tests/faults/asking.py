"""People who ask for something, by phone and by text, through a carrier that tries again as Twilio does.

They read what is answered, and press the key that is named there. A request that is lost is sent again with the same
ids; a person whose call or text came to nothing begins anew with others, as a real one would.
"""

import re
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree

import requests
from twilio.request_validator import RequestValidator

from signpost.incoming import UNKEPT
from tests.house import NUMBER, TOKEN

# As the README has it set at Twilio: #rc=2&rp=5xx,ct,rt
TRIES = 3
_PATIENCE = (5.0, 15.0)
# Seconds until somebody whom nobody has answered tries again, and how often they do.
_PAUSE, _MOST = 0.3, 300
_ANSWERS = 15
NO_WAY_ON = "no way on"
# What is said while Redis is away: to whom brought their place along, and to whom did not.
_TROUBLE = re.compile("cannot do that just now|something is not working")


@dataclass(frozen=True, slots=True)
class Script:
    """What somebody comes for: what is chosen at each question, known by its words, and what is said at the end."""

    by_phone: Mapping[str, str]
    by_text: Mapping[str, str]
    done: tuple[str, ...]


_BY_PHONE = {
    "You were with us": "To start again",
    "What do you need": "For The team to ring you",
    "Shall they ring you there": "For yes",
    "best time": "For the {time}",
    "How would you like": "For a usual call",
    "May we email": "For yes",
    "You asked on": "To change what you told us",
    "What shall we change": "For the time of day",
}
_BY_TEXT = {
    "You were with us": "First menu",
    "What do you need": "The team to ring you",
    "When is": "{time}",
    "How would you like": "A usual call",
    "May we email": "Yes",
    "You asked on": "Change it",
    "What shall we change": "The time of day",
}
# Which is said of a team that can be e-mailed, of one that cannot, and of a request that stood already.
_NOTED = ("We have asked", "We have put it on the list", "It is now on", "We have changed it")
TO_BE_RUNG = Script(_BY_PHONE, _BY_TEXT, _NOTED)
TO_BE_TEXTED = Script(
    {
        "You were with us": "To start again",
        "What do you need": "For Advice about school",
        "Is it safe": "For yes",
        "What next": "To have this sent by text",
    },
    {},
    ("We are sending the text",),
)
TO_BE_TOLD = Script(
    {"You were with us": "To start again", "What do you need": "For Advice about school"},
    {"You were with us": "First menu", "What do you need": "Advice about school"},
    ("The helpline can tell you",),
)


class NobodyError(Exception):
    """The carrier got no answer of use in all its tries: the person hears an error, or nothing."""


class LostError(Exception):
    """The menus are not as this person knows them: no further try would go better. Its words are the whole talk."""


class Happened(NamedTuple):
    """What should not be while all is well, from when to when by `time.monotonic`."""

    what: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Diary:
    """What the people lived through: who was told for which time of the day that it is noted, and what went wrong.

    `unsure` are the phones of those whose wish may have been noted, although they were not told; `seconds` is how long
    each answer took.
    """

    told: list[tuple[str, str]] = field(default_factory=list)
    unheard: list[Happened] = field(default_factory=list)
    troubles: list[Happened] = field(default_factory=list)
    tried_again: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Line:
    """The carrier's side of one call or text."""

    def __init__(self, url: str, diary: Diary) -> None:
        self._url, self._diary = url, diary
        self._validator = RequestValidator(TOKEN)
        # The service marks its cookies for TLS, so that a client of HTTP would leave them out: Twilio does not.
        self._cookies: dict[str, str] = {}
        # How often the last request was sent.
        self.sent = 0

    def post(self, path: str, form: Mapping[str, str]) -> ElementTree.Element:
        """What the service answers. Raises NobodyError."""
        url, began, fault = f"{self._url}{path}", time.monotonic(), ""
        signed = {
            "X-Twilio-Signature": self._validator.compute_signature(url, form),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
        }
        for self.sent in range(1, TRIES + 1):
            if fault:
                self._diary.tried_again.append(fault)
            asked = time.monotonic()
            try:
                answer = _session().post(url, data=form, headers=signed | self._cookie(), timeout=_PATIENCE)
            except requests.RequestException as error:
                fault = type(error).__name__
                continue
            self._diary.seconds.append(time.monotonic() - asked)
            if answer.status_code < 500:
                self._cookies |= answer.cookies.get_dict()
                return self._read(answer)
            fault = str(answer.status_code)
        self._diary.unheard.append(Happened(fault, began, time.monotonic()))
        raise NobodyError

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}

    def _read(self, answer: requests.Response) -> ElementTree.Element:
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/xml"):
            # Twilio would not ask again.
            self._diary.wrong.append(f"refused: {answer.status_code}: {answer.text[:200]}")
            raise NobodyError
        return ElementTree.fromstring(answer.content)  # noqa: S314 - our own service's


_sessions = threading.local()


def _session() -> requests.Session:
    """The connections of this thread."""
    if not hasattr(_sessions, "kept"):
        _sessions.kept = requests.Session()
        _sessions.kept.trust_env = False
    kept: requests.Session = _sessions.kept
    return kept


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who comes with a `wish`, from the phone `number` (E.164).

    Who asks to be rung there asks for the `time` morning or afternoon.
    """

    url: str
    number: str
    time: str
    by_text: bool
    diary: Diary
    wish: Script = TO_BE_RUNG

    def ask(self) -> None:
        """Ask until it is said to be noted; begin anew whenever that comes to nothing."""
        for _ in range(_MOST):
            try:
                if self._talk():
                    self.diary.told.append((self.number, self.time))
                    return
                self.diary.unsure.append(self.number)
            except NobodyError:
                self.diary.unsure.append(self.number)
            except LostError as lost:
                self.diary.wrong.append(f"{NO_WAY_ON}: {lost}")
                return
            time.sleep(_PAUSE)
        self.diary.wrong.append("somebody gave up")

    def _talk(self) -> bool:
        line, call = Line(self.url, self.diary), f"CA{uuid.uuid4().hex}"
        step, answer, talk = "/sms" if self.by_text else "/voice", "menu", list[str]()
        for turn in range(_ANSWERS):
            began = time.monotonic()
            heard = line.post(step, self._form(call, answer, first=not turn))
            words = _SPACES.sub(" ", " ".join(heard.itertext()))
            again = f", sent {line.sent} times" if line.sent > 1 else ""
            talk.append(f"{answer!r} ({began:.1f} s{again}): {words}")
            if _TROUBLE.search(words):
                self._in_trouble(words, began)
                return False
            if any(done in words for done in self.wish.done):
                return True
            found = self._choice(words)
            gather = heard.find("Gather")
            step = gather.get("action", "") if gather is not None else step
            if found is None and UNKEPT in step:
                # What needs something to be kept is not offered.
                self._in_trouble(words, began)
                return False
            if found is None:
                break
            answer = found
        raise LostError("\n  ".join(["by text" if self.by_text else "by phone", *talk]))

    def _form(self, call: str, answer: str, *, first: bool) -> dict[str, str]:
        known = {"From": self.number, "To": NUMBER}
        if self.by_text:
            return {**known, "MessageSid": f"SM{uuid.uuid4().hex}", "Body": answer, "NumMedia": "0"}
        keyed = {"CallStatus": "ringing"} if first else {"CallStatus": "in-progress", "Digits": answer}
        return {**known, "CallSid": call, "Direction": "inbound", **keyed}

    def _choice(self, words: str) -> str | None:
        """The key of what is chosen at the question in these words."""
        for question, chosen in (self.wish.by_text if self.by_text else self.wish.by_phone).items():
            if question in words:
                label = chosen.format(time=self.time.capitalize() if self.by_text else self.time)
                found = re.search(rf"(\d) {label}" if self.by_text else rf"{label}\W+press (\d)", words)
                return found[1] if found else None
        return None

    def _in_trouble(self, words: str, began: float) -> None:
        self.diary.troubles.append(Happened("trouble", began, time.monotonic()))
        if "01632960001" not in words.replace(" ", "").replace(",", ""):
            self.diary.wrong.append(f"in trouble without a number: {words!r}")


_SPACES = re.compile(r"\s+")
