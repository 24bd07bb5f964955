"""No text can keep a process busy: whatever reads what people send is run on the worst that its own words can make."""

import subprocess
import sys

import pytest

# In seconds of processor time, for all of a child's texts together: they take a tenth of this, a bomb takes years.
MOST = 30

CHILD = """
import random, resource, sys
from datetime import date
resource.setrlimit(resource.RLIMIT_CPU, ({most}, {most}))
from signpost.core import keywords, talk
from signpost.core.danger import danger
from signpost.core.dates import read_date
from signpost.core.masking import masked
from signpost.core.numbers import keyed_number
from signpost.core.session import Channel

READ = (
    talk.talk,
    talk.sworn_at,
    lambda words: keywords.keyword(words, Channel.TEXT),
    lambda words: keywords.choice(words, [("yes", "i do"), ("no", "not yet")]),
    lambda words: danger(words, ["kill myself", "not breathing", "want to die"]),
    lambda words: read_date(words, date(2026, 11, 23)),
    lambda words: masked(words, frozenset()),
    keyed_number,
)
PIECES = {pieces!r}.split("|")
draw = random.Random({seed})
for _ in range(25):
    text = draw.choice(PIECES) + " "
    cycle = " ".join(draw.choices(PIECES, k=draw.randint(1, 5))) + draw.choice((" ", ""))
    text = (text + cycle * 1600)[:1590] + " zzz !x"
    for read in READ:
        read(text)
for text in sys.stdin.read().split("|"):
    for read in READ:
        read(text)
"""
# What the expressions are made of.
ROBOT = (
    "are you a robot|is this|or|not|or not|or a|a|an|is it|just|text|number|then|real|actual|person|there|talking to"
)
GENUINE = "is this real|genuine|scam|or|or a|not|is it|just|from the|council|for real|how do i know|that|its|is|really"
WHO = "who is|who|whos|texting|texting me|this|you|r|sorry|but|wrong|wrong number|i think|is|the|whose number|mate"
PLEAS = "stop|dont|do not|no more|send|sending|me|any|more|texts|i dont want|to get|take me off|leave me alone|your|of"
SWEARING = "f|u|fu|fuck|k|shi|sh|te|this|is|you|fuuu|crap|the|lot|of"
DATES = "3|may|3rd|of|the|third|twenty|twenty first|day|2026|03|0305|last year|this year|12|st|may 3"
ODD = "\ufdfa|\ufdfa\ufdfa\ufdfa|k|i|l|'|a'|!|1|s u i|\u200b|\u0301|my self|kil|@|*|\U0001f198|\U0001f480"
BOMBS = [
    "are you a robot" + tail * 30 + " zzz" for tail in (" or not", " or a or or text", " or is it", " or just a", " or")
]
BOMBS += ["is this real" + tail * 60 + " zzz" for tail in (" or not", " or a or or text", " or or", " text or a")]


@pytest.mark.parametrize("pieces", [ROBOT, GENUINE, WHO, PLEAS, SWEARING, DATES, ODD])
def test_no_text_is_read_for_long(pieces: str) -> None:
    child = CHILD.format(most=MOST, pieces=pieces, seed=len(pieces))
    done = subprocess.run(
        [sys.executable, "-c", child], input="|".join(BOMBS), text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, f"ended by {-done.returncode}, {done.stderr[-500:]}"
