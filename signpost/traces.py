"""Spans for OpenTelemetry, where an address for them is set; else nothing of it is even imported.

A span has what the log has of the same piece of work (see noted.py): no number, no words. The library's own
instrumentation of Flask and Redis is left out, as that of Redis writes keys, and that of Flask addresses.
"""

import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

log = logging.getLogger(__name__)

_MOST_MS = 1000


class _State:
    provider: "TracerProvider | None" = None
    tracer: "Tracer | None" = None


def begin(exporter: "SpanExporter | None" = None) -> None:
    """Send spans from here on, by default to where OTEL_EXPORTER_OTLP_ENDPOINT says.

    Some platforms set that for everybody: where what sends them is not installed, a line in the log says so.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        log.warning("no spans are sent: signpost[otel] is not installed")
        return
    # Its own settings are all from the environment; only this one has a poor default.
    os.environ.setdefault("OTEL_SERVICE_NAME", "signpost")
    _State.provider = TracerProvider()
    _State.provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
    _State.tracer = _State.provider.get_tracer("signpost")


def end() -> None:
    """Send what is left, and no more from here on."""
    if _State.provider:
        _State.provider.shutdown()
    _State.provider = _State.tracer = None


def flush() -> None:
    """Send what waits to be sent, in a second or not at all: for a process that is about to end without notice."""
    if _State.provider:
        _State.provider.force_flush(_MOST_MS)


def start(name: str) -> "Span | None":
    """A span that begins now; None where none are sent."""
    return _State.tracer.start_span(name) if _State.tracer else None


def finish(span: "Span", fields: Mapping[str, object]) -> None:
    """End a span, with what was noted of it."""
    # Not the library's own manager of contexts: it would write down the words of an error.
    told = {f"signpost.{key}": value for key, value in fields.items() if isinstance(value, str | int | float)}
    span.set_attributes(told)
    span.end()
