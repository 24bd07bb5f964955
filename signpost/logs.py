"""The log of a process: one line for each event on standard error; JSON, or laid out to be read on a terminal.

All that logs by Python's own means goes this way: our modules, gunicorn, RQ. Of an error its kind and the places in the
code are told, never its words, which may be about a person; of a store that does not answer its kind alone.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import structlog
from redis.exceptions import RedisError
from structlog.typing import EventDict, Processor, WrappedLogger

from signpost.carried_ports import NotKeptError
from signpost.noted import noted

_FRAME = '  File "'


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        raise AttributeError("it is always standard error")


def begin(level: str) -> None:
    """Let this process log from here on, from `level` up: DEBUG, INFO, WARNING or ERROR."""
    # Our lines never tell which thread and process logged: it need not be looked up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    if not any(isinstance(handler, _Handler) for handler in root.handlers):
        handler = _Handler()
        handler.setFormatter(formatter(terminal=sys.stderr.isatty()))
        root.addHandler(handler)
    # At DEBUG libraries quote requests, and numbers with them.
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    # Its SDK does so at INFO.
    logging.getLogger("twilio").setLevel(logging.WARNING)
    logging.getLogger("signpost").setLevel(level)


class _Lines(logging.Formatter):
    """Makes a line of a record by structlog's parts. Its own formatter takes twice as long."""

    def __init__(self, renderer: Processor) -> None:
        super().__init__()
        self._parts: tuple[Processor, ...] = (
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _without_words,
            renderer,
        )

    def format(self, record: logging.LogRecord) -> str:
        made: Any = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            **noted(),
            "exc_info": record.exc_info,
        }
        for part in self._parts:
            made = part(None, record.levelname, made)
        return str(made)


def formatter(*, terminal: bool) -> logging.Formatter:
    """What makes a line of a record."""
    if terminal:
        return _Lines(structlog.dev.ConsoleRenderer(timestamp_key="time"))
    encoder = json.JSONEncoder(default=str)
    return _Lines(structlog.processors.JSONRenderer(serializer=lambda line, **_: encoder.encode(line)))


def _without_words(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    event = str(line["event"])
    if "\n" in event:
        # RQ has the whole of an error in its message.
        first, *more = event.splitlines()
        line["event"] = first
        at = [number for number, one in enumerate(more) if one.startswith(_FRAME)]
        if at:
            # Its words follow its class, and may have lines of their own.
            told = next((one for one in more[at[-1] :] if one and not one[0].isspace()), "")
            line["fault"] = told.partition(":")[0]
            if not told.startswith("redis."):
                line["trace"] = [_place(*more[number].split('"', 2)[1:]) for number in at]
    fault = line.pop("exc_info", None)
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        line["fault"] = kind(fault)
        if not isinstance(fault, RedisError | NotKeptError):
            line["trace"] = list(_trace(fault))
    return line


def kind(fault: BaseException) -> str:
    """The name of an error's class; of a turn that was not kept, that of the reason."""
    cause = fault.__cause__ if isinstance(fault, NotKeptError) else None
    return type(cause or fault).__name__


def _trace(fault: BaseException) -> Iterator[str]:
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before:
        yield from _trace(before)
    yield type(fault).__name__
    for frame in traceback.extract_tb(fault.__traceback__):
        yield _place(frame.filename, f", line {frame.lineno}, in {frame.name}")


def _place(path: str, where: str) -> str:
    return "/".join(Path(path).parts[-2:]) + where
