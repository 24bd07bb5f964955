"""What a monitor asks: is this process alive, can it do its work, and how is it going."""

import hmac
from collections.abc import Iterable

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

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
        waiting = GaugeMetricFamily("signpost_jobs_waiting", "Jobs that wait in a queue", labels=["queue"])
        for queue, count in self._service.jobs.waiting().items():
            waiting.add_metric([queue], count)
        return [*families.values(), waiting]

    def describe(self) -> Iterable[CounterMetricFamily]:
        return []
