import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis.exceptions import ConnectionError as GoneError
from redis.exceptions import ResponseError

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.adapters.embedded import NoServerError, ensure, stop
from tests.faults.waiting import until


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "data"
    yield place
    stop(place)


def _process(url: str) -> int:
    with connect(url) as client:
        return int(client.info("server")["process_id"])


def test_many_starters_get_one_server(folder: Path) -> None:
    starters = 8
    barrier = threading.Barrier(starters)

    def start(_: int) -> int:
        barrier.wait()
        return _process(ensure(folder))

    with ThreadPoolExecutor(starters) as pool:
        assert len(set(pool.map(start, range(starters)))) == 1
    # Others might have been started, and have lost their socket to the last one.
    assert (folder / "valkey.log").read_text().count("Valkey is starting") == 1


def test_it_outlives_whoever_started_it(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from signpost.adapters.embedded import ensure; "
        "print(ensure(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(folder)]
    url = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert _process(url) == _process(ensure(folder))


def test_a_server_that_is_held_up_is_not_started_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = _process(ensure(folder))
    os.kill(server, signal.SIGSTOP)
    try:
        monkeypatch.setattr(embedded, "_REPLY", 0.1)
        monkeypatch.setattr(embedded, "_PATIENCE", 0.2)
        with pytest.raises(NoServerError, match="does not answer"):
            ensure(folder)
    finally:
        os.kill(server, signal.SIGCONT)
    monkeypatch.undo()
    assert _process(ensure(folder)) == server


def test_a_server_that_cannot_write_its_disk_runs_all_the_same(folder: Path) -> None:
    url = ensure(folder)
    server = _process(url)
    with connect(url) as client:
        # Where its file should be there is a folder.
        (folder / "dump.rdb").mkdir()
        client.config_set("save", "86400 1000000")
        client.bgsave()
        assert until(lambda: client.info("persistence")["rdb_last_bgsave_status"] == "err", 20)
        with pytest.raises(ResponseError, match="MISCONF"):
            client.ping()
        assert ensure(folder) == embedded.running(folder) == url
        assert _process(url) == server
        client.config_set("save", "")


def test_a_server_that_does_not_end_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = _process(ensure(folder))
    os.kill(server, signal.SIGSTOP)
    try:
        monkeypatch.setattr(embedded, "_REPLY", 0.1)
        monkeypatch.setattr(embedded, "_PATIENCE", 0.2)
        with pytest.raises(NoServerError, match=r"does not end: look into .*valkey\.log"):
            stop(folder)
    finally:
        os.kill(server, signal.SIGCONT)


def test_data_outlives_the_server(folder: Path) -> None:
    with connect(ensure(folder)) as client:
        client.set("signpost:test", "kept")
    stop(folder)
    with connect(ensure(folder)) as client:
        assert client.get("signpost:test") == b"kept"


def test_data_outlives_a_crash(folder: Path) -> None:
    with connect(ensure(folder)) as client:
        client.set("signpost:test", "kept")
        client.set("signpost:test2", "kept")
        server = client.connection_pool.get_connection()
        os.kill(_process(ensure(folder)), signal.SIGKILL)
        with pytest.raises(GoneError):
            server.read_response()
        client.connection_pool.release(server)
    with connect(ensure(folder)) as client:
        assert client.mget("signpost:test", "signpost:test2") == [b"kept", b"kept"]


def test_only_its_owner_reaches_it_and_no_port_is_open(folder: Path) -> None:
    url = ensure(folder)
    assert (folder / "v.sock").stat().st_mode & 0o077 == 0
    with connect(url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_stop_ends_it_and_may_be_called_twice(folder: Path) -> None:
    url = ensure(folder)
    stop(folder)
    stop(folder)
    with connect(url) as client, pytest.raises(GoneError):
        client.ping()


def test_stop_where_there_is_nothing(tmp_path: Path) -> None:
    stop(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_folder_whose_path_is_too_long_for_a_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long name " * 12).strip()
    url = ensure(folder)
    try:
        assert len(url) < 110
        with connect(url) as client:
            assert client.ping()
            assert client.config_get("dir") == {"dir": str(folder)}
    finally:
        stop(folder)
    assert not Path(urlsplit(url).path).parent.exists()


def test_somebody_elses_folder_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120)
    url = ensure(folder)
    stop(folder)
    far = Path(urlsplit(url).path).parent
    far.mkdir(mode=0o700)
    far.chmod(0o777)
    try:
        with pytest.raises(NoServerError, match="REDIS_URL"):
            ensure(folder)
    finally:
        far.rmdir()


def test_where_no_path_is_short_enough_it_says_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / ("y" * 80)))
    with pytest.raises(NoServerError, match="too long: set SIGNPOST_DATA"):
        ensure(tmp_path / ("x" * 120))


def test_a_space_in_the_path_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "my data"
    url = ensure(folder)
    try:
        with connect(url) as client:
            assert client.ping()
    finally:
        stop(folder)


def test_a_machine_without_the_package_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda _: None)
    with pytest.raises(NoServerError, match="set REDIS_URL"):
        ensure(tmp_path)


def test_a_server_that_will_not_start_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "valkey-server"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(embedded, "_binary", lambda: broken)
    with pytest.raises(NoServerError, match=r"valkey\.log"):
        ensure(tmp_path / "data")
