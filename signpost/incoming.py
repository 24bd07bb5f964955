"""Floor 2: one event from outside, as the conversation takes it."""

from dataclasses import dataclass

from signpost.core.events import Event
from signpost.core.numbers import is_uk
from signpost.core.session import Channel


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event from outside.

    `sender` is the number or other caller id it came from; `message` names the event itself, so that a second delivery
    is known; `call` is the call's id, empty for a text. `own_number` is ours, that was rung, or that a call came from
    which `we_rang`: its `sender` is whom we rang. `from_us` is for a call that shows a number of ours, as those do that
    we put through for withheld callers.
    """

    channel: Channel
    sender: str
    event: Event
    message: str | None
    call: str = ""
    own_number: str | None = None
    from_us: bool = False
    we_rang: bool = False

    @property
    def withheld(self) -> bool:
        """Whether this is a call that shows no number that a person could be known by."""
        return self.channel is Channel.VOICE and not is_uk(self.sender)

    @property
    def caller_id(self) -> str | None:
        """The number to show to whoever this caller is put through to, where their own cannot be shown; else None."""
        return None if is_uk(self.sender) and not self.we_rang else self.own_number
