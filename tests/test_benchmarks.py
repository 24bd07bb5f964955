"""The benchmarks' own parts: what they send is truly signed and never twice the same, and what they write is so."""

import itertools
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qsl

import pytest
import requests
from flask import Flask, request

from signpost.adapters import keys
from signpost.adapters.connection import connect
from signpost.web.signature import Signature
from tests.benchmarks import __main__ as main
from tests.benchmarks import bare, crowd, floip, followups, machine, report, serving, signed, web, where
from tests.benchmarks.figures import Findings, Ratio, Size, Table
from tests.benchmarks.wrk import Measured, Rival
from tests.faults.waiting import until
from tests.house import TOKEN
from tests.lean_carrier import LeanCarrier
from tests.lean_carrier import running as carrier_running

PUBLIC = "http://127.0.0.1:8000"
FASTER = Ratio("a turn", "80", "100", 0.8, 0.4)
SLOWER = Ratio("p99", "", "", 50.0, 25, True, " ms")
ROOT = Path(__file__).parents[1]


def rated(rate: float) -> Measured:
    """So many requests a second were answered."""
    return Measured(rate, 1.0, 1.0, 20.0, 0, 0)


@pytest.mark.parametrize("turns", [signed.calls, signed.texts])
def test_requests_are_signed_as_the_service_wants_them(
    turns: Callable[[], Iterator[signed.Turn]],
) -> None:
    for line in [*signed.lines(islice(turns(), 2 * signed.CALLERS), PUBLIC)][:: signed.CALLERS - 1]:
        path, signature, body = line.rstrip("\n").split("\t")
        headers = {"X-Twilio-Signature": signature}
        given = {"data": dict(parse_qsl(body, keep_blank_values=True)), "headers": headers, "method": "POST"}
        with Flask("test").test_request_context(path, base_url=PUBLIC, **given):
            assert Signature(TOKEN, PUBLIC).is_valid(request)


def test_no_turn_is_sent_twice() -> None:
    calls = Counter((path, form["CallSid"]) for path, form in islice(signed.calls(), 12_000))
    texts = Counter(form["MessageSid"] for _, form in islice(signed.texts(), 12_000))
    assert max(calls.values()) == max(texts.values()) == 1


def test_those_who_come_at_once_are_different_people() -> None:
    together = [form["From"] for _, form in islice(signed.texts(), signed.CALLERS)]
    assert len(set(together)) == signed.CALLERS


def test_a_goal_is_a_least_value_or_a_greatest() -> None:
    assert FASTER.reached is True
    assert SLOWER.reached is False
    assert Ratio("none", "", "", 1.0).reached is None


def test_the_plot_tells_better_from_worse_by_the_same_measure() -> None:
    assert report.better_by(FASTER) == pytest.approx(2)
    assert report.better_by(SLOWER) == pytest.approx(0.5)


def test_what_stands_around_it_in_the_readme_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report.WHOLE.parent.mkdir(parents=True)
    report.README.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    found = Findings([Table("Web", ("what",), (("a row",),))], [FASTER], {}, ["one thing"])
    report.write(found, "this machine", None)
    written = report.README.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{report.BEGIN}\nthis machine")
    assert written.endswith(f"{report.END}\nafter\n")
    assert "old" not in written
    assert "| a turn | 80 | 100 | 0.80 | at least 0.4 | yes |" in written
    assert "- one thing" in written
    assert "| a row |" in report.WHOLE.read_text(encoding="utf-8")


def test_the_readme_has_a_place_for_it() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert readme.count(report.BEGIN) == readme.count(report.END) == 1


def test_a_benchmark_that_takes_too_long_is_told_and_the_next_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_size: Size) -> Findings:
        while True:
            with suppress(Exception):
                sum(range(1_000))

    found = {"endless": main.Budget(endless, 0.05), "next": main.Budget(lambda _size: Findings(ratios=[FASTER]), 5)}
    monkeypatch.setattr(main, "BENCHMARKS", found)
    whole, every = main.measured(("endless", "next"), quick=False)
    assert not every
    assert whole.failed == ["endless is not measured: it was cut off after 0.05 seconds"]
    assert whole.ratios == [FASTER]


def test_one_that_fails_takes_nothing_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_size: Size) -> Findings:
        raise KeyError("gone")

    found = {"broken": main.Budget(broken, 5), "next": main.Budget(lambda _size: Findings(ratios=[FASTER]), 5)}
    monkeypatch.setattr(main, "BENCHMARKS", found)
    whole, every = main.measured(("broken", "next"), quick=False)
    assert not every
    assert whole.ratios == [FASTER]


def test_what_was_not_measured_whole_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_size: Size) -> Findings:
        raise KeyError("gone")

    monkeypatch.chdir(tmp_path)
    report.README.write_text(f"{report.BEGIN}\nold\n{report.END}\n", encoding="utf-8")
    monkeypatch.setattr(main, "BENCHMARKS", {"broken": main.Budget(broken, 5)})
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--write", "broken"])
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 1
    assert "old" in report.README.read_text(encoding="utf-8")
    assert "README.md is left as it was" in capsys.readouterr().err


def test_no_table_is_told_that_has_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(_size: Size) -> Findings:
        return Findings([Table("Nothing", ("what",), ())])

    monkeypatch.setattr(main, "BENCHMARKS", {"empty": main.Budget(empty, 5)})
    whole, _every = main.measured(("empty",), quick=False)
    assert not whole.tables
    assert "|" not in report.summary(whole, "this machine")


