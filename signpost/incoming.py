"""Floor 2: one event from outside, as the conversation takes it."""

from dataclasses import dataclass

from signpost.core.events import Event, Started
from signpost.core.numbers import is_uk
from signpost.core.session import Channel

# How a call's step is named once it has rung the line behind 0; and in the answer to trouble, which does so unasked.
TRIED, AGAIN = "-tried", "-again"
# And after a turn that could not be kept.
UNKEPT = "-unkept"


@dataclass(frozen=True)
class Incoming:
    """One event from outside.

    `sender` is the number or other caller id it came from; `message` names the event itself, so that a second delivery
    is known; `call` is the call's id, empty for a text. `own_number` is ours, that was rung, or that a call came from
    which `we_rang`: its `sender` is whom we rang. `from_us` is for a call that shows a number of ours, as those do that
    we put through for withheld callers; `diverted` for one that was for another number, whichever, and was sent on.
    `shared` says that many people's calls show that `sender`: the one that diverts them, or a service's own. `cookie`
    is what we sent along with the last answer, if the carrier has brought it back.
    """

    channel: Channel
    sender: str
    event: Event
    message: str | None
    call: str = ""
    own_number: str | None = None
    from_us: bool = False
    we_rang: bool = False
    diverted: bool = False
    shared: bool = False
    cookie: str = ""

    @property
    def number(self) -> str | None:
        """The UK number that this person can be known by and rung on; None where there is none."""
        return self.sender if is_uk(self.sender) and not self.shared else None

    @property
    def tried(self) -> bool:
        """Whether this call has rung the line behind 0 already, or came from it, as its step's name says."""
        return self.channel is Channel.VOICE and (self.message or "").endswith((TRIED, AGAIN))

    @property
    def opens(self) -> bool:
        """Whether nothing need have come before this: every text, and a call's first step."""
        return self.channel is Channel.TEXT or (isinstance(self.event, Started) and bool(self.call))

    @property
    def withheld(self) -> bool:
        """Whether this is a call that shows no number that a person could be known by."""
        return self.channel is Channel.VOICE and self.number is None

    @property
    def known_as(self) -> str:
        """What this person is known by: withheld callers all have the same caller id, so each call is a person."""
        return self.call if self.withheld else self.sender

    @property
    def caller_id(self) -> str | None:
        """The number to show to whoever this caller is put through to, where their own cannot be shown; else None."""
        return None if self.number and not self.we_rang else self.own_number
