"""A worker that is killed at a step of a send, or works on. Each is a process of its own, with the clock of its run.

It runs the service's own command `signpost worker`. All that is done to it is that one method is wrapped (see
strikes.py), so that SIGKILL strikes there; the product knows nothing of it.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from urllib.parse import urlsplit

from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.jobqueue import FOLLOW_UPS, QUEUES, REPLIES
from signpost.cli import main as signpost
from tests import at_ten
from tests.faults.hurry import hurried
from tests.faults.steps import REDIS_DIES, WORKER_DIES, Case, Dies, Sort, Step
from tests.faults.strikes import arm

# Each worker is forked from a process that has loaded all that it needs.
import_module("signpost.jobs")
TwilioGateway("", "", sender="", callback_url="").load()

# A file in the run's folder that says that the kill was done.
DIED = "died"
LOG = "worker.log"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker works: `folder` is that of its Redis, `shift` how many seconds its clock is put on."""

    folder: Path
    environment: Mapping[str, str]
    shift: int


def work(place: Place, case: Case | None = None) -> None:
    """Work until killed: at the step of `case`, or by whoever started this. To be run in a process of its own."""
    os.setsid()
    log = os.open(place.folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    os.environ.update(place.environment)
    if case:
        arm(case.step, Doom(case, place).reach)
    with hurried(), at_ten.shifted(place.shift):
        signpost(["worker", *_queues(case)], prog_name="signpost")


def _queues(case: Case | None) -> tuple[str, ...]:
    if case and case.step is Step.MOVED:
        # RQ moves a job instead of popping it for a worker that serves one queue alone.
        return (FOLLOW_UPS if case.sort is Sort.FOLLOW_UP else REPLIES,)
    return QUEUES


class Doom:
    """Kills once, when the step is reached for the `nth` time. Made in the worker; its work horses share the count."""

    def __init__(self, case: Case, place: Place) -> None:
        self._case = case
        self._folder = place.folder
        self._socket = urlsplit(place.environment["REDIS_URL"]).path
        self._worker = os.getpid()
        self._reached = RawValue("i", 0)

    def reach(self) -> bool:
        """The step is reached: whoever is to die now dies. Says whether somebody did, to those that live on."""
        self._reached.value += 1
        if self._reached.value != self._case.nth:
            return False
        dies = self._case.dies
        if dies in REDIS_DIES:
            self._kill_redis()
        (self._folder / DIED).touch()
        if dies in WORKER_DIES:
            # With it dies its scheduler; the work horse has a group of its own.
            os.killpg(self._worker, signal.SIGKILL)
        if dies is not Dies.REDIS:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    def _kill_redis(self) -> None:
        os.kill(int((self._folder / "valkey.pid").read_text()), signal.SIGKILL)
        while True:
            with socket.socket(socket.AF_UNIX) as knock:
                if knock.connect_ex(self._socket):
                    return
            time.sleep(0.001)
