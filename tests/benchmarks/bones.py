"""Our turn's signature and Redis traffic, and no logic: a packet to read and one to write, as long as a turn's.

Nothing is thought of in between, nothing is sealed or noted. So it tells how near to a bare view our turn could come at
most with this client and these packets; a service that keeps less, or in another way, may come nearer.
"""

from collections.abc import Sequence
from contextlib import suppress

from flask import Flask, Response, abort, request
from redis import Redis, WatchError

from signpost.adapters.batch import Batch
from signpost.adapters.connection import connect
from signpost.adapters.watched import commit, watch_and_read
from signpost.settings import Settings
from signpost.web.signature import Signature
from tests.benchmarks.bare import CONSTANT

# Bytes of what a call's third turn keeps: where the caller stands, what is known of them, where a call that breaks off
# is taken up again, and the answer, should Twilio ask again.
_KEPT = {"session": 289, "person": 45, "left": 181, "answer": 1_479}
# What is read beside, of whoever has none of it.
_ASKED = ("callback:a", "callback:b", "stopped")
_DAY = 86_400


def create_app() -> Flask:
    """The view, served with the settings of the service."""
    settings = Settings.from_env()
    signature = Signature(settings.auth_token.get_secret_value(), settings.public_url)
    redis, app = connect(settings.redis_url or ""), Flask("bones")

    @app.post("/voice")
    @app.post("/sms")
    def turn() -> Response:
        """Signed, read, written, answered."""
        if not signature.is_valid(request):
            abort(403)
        whose = request.form.get("CallSid") or request.form["From"]
        kept, beside = ([f"signpost:{name}:call:{whose}" for name in names] for names in (_KEPT, _ASKED))
        while not _done(redis, kept, beside):
            # The same call's turn before this one was being written meanwhile: as in the service.
            pass
        return Response(CONSTANT, mimetype="text/xml")

    @app.get("/healthz")
    def ready() -> str:
        """For whoever waits until it is up."""
        return "ok"

    return app


def _done(redis: Redis, kept: Sequence[str], beside: Sequence[str]) -> bool:
    with redis.pipeline() as pipe:
        watch_and_read(pipe, (*kept[:2], *beside[:2]), ("MGET", *kept, *beside, "message", "amendments"))
        pipe.multi()
        _written(kept).run(pipe)
        with suppress(WatchError):
            commit(pipe)
            return True
    return False


def _written(kept: Sequence[str]) -> Batch:
    """As many commands as a turn's, and as long."""
    batch, day, held = Batch(), "signpost:day:2026-11-22", f"signpost:held:{kept[1]}"
    for key, length in zip(kept, _KEPT.values(), strict=True):
        batch.add("SET", key, bytes(length), "EX", _DAY)
    for counter in ("turns.voice", "places.team-coordinator"):
        batch.add("HINCRBY", "signpost:counts", counter, 1)
    for counter in ("outcome.voice.contact", "within.voice.15", "stood.people"):
        batch.add("HINCRBY", day, counter, 1)
    batch.add("EXPIRE", day, _DAY, "NX")
    batch.add("ZREMRANGEBYSCORE", held, "-inf", 1)
    batch.add("ZADD", held, *(word for key in kept for word in (_DAY, key)))
    batch.add("EXPIRE", held, _DAY, "NX")
    batch.add("EXPIRE", held, _DAY, "GT")
    return batch
