"""Tells a whole conversation file on the stand-in phone: each of its parts, by a person of its own."""

from collections.abc import Callable

from signpost.phone.carrier import Carrier
from signpost.phone.numbers import MOBILES
from signpost.phone.player import PhonePlayer
from signpost.phone.replay import MismatchError, play
from signpost.phone.script import Script
from signpost.phone.transcript import transcript


def tell(story: Script, carrier: Carrier, deliver_now: Callable[[], bool]) -> tuple[str, MismatchError | None]:
    """How the story read, as far as it came, and where it went otherwise than its file says; None if nowhere."""
    played = {}
    for part, mobile in zip(story.parts, MOBILES, strict=False):
        try:
            person = PhonePlayer(carrier, deliver_now, caller=story.caller, mobile=mobile, forwarded=story.forwarded)
            played[part] = play(story, part, person)
        except MismatchError as error:
            return transcript(story, {**played, part: error.played}), error
    return transcript(story, played), None
