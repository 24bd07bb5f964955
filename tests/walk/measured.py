"""How long espeak-ng takes to say what a pack says, and the costs that fit it best.

`python -m tests.walk.measured menus/hertfordshire menus/example` measures every sentence of these packs and prints the
costs to put into signpost/authoring/speech_time.py, with how far off those that stand there are. It needs espeak-ng and
numpy (`pip install numpy`); nothing else here does.
"""

import subprocess
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import dropwhile
from pathlib import Path
from statistics import quantiles
from xml.sax.saxutils import escape

from signpost.authoring.load import load
from signpost.authoring.speech_time import COSTS, counts, seconds
from signpost.core.engine import step
from signpost.core.events import Answered, NoInput, Started
from signpost.core.menu import Pack
from signpost.core.questions import own_question
from signpost.core.session import Channel, Context, Session
from signpost.render.speech import Piece, pieces_of, runs, without_last_pauses

PROGRAM = "espeak-ng"
_SAMPLES_A_SECOND, _SILENT = 22050, 30  # of a wave of 16-bit samples

Speech = tuple[Piece, ...]


def measure(speech: Speech) -> float:
    """Seconds of the wave that espeak-ng makes of this speech, less the silence that every wave of its ends in."""
    marked = (f'<break time="{piece}ms"/>' if isinstance(piece, int) else escape(piece) for piece in runs(speech))
    document = f"<speak>{''.join(marked)}</speak>"
    command = [PROGRAM, "-v", "en-gb", "-s", "155", "-m", "--stdin", "--stdout"]
    wave = subprocess.run(command, input=document.encode(), stdout=subprocess.PIPE, check=True).stdout
    samples = array("h", wave[wave.index(b"data") + 8 :])
    end = next((at for at in range(len(samples), 0, -1) if abs(samples[at - 1]) > _SILENT), 0)
    return end / _SAMPLES_A_SECOND


def speeches(pack: Pack) -> list[Speech]:
    """What is heard at each place of a pack and when something goes wrong there: whole turns, and the parts of each."""
    found: dict[Speech, None] = {}
    for name, place in pack.places.items():
        session = Session(Channel.VOICE, name, own_question(place))
        for event in (Started(), NoInput(), Answered("#"), Answered("1")):
            _, outputs = step(pack, session, event, Context(Channel.VOICE, 0, "+447700900123"))
            parts = [pieces_of(pack.wording, output) for output in outputs]
            for pieces in (*parts, [piece for part in parts for piece in part]):
                # espeak-ng leaves out a pause that nothing comes before.
                kept = dropwhile(lambda piece: isinstance(piece, int), without_last_pauses(pieces))
                found[tuple(kept)] = None
    found.pop((), None)
    return list(found)


def fit(spoken: Sequence[Speech], measured: Sequence[float]) -> dict[str, float]:
    """The costs that come closest, with as much weight on a short sentence as on a long one for its length."""
    # For whoever measures, not for the tests: so it is no dependency.
    import numpy as np  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    rows = [[sum(counts(run)[what] for run in words(speech)) for what in COSTS] for speech in spoken]
    total = np.array(measured)
    aside = [sum(piece for piece in runs(speech) if isinstance(piece, int)) / 1000 for speech in spoken]
    weight = total**-0.5
    best, *_ = np.linalg.lstsq(np.array(rows) * weight[:, None], (total - aside) * weight, rcond=None)
    return dict(zip(COSTS, map(float, best), strict=True))


def words(speech: Speech) -> Iterable[str]:
    return (piece for piece in runs(speech) if isinstance(piece, str))


def main(packs: Iterable[str]) -> None:
    spoken = list(dict.fromkeys(speech for pack in packs for speech in speeches(load(Path(pack)))))
    measured = [measure(speech) for speech in spoken]
    for what, cost in fit(spoken, measured).items():
        print(f"{what:8} {cost:.4f}   now {COSTS[what]:.4f}")
    reckoned = [seconds(speech) for speech in spoken]
    off = [abs(one / true - 1) for one, true in zip(reckoned, measured, strict=True)]
    twentieths = quantiles(off, n=20)
    print(f"{len(spoken)} sentences and turns, {sum(measured):.0f} s. With the costs of now: {sum(reckoned):.0f} s;")
    print(f"off by {twentieths[9]:.1%} (median), {twentieths[18]:.1%} (19 in 20), {max(off):.1%} (worst).")


if __name__ == "__main__":
    main(sys.argv[1:])
