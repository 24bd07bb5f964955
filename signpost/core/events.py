"""What can happen in a conversation (events in), and what follows from it (outputs out).

All are frozen and hashable. `Spoken` outputs are for the person now, in order; an `Effect` is for the service to carry
out once the turn is saved.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from signpost.core.menu import Service, When
from signpost.core.wish import Request
from signpost.core.wording import Prompt


@dataclass(frozen=True, slots=True)
class Started:
    """A call has come in; `forwarded` is for one that the line behind 0 has passed on, for it is busy or shut."""

    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody pressed keys, or sent or spoke words; `words` is never empty. `spoken` says that we heard them."""

    words: str
    spoken: bool = False

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise ValueError("an answer has words: silence is NoInput")


@dataclass(frozen=True, slots=True)
class NoInput:
    """Nothing came: silence on the phone, or a text without words."""


@dataclass(frozen=True, slots=True)
class DialEnded:
    """A caller whom we put through is back; `reached` says whether anybody had answered.

    `unasked` is for a call that our own trouble put through: the session knows nothing of it.
    """

    reached: bool
    unasked: bool = False


class QueueResult(StrEnum):
    """How waiting for the line ended."""

    TALKED = "talked"
    LEFT = "left"
    FULL = "full"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class QueueEnded:
    """A caller who waited for the line is back, after so many seconds."""

    result: QueueResult
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """It is time to send the text that opens the place `goto`, on a `matter`.

    A reminder tells the day `by` that was worked out at the place `deadline`. `service` is as of ScheduleFollowUp.
    """

    goto: str
    matter: str = ""
    deadline: str = ""
    by: date | None = None
    service: str = ""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone. Nothing can be said any more. `reached` says that they were talking to whom we rang.

    `waited` is how many seconds they waited for the line, where they did.
    """

    reached: bool = False
    waited: int = 0


Event = Started | Answered | NoInput | DialEnded | QueueEnded | FollowUpDue | HungUp


@dataclass(frozen=True, slots=True)
class Echo:
    """A short repeat of the choice just made, for people who cannot see which key they pressed. Phone only."""

    label: Prompt


@dataclass(frozen=True, slots=True)
class Say:
    """A statement."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Contact:
    """A service's name and number, or those of whoever passes people on to it. `again` is for saying it once more."""

    service: Service
    again: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with numbered choices, keys 1 to n in order.

    `brief` leaves out the prompt and the count, for somebody who has just heard them; `controls` reads out what
    0, star, hash, 7 and 8 do, for somebody who is `slowed` or `relayed` what 8 or 7 undoes; `patient` waits longer;
    `digits` is how many keys make an answer. With `hints`, words that are likely, a caller may speak instead of
    pressing a key, and is `invited` to say what is wrong.
    """

    prompt: Prompt
    labels: tuple[Prompt, ...]
    brief: bool = False
    controls: bool = False
    patient: bool = False
    digits: int = 1
    slowed: bool = False
    relayed: bool = False
    hints: tuple[str, ...] = ()
    invited: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """Put the caller through to a service, by its line; the answer comes back as DialEnded."""

    service: Service


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Let the caller wait for the line, in the pack's queue; how that ends comes back as QueueEnded."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Give this call the engaged tone: it is our own, put through for a caller and sent back to us."""


@dataclass(frozen=True, slots=True)
class End:
    """The call is over."""


Spoken = Echo | Say | Contact | Ask | Dial | Enqueue | Busy | End


@dataclass(frozen=True, slots=True)
class SendText:
    """Text `spoken` to the mobile `to` (E.164)."""

    to: str
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class ScheduleFollowUp:
    """Text the mobile `to` (E.164), opening the place `goto`.

    A person has one of these for each `matter`: the place that was chosen at the first menu. Agreed again, it moves.
    `service` is the key of the contact whose help it asks about.
    """

    to: str
    when: When
    goto: str
    matter: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleReminders:
    """Text the mobile `to` (E.164) `weeks` before the day `by`, opening the place `goto`.

    They take the place of all that were agreed for this phone at the place `deadline` before.
    """

    to: str
    by: date
    weeks: tuple[int, ...]
    goto: str
    deadline: str
    matter: str


@dataclass(frozen=True, slots=True)
class EndFollowUp:
    """The follow-up that this person was still to get on a matter is over.

    `answered` ends only what was to ask once more what has been answered now, not what was agreed since.
    """

    matter: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class EndReminders:
    """The reminders that this person was still to get of the day worked out at the place `deadline` are over."""

    deadline: str


@dataclass(frozen=True, slots=True)
class RequestCallback:
    """Keep a request to be rung back. A person has one for each team: another takes its place."""

    request: Request


@dataclass(frozen=True, slots=True)
class CallbackHeard:
    """Somebody has told us whether the team `team` (a service's key) `rang`: if it did, the request is over."""

    team: str
    rang: bool


@dataclass(frozen=True, slots=True)
class Prefer:
    """Remember how this person likes to be spoken to: slowly, by way of Relay UK."""

    slow: bool
    relay: bool = False


@dataclass(frozen=True, slots=True)
class RingMe:
    """Ring the phone `to` (E.164) now, with the same menus."""

    to: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """Send this person no text they did not ask for, and drop what is pending."""


@dataclass(frozen=True, slots=True)
class OptIn:
    """Texts are welcome again."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything held about this person's number."""


@dataclass(frozen=True, slots=True)
class Count:
    """Count that something has happened: a name without anything personal in it."""

    what: str


@dataclass(frozen=True, slots=True)
class Learn:
    """These words were not understood. If the pack keeps such, keep them with all masked that may be personal.

    `nearest` is the place whose topic came nearest, "" for none.
    """

    words: str
    nearest: str


Effect = (
    SendText
    | ScheduleFollowUp
    | ScheduleReminders
    | EndFollowUp
    | EndReminders
    | RequestCallback
    | CallbackHeard
    | Prefer
    | RingMe
    | OptOut
    | OptIn
    | Forget
    | Count
    | Learn
)
Output = Spoken | Effect