@pytest.mark.parametrize(("rate", "goal"), [(440, None), (450, 25), (550, 25), (560, None)])
def test_a_load_that_is_not_half_has_no_verdict(rate: float, goal: float | None) -> None:
    found = web.half_loaded("a turn", rated(rate), 1_000)
    assert found.goal == goal
    assert f"{rate / 1_000:.0%} of the whole" in found.ours


def test_only_rounds_in_which_both_were_measured_are_compared() -> None:
    every = {("one", 16): [rated(100), rated(200)], ("other", 16): [rated(50)]}
    one, other, third = (Rival(name, "", signed.calls) for name in ("one", "other", "third"))
    assert [ratio.value for ratio in web.beside(every, "one", one, other)] == [2.0]
    assert not web.beside(every, "one", one, third)


def test_what_is_compared_is_measured_in_the_same_rounds() -> None:
    together = {rival for rival, _command in web.BESIDES}
    assert {rival for _what, *both in web.COMPARED for rival in both} <= together


def test_calls_of_a_turn_are_counted_in_the_application_alone() -> None:
    pure, every = where.calls_of(bare.constant, signed.calls(120), 50)
    assert 0 < pure < every
    assert where.calls_of(bare.constant, signed.calls(120), 100)[0] == pytest.approx(pure, rel=0.05)
    assert where.calls_of(bare.sample, signed.calls(120), 50)[0] > pure


def test_a_carrier_far_away_takes_many_texts_at_once() -> None:
    def send(url: str) -> None:
        form = {"To": "+447700900001", "Body": "a text"}
        with requests.Session() as session, suppress(requests.ConnectionError):
            session.trust_env = False
            session.post(f"{url}/Accounts/1/Messages.json", data=form, timeout=600)

    with ThreadPoolExecutor(8) as hands:
        with carrier_running(delay=600.0) as carrier:
            sent = [hands.submit(send, carrier.url) for _ in range(8)]
            assert until(lambda: carrier.number() == len(sent), 60), "it took them one after the other"
            assert not any(one.done() for one in sent)
        # It has ended, and answers none of them.
        wait(sent)


def test_a_rate_is_of_so_many_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(LeanCarrier):
        taken = itertools.count(step=10)

        def number(self) -> int:
            return next(self.taken)

    # A clock that goes on by a second with each look at it.
    clock = SimpleNamespace(monotonic=map(float, itertools.count()).__next__, sleep=lambda _seconds: None)
    monkeypatch.setattr(followups, "time", clock)
    assert 3 < followups.rate(Endless(""), 1_000_000, 5.0) < 10


def test_a_commit_is_told_and_that_it_was_changed(tmp_path: Path) -> None:
    def git(*asked: str) -> str:
        me = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *me, *asked], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert not machine.commit(tmp_path)
    git("init")
    git("commit", "--allow-empty", "--message", "first")
    name = git("rev-parse", "--short", "HEAD").strip()
    assert machine.commit(tmp_path) == f", commit {name}"
    (tmp_path / "new").touch()
    assert machine.commit(tmp_path) == f", commit {name} with changes"


@pytest.mark.parametrize(
    ("npm", "told", "installed"),
    [
        (None, "npm is needed", False),
        ("exit 1", "npm could not fetch", False),
        ("exit 0", "", True),
    ],
)
def test_npm_is_asked_again_until_it_has_fetched_the_runner(
    npm: str | None, told: str, installed: bool, tmp_path: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("make", "mkdir", "cp", "touch", "sh"):
        (programs / name).symlink_to(str(shutil.which(name)))
    if npm:
        (programs / "npm").write_text(f"#!/bin/sh\n{npm}\n", encoding="ascii")
        (programs / "npm").chmod(0o755)
    mark = tmp_path / "node/.installed"
    done = subprocess.run(
        ["make", f"BENCH={tmp_path}", str(mark)],
        cwd=ROOT,
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told in done.stdout
    assert mark.exists() == installed


def test_why_there_is_no_flow_runner_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert floip.missing().startswith("node and npm are needed")
    for name in ("node", "npm"):
        (tmp_path / name).touch(0o755)
    assert floip.missing() == "`make bench` installs it"
    (tmp_path / floip.BESIDE).mkdir(parents=True)
    (tmp_path / floip.BESIDE / "package.json").touch()
    assert floip.missing() == "npm could not fetch it"


def test_all_together_stay_within_the_time_that_is_promised() -> None:
    assert sum(budget.seconds for budget in main.BENCHMARKS.values()) < 15 * 60
    assert sum(main.BENCHMARKS[name].quick for name in main.QUICK) < 90


def test_a_crowd_is_copied_from_what_a_real_turn_left() -> None:
    with serving.valkey(fsync=serving.MEMORY_ALONE) as url, connect(url) as redis:
        followups.schedule(redis, 1, lambda: datetime.now(UTC) + timedelta(days=9))
        people = crowd.Crowd(redis)
        people.grow(1_200)
        sealed = [cast("bytes", redis.get(key)) for key in redis.keys("signpost:followup:*")]
        assert len(sealed) == redis.zcard(keys.AGENDA) == 1_201
        assert len(set(sealed)) == 1
        held = redis.keys("signpost:held:*")
        # Each holds its own records, not those of whom it was copied from.
        assert len({name for key in held for name in redis.zrange(key, 0, -1)}) == 2 * 1_201
        assert people.each > len(sealed[0])
