from collections.abc import Callable

from flask.testing import FlaskClient
from rq import SimpleWorker

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import Twilio


def client(service: Service) -> FlaskClient:
    return make_app(service).test_client()


def test_a_process_is_alive_whatever_else_is_not(make_service: Callable[..., Service]) -> None:
    assert client(make_service(REDIS_URL="redis://127.0.0.1:1/0")).get("/healthz").status_code == 200


def test_ready_names_what_is_missing(make_service: Callable[..., Service]) -> None:
    service = make_service()
    response = client(service).get("/readyz")
    assert (response.status_code, response.text) == (503, "no worker has been seen lately\n")
    worker = service.jobs.worker(kind=SimpleWorker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    assert client(service).get("/readyz").status_code == 200
    worker.register_death()  # type: ignore[no-untyped-call]
    cut_off = client(make_service(REDIS_URL="redis://127.0.0.1:1/0")).get("/readyz")
    assert (cut_off.status_code, cut_off.text) == (503, "Redis cannot be reached: ConnectionError\n")


def test_metrics_open_to_the_token_alone(service: Service) -> None:
    app = make_app(service)
    twilio = Twilio(app.test_client())
    twilio.text("hello")
    assert twilio.client.get("/metrics").status_code == 403
    assert twilio.client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    shown = twilio.client.get("/metrics", headers={"Authorization": "Bearer a token for the monitor"})
    assert 'signpost_turns_total{channel="text"} 1.0' in shown.text
    assert 'signpost_jobs_waiting{queue="replies"} 0.0' in shown.text


def test_metrics_stay_closed_without_a_token(make_service: Callable[..., Service]) -> None:
    closed = client(make_service(SIGNPOST_METRICS_TOKEN=""))
    assert closed.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
