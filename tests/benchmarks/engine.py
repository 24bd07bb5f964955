"""Turns a second of the engine, beside @floip/flow-runner on the same menus, exported by `signpost export floip`.

Both walk to a signpost and back to the first menu, again and again, by text. Between turns where the person stands is
written as JSON and read again, as a service has to. flow-runner's bytes leave out the flow itself, which is the same
for everybody.
"""

import json
import time
from pathlib import Path

from signpost.authoring.load import load
from signpost.core.engine import step
from signpost.core.events import Answered, Effect, Output
from signpost.core.menu import Pack
from signpost.core.session import Channel, Session
from signpost.render import sms
from signpost.render.voice import VoiceRenderer
from tests.benchmarks import floip
from tests.benchmarks.figures import Findings, Ratio, Size, Table, shown
from tests.samples import context

PACK = Path("menus/hertfordshire")
# Someone to ask, the council, the first menu: in the flow the last has key 2, with us a word as well as a key.
KEYS = ("3", "1", "2")
OURS = ("3", "1", "first menu")


def ours(pack: Pack, turns: int) -> tuple[float, int]:
    """Seconds for so many turns, and the bytes of the session afterwards."""
    here = context(Channel.TEXT)
    session, _ = step(pack, None, Answered("hello"), here)
    kept = json.dumps(session.to_dict())
    began = time.perf_counter()
    for turn in range(turns):
        session, _outputs = step(pack, Session.from_dict(json.loads(kept)), Answered(OURS[turn % len(OURS)]), here)
        kept = json.dumps(session.to_dict())
    return time.perf_counter() - began, len(kept)


def rendering(pack: Pack, turns: int) -> dict[str, float]:
    """Microseconds to render what a turn says: as a text, as TwiML that was never rendered, and as TwiML that was."""
    said = {channel: _said(pack, channel) for channel in Channel}
    took = {}
    began = time.perf_counter()
    for turn in range(turns):
        sms.reply(sms.body(pack, said[Channel.TEXT][turn % len(KEYS)]))
    took["as a text"] = time.perf_counter() - began
    voice = VoiceRenderer(pack)
    for what, action in (
        ("as TwiML, never rendered before", "/voice?step={}"),
        ("as TwiML, rendered before", "/voice"),
    ):
        voice.twiml(said[Channel.VOICE][0], action="/voice")
        began = time.perf_counter()
        for turn in range(turns):
            voice.twiml(said[Channel.VOICE][turn % len(KEYS)], action=action.format(turn))
        took[what] = time.perf_counter() - began
    return {what: seconds / turns * 1e6 for what, seconds in took.items()}


def _said(pack: Pack, channel: Channel) -> list[tuple[Output, ...]]:
    here = context(channel)
    session, _ = step(pack, None, Answered("hello") if channel is Channel.TEXT else Answered("*"), here)
    found: list[tuple[Output, ...]] = []
    for key in ("3", "1", "*" if channel is Channel.VOICE else "back"):
        session, outputs = step(pack, session, Answered(key), here)
        found.append(tuple(output for output in outputs if not isinstance(output, Effect)))
    return found


def measure(size: Size) -> Findings:
    """Both, after 10, 100 and 1,000 turns."""
    pack = load(PACK)
    lengths = size.pick((10, 100), (10, 100, 1000))
    rows: list[tuple[str, ...]] = []
    told = Findings()
    folder = floip.runner()
    theirs: dict[int, tuple[float, int]] = {}
    if folder:
        with floip.running(pack, folder) as runner:
            runner.ask(turns=30, keys=KEYS)
            for turns in lengths:
                found = runner.ask(turns=turns, keys=KEYS)
                theirs[turns] = (found["seconds"], found["bytes"])
            walked, wrong = floip.differing(pack, runner)
        told.failed += [f"flow-runner and our engine differ on {places}" for places in wrong]
        rows.append(
            (f"ways walked in both, with the same words at the end: {walked - len(wrong)} of {walked}", "", "", "", "")
        )
    else:
        told.failed.append(f"flow-runner is not measured: {floip.missing()}")
    ours(pack, 200)
    for turns in lengths:
        again = max(1, 2000 // turns)
        took = [ours(pack, turns) for _ in range(again)]
        seconds, length = sorted(took)[again // 2]
        mine = turns / seconds
        other = turns / theirs[turns][0] if turns in theirs else None
        rows.append(
            (
                f"{turns} turns",
                shown(mine),
                shown(other) if other else "not measured",
                f"{length:,}",
                f"{theirs[turns][1]:,}" if other else "not measured",
            )
        )
        told.figures[f"engine turns/s, {turns}"] = mine
        if other:
            name = f"engine beside flow-runner, turns/s over {turns} turns"
            told.ratios.append(Ratio(name, shown(mine), shown(other), mine / other, 50))
    head = ("", "our turns/s", "flow-runner's turns/s", "our session, bytes", "flow-runner's, bytes")
    told.tables.append(Table("Engine", head, tuple(rows), __doc__.partition("\n\n")[2].strip().replace("\n", " ")))
    rendered = rendering(pack, size.pick(300, 3000))
    micros = tuple((what, f"{micro:.0f}") for what, micro in rendered.items())
    told.tables.append(Table("Rendering, apart", ("what a turn says", "microseconds"), micros))
    return told
