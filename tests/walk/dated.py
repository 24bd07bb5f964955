"""The sample pack with a last day to appeal: beside the Plan Team, with a reminder that asks what follow-ups ask."""

from dataclasses import replace

from signpost.core.menu import Choice, Deadline, Pack, Signpost
from tests.samples import DUTY, PACK, both


def _dated() -> Pack:
    team = PACK.places["team"]
    if not isinstance(team, Signpost):
        raise TypeError("the sample pack's team is a signpost")
    offering = replace(team, also=Choice(both("my last day"), ("day",), "day"))
    return replace(PACK, places={**PACK.places, "team": offering, "day": Deadline("day", DUTY, "heard")})


DATED = _dated()
