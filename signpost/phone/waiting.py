"""A caller in a queue of the stand-in carrier: how they stand, as Twilio tells the service each time round."""

from dataclasses import dataclass, replace
from typing import Self

from signpost.phone.faults import CarrierError
from signpost.phone.twiml import Enqueue, Gather, Hangup, Leave, Pause, Redirect, Say, VoiceStep

# How a wait ends, but for `leave`, which is the service's own doing, and `hangup`, the caller's.
QUEUE_ENDINGS = ("bridged", "queue-full", "error", "system-error")
# Seconds from one time that the wait's document is asked for to the next.
_ROUND = 30
_ALLOWED = (Say, Pause, Hangup, Redirect, Leave, Gather)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One caller's wait: how many are in front, and how many seconds it has lasted."""

    enqueue: Enqueue
    ahead: int = 0
    seconds: int = 0

    @property
    def fields(self) -> dict[str, str]:
        """What the service is told when it is asked what the caller should hear."""
        return {
            "QueueSid": f"QU{0:032x}",
            "QueueTime": str(self.seconds),
            "QueuePosition": str(self.ahead + 1),
            "CurrentQueueSize": str(self.ahead + 1),
            "AvgQueueTime": str(self.seconds),
            "MaxQueueSize": "1000",
        }

    def ended(self, result: str) -> dict[str, str]:
        """What the service is told when the wait is over."""
        return {"QueueResult": result, "QueueSid": self.fields["QueueSid"], "QueueTime": str(self.seconds)}

    def next_round(self) -> Self:
        """Half a minute later, one more of those in front has been answered."""
        return replace(self, ahead=max(self.ahead - 1, 0), seconds=self.seconds + _ROUND)

    @staticmethod
    def check(steps: list[VoiceStep]) -> None:
        """Raises CarrierError for a verb that Twilio does not play to somebody who waits."""
        for step in steps:
            if not isinstance(step, _ALLOWED):
                raise CarrierError(12200, f"<{type(step).__name__}> cannot be played to somebody who waits in a queue")
