"""What a monitor asks: is this process alive, can it do its work, and how is it going."""

import hmac
from collections.abc import Iterable

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from signpost.adapters.condition import KEEPS, Condition
from signpost.bootstrap import Service


def health(service: Service) -> Blueprint:
    """/healthz, /readyz and /metrics."""
    routes = Blueprint("health", __name__)
    registry = CollectorRegistry()
    registry.register(_Counts(service))

    @routes.get("/healthz")
    def healthz() -> str:
        return "alive\n"

    @routes.get("/readyz")
    def readyz() -> tuple[str, int]:
        try:
            service.store.ping()
            worker = service.jobs.worker_seen()
        except RedisError as error:
            return f"Redis cannot be reached: {type(error).__name__}\n", 503
        return ("ready\n", 200) if worker else ("no worker has been seen lately\n", 503)

    @routes.get("/metrics")
    def metrics() -> Response:
        token = service.settings.metrics_token
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token is None or not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
            abort(403)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


class _Counts(Collector):
    """The counters that all processes share in Redis, read when somebody asks: no process has numbers of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        families = {
            "turns": CounterMetricFamily("signpost_turns", "Turns taken", labels=["channel"]),
            "places": CounterMetricFamily("signpost_places", "Arrivals at a place of the pack", labels=["place"]),
            "texts": CounterMetricFamily("signpost_texts", "Texts, by what happened", labels=["what"]),
            "rings": CounterMetricFamily("signpost_rings", "Calls to who texts RING ME", labels=["what"]),
            "callbacks": CounterMetricFamily("signpost_callbacks", "Requests to be rung back", labels=["what"]),
            "understood": CounterMetricFamily("signpost_own_words", "Own words, by what came of them", labels=["what"]),
            "danger": CounterMetricFamily("signpost_danger", "Words of danger that were answered", labels=["what"]),
            "followups": CounterMetricFamily("signpost_followups", "Follow-ups, by what happened", labels=["what"]),
        }
        for name, count in self._service.store.counts().items():
            family, _, label = name.partition(".")
            families[family].add_metric([label], count)
        return [*families.values(), *_gauges(self._service.store.condition.read())]

    def describe(self) -> Iterable[CounterMetricFamily]:
        return []


def _gauges(now: Condition) -> Iterable[GaugeMetricFamily]:
    """The same as the staff's page of health. What the server does not tell us is left out."""
    waiting = GaugeMetricFamily("signpost_jobs_waiting", "Jobs that wait in a queue", labels=["queue"])
    for queue, count in now.queues.items():
        waiting.add_metric([queue], count)
    faults = GaugeMetricFamily("signpost_carrier_faults", "The carrier's faults in the last hour", labels=["code"])
    for code, count in now.faults.items():
        faults.add_metric([str(code or "none")], count)
    yield from (waiting, faults)
    for name, told, value in _figures(now):
        yield GaugeMetricFamily(f"signpost_{name}", told, value=float(value))


def _figures(now: Condition) -> Iterable[tuple[str, str, float]]:
    yield "oldest_text_seconds", "How long the text has waited that waited longest; 0 for none", now.oldest or 0
    yield "errands", "What is to be done in its time: follow-ups, texts, calls, e-mails", now.errands
    yield "errands_late", "Errands that should have been done two minutes ago", now.late
    yield "workers", "Workers that were seen in the last two minutes", now.workers
    yield "segments_today", "Segments that were sent today, of SIGNPOST_SEGMENTS_A_DAY", now.segments
    yield "callbacks_open", "Requests to be rung back that are open", now.callbacks
    yield "callbacks_overdue", "Open requests to be rung back whose day is over", now.overdue
    if memory := now.memory:
        yield "redis_memory_bytes", "Memory that Redis uses", memory.used
        yield "redis_memory_limit_bytes", "Memory that Redis may use; 0 for no limit", memory.limit
        yield "redis_evicts", "Whether Redis drops what it holds when memory is short", memory.policy != KEEPS
    if kept := now.persistence:
        yield "redis_log", "Whether Redis appends each change to a file, and can", kept.log and kept.log_sound
        yield "redis_picture_sound", "Whether Redis could last write out all it holds", kept.picture_sound
        yield "redis_saved_timestamp_seconds", "When Redis last wrote out all it holds", kept.saved
