"""The exported flow in @floip/flow-runner, a runner that others wrote: does it lead where our engine leads?

The runner is an npm package: `make bench` installs it beside the virtual environment. FLOIP_RUNNER may name another
folder that has it in its node_modules.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signpost.authoring.floip.container import export
from signpost.authoring.places import onward
from signpost.authoring.walk.paths import Path as Way
from signpost.authoring.walk.paths import paths
from signpost.core.engine import step
from signpost.core.events import Answered, Ask
from signpost.core.menu import Callback, Deadline, Pack
from signpost.core.options import Goto, options
from signpost.core.questions import said_of
from signpost.core.session import Channel, Session
from signpost.render import sms
from tests.samples import context

FOLDER = Path(__file__).with_name("node")
BESIDE = Path(".bench/node")


def runner() -> Path | None:
    """The folder in which flow-runner is installed; None where it, or Node, is not there."""
    folder = Path(os.environ.get("FLOIP_RUNNER") or BESIDE)
    there = (folder / "node_modules/@floip/flow-runner").is_dir() and shutil.which("node")
    return folder.resolve() if there else None


def missing() -> str:
    """Why there is no runner, as far as can be seen."""
    if needed := [name for name in ("node", "npm") if not shutil.which(name)]:
        return f"{' and '.join(needed)} {'are' if len(needed) > 1 else 'is'} needed, then `make bench` installs it"
    # Made by `make bench` before it asks npm.
    tried = (BESIDE / "package.json").exists()
    return "npm could not fetch it" if tried else "`make bench` installs it"


@dataclass(frozen=True, slots=True)
class FlowRunner:
    """The runner, with one flow, in a process of its own."""

    process: subprocess.Popen[str]

    def ask(self, **asked: object) -> Any:
        """What it answers; runner.js says what it can be asked."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


@contextmanager
def running(pack: Pack, folder: Path) -> Iterator[FlowRunner]:
    """The runner with a pack's flow."""
    with tempfile.TemporaryDirectory() as place:
        flow = Path(place) / "flow.json"
        flow.write_text(json.dumps(export(pack, datetime.now(UTC)).container), encoding="utf-8")
        started = subprocess.Popen(
            ["node", FOLDER / "runner.js", flow],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "FLOIP_RUNNER": str(folder)},
        )
        try:
            yield FlowRunner(started)
        finally:
            started.terminate()
            started.communicate()


def ways(pack: Pack) -> tuple[Way, ...]:
    """The ways by keys alone from the first menu, to each place where one ends, the doors of deadlines among them."""
    found: dict[tuple[str, ...], Way] = {}
    for way in paths(pack):
        keyed = Way(way.kind, way.start, tuple(leg for leg in way.legs if leg.typed is None))
        on = all(
            goto in (*onward(pack.places[at]), pack.person)
            for at, goto in zip(way.places, keyed.places[1:], strict=False)
        )
        if way.start == pack.first and on:
            found.setdefault(keyed.places, keyed)
    return tuple(found.values())


def keys(pack: Pack, way: Way) -> list[str]:
    """The keys of this way in the flow."""
    pressed = []
    for at, leg in zip(way.places, way.legs, strict=False):
        ahead = onward(pack.places[at])
        by_key = ahead.index(leg.goto) if leg.choice is None and leg.goto in ahead else leg.choice
        pressed.append("0" if by_key is None else str(by_key + 1))
    return pressed


def ours(pack: Pack, way: Way) -> str:
    """What our engine texts at the end of this way, without the question that follows."""
    session, outputs = step(pack, None, Answered("hello"), context(Channel.TEXT))
    for leg in way.legs:
        session, outputs = step(pack, session, Answered(_option(pack, session, leg.goto)), context(Channel.TEXT))
    place = pack.places[way.end]
    assert session.place == way.end
    if isinstance(place, Deadline | Callback):
        # These a flow cannot hold: a person stands for them.
        outputs = said_of(pack, pack.person_signpost, Channel.TEXT)
    return sms.whole(pack, [output for output in outputs if not isinstance(output, Ask)])


def _option(pack: Pack, session: Session, goto: str) -> str:
    offered = [option.act for option in options(pack, session, context(Channel.TEXT))]
    found = [key for key, act in enumerate(offered, 1) if isinstance(act, Goto) and act.place == goto]
    return str(found[0]) if found else "person"


def differing(pack: Pack, asked: FlowRunner) -> tuple[int, list[tuple[str, ...]]]:
    """How many ways were walked, and those at whose end the flow says something else than our engine."""
    walked = ways(pack)
    said = asked.ask(walk=[keys(pack, way) for way in walked])
    wrong = [way.places for way, told in zip(walked, said, strict=True) if not same(pack, way, told)]
    return len(walked), wrong


def same(pack: Pack, way: Way, told: list[str]) -> bool:
    """Whether the flow's last message is ours; for a deadline and the like, whether it has the person's contact."""
    if isinstance(pack.places[way.end], Deadline | Callback):
        return told[-1].endswith(ours(pack, way).partition(": ")[2])
    return told[-1] == ours(pack, way)
