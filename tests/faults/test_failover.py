"""Sentinels have another server take over. `make faults` does it to the whole service, with fifty people."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from signpost.adapters.connection import apart, connect
from tests.faults.watched import Watched, watched

_TO_TAKE_OVER = 30.0


@pytest.mark.parametrize("fall", [Watched.kill_primary, Watched.stop_primary])
def test_the_same_client_finds_the_server_that_took_over(tmp_path: Path, fall: Callable[[Watched], int]) -> None:
    with watched(tmp_path) as servers, connect(servers.url) as client, apart(client) as other:
        client.set("signpost:test", "kept")
        assert other.get("signpost:test") == b"kept"
        servers.wait_for_another(fall(servers), _TO_TAKE_OVER)
        for one in (client, other):
            # What it has of the old server it loses at its first try: that may come to nothing, and no other may.
            with suppress(RedisError):
                one.get("signpost:none")
            assert one.get("signpost:test") == b"kept"
            assert one.set("signpost:test", "kept")
