"""Spans have what the log has, and no more; where no address is set nothing is imported that sends any."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from signpost import traces
from tests.house import House


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    traces.begin(exporter)
    yield exporter
    traces.end()


def test_a_turn_is_a_span_without_number_or_words(house: House, spans: InMemorySpanExporter) -> None:
    house.carrier.text("hello there", "+447700900123")
    traces.flush()
    (turn,) = spans.get_finished_spans()
    assert turn.name == "turn"
    assert turn.attributes is not None
    assert turn.attributes["signpost.outcome"] == "kept"
    assert {"signpost.conversation", "signpost.ms", "signpost.step"} <= set(turn.attributes)
    assert "7700900123" not in turn.to_json()
    assert "hello" not in turn.to_json()


def test_without_an_address_nothing_is_imported_that_sends_any() -> None:
    # redis-py loads the SDK where it is installed; it sends nothing.
    check = "import sys, signpost.web, signpost.jobs, signpost.cli; sys.exit('opentelemetry.exporter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
