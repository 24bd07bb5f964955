"""What the README says of a backup: a copy of the log of our own server, made while it runs, has all of it."""

import shutil
from pathlib import Path

import pytest
from redis import Redis

from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "first", tmp_path / "second"


def test_a_copy_made_while_it_runs_is_the_whole_of_it(folders: tuple[Path, Path]) -> None:
    first, second = folders
    for folder in folders:
        folder.mkdir()
    try:
        with connect(ensure(first)) as redis:
            for number in range(1000):
                redis.set(f"kept:{number}", number, ex=1000)
            shutil.copytree(first / "appendonlydir", second / "appendonlydir")
            redis.set("later", 1)
        with connect(ensure(second)) as restored:
            assert _held(restored) == {f"kept:{number}".encode() for number in range(1000)}
            assert 0 < restored.ttl("kept:7") <= 1000
    finally:
        for folder in folders:
            stop(folder)


def _held(redis: Redis) -> set[bytes]:
    return set(redis.scan_iter())
