"""Speaks what the voice says through espeak-ng, where that is installed."""

import shutil
import subprocess
import threading
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from signpost.phone.call import Sound
from signpost.phone.seen import runs
from signpost.phone.speech import Gap, Piece

_PROGRAM = "espeak-ng"


class Aloud:
    """A voice that speaks one thing at a time; whatever is new stops what is old."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._speaking: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @classmethod
    def find(cls) -> "Aloud | None":
        """The voice of this machine, or None where espeak-ng is not installed."""
        program = shutil.which(_PROGRAM)
        return cls(program) if program else None

    def say(self, sounds: Iterable[Sound]) -> None:
        """Start to speak, and return at once."""
        self.stop()
        pieces = [piece for run in runs(sounds) if isinstance(run, tuple) for piece in run]
        if not pieces:
            return
        with self._lock:
            # The program is espeak-ng as found on the path, and the words reach it on its input, never as arguments.
            self._speaking = subprocess.Popen(  # noqa: S603
                [self._program, "-v", "en-gb", "-s", "155", "-m", "--stdin"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stream = self._speaking.stdin
        if stream is not None:
            try:
                stream.write(ssml(pieces))
                stream.close()
            except BrokenPipeError:
                # No sound card, most likely: the words are on the screen all the same.
                self.stop()

    def stop(self) -> None:
        """Be silent."""
        with self._lock:
            speaking, self._speaking = self._speaking, None
        if speaking is not None:
            if speaking.poll() is None:
                speaking.terminate()
            speaking.wait()


def ssml(pieces: Iterable[Piece]) -> bytes:
    """Words and gaps as an SSML document, in UTF-8."""
    root = Element("speak")
    for piece in pieces:
        if isinstance(piece, Gap):
            ElementTree.SubElement(root, "break", time=f"{round(piece.seconds * 1000)}ms")
        else:
            words = ElementTree.SubElement(root, "prosody", rate=f"{round(piece.rate * 100)}%")
            words.text = piece.aloud
            words.tail = " "
    return bytes(ElementTree.tostring(root, encoding="utf-8"))
