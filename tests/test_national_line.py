"""What a national line needs: every sum comes out, and rests on what was measured."""

import re
from collections import Counter
from collections.abc import Mapping
from math import ceil, floor

import pytest

from signpost.adapters.connection import connect
from signpost.bootstrap import build
from signpost.core.menu import Keep
from signpost.settings import Settings
from tests.benchmarks import kept, national, serving


def test_a_national_line_is_not_reckoned_from_half_of_the_figures() -> None:
    assert national.reckoned({"voice turns/s": 100.0}) is None


# Round numbers, made by hand: nothing was measured.
FIGURES = {
    "voice turns/s": 800.0,
    "text turns/s": 400.0,
    "follow-ups/s": 200.0,
    "web PSS MB": 231.0,
    "worker PSS MB": 90.4,
    **{f"bytes of {name}": 100.0 * number for number, name in enumerate(kept.KINDS, 1)},
    **{f"days of {name}": days for name, days in kept.lives(Keep()).items()},
}


def page(other: Mapping[str, float] = {}) -> dict[str, tuple[str, str]]:
    """How each row is reckoned, and what it comes to."""
    table = national.reckoned({**FIGURES, **other})
    assert table
    return {what: (how, comes_to) for what, how, comes_to in table.rows}


def calculated(how: str) -> float:
    """What a pocket calculator makes of a sum as it is written: words are no part of it."""
    written = re.sub(r"(?<=\d),(?=\d)", "", how.partition(";")[0]).replace(" x ", " * ")
    written = re.sub(r"([\d.]+)%", r"(\1/100)", re.sub(r"\([a-z, ]+\)", "", written))
    return float(eval(re.sub(r"[A-Za-z,]+", "", written), {}))  # noqa: S307


def test_every_sum_of_a_national_line_comes_out_on_a_pocket_calculator() -> None:
    sums = {what: row for what, row in page().items() if re.search(r"\d", row[0])}
    assert len(sums) > 25
    for what, (how, comes_to) in sums.items():
        number, _, unit = comes_to.replace(",", "").partition(" ")
        found = calculated(how) / (2**30 if unit == "GiB" and how.endswith("bytes") else 1)
        digits = len(number.partition(".")[2])
        least = 2 if "two at least" in how else 0
        # Processes, numbers and memory to provide are rounded up, and a rate down.
        whole = {ceil(round(found, 6)), floor(found)} if not digits else set()
        assert float(number) in {max(each, least) for each in (round(found, digits), *whole)}, what


def test_a_national_line_comes_to_what_was_reckoned_by_hand() -> None:
    comes_to = {what: row[1] for what, row in page().items()}
    # 10,000 an hour are 166.7 a minute; of their 2 minutes and 20% of 10 all take a call, of the latter a second leg.
    assert comes_to["calls at once, in a busy minute"] == "1,333"
    assert comes_to["second legs at once, of those put through"] == "667"
    # 5,000 an hour after calls, and half a million in 945,000 seconds of a month.
    assert comes_to["texts sent in a busy second, after calls and later"] == "3.8"
    assert comes_to["numbers that texts come from"] == "2"
    assert comes_to["SIGNPOST_SEGMENTS_A_DAY, at least; 5,000 unless it is set"] == "200,000"
    # Of six months each a million people, half of them at 100 bytes, half at 200: 900,000,000 bytes.
    assert comes_to["Redis, people"] == "0.84 GiB"
    # 80,000 x (300 + 1,000) and 80,000 x (700 + 1,000 + 1,100) bytes: 328,000,000.
    assert comes_to["Redis, what calls and texts leave for a day"] == "0.31 GiB"
    # 10,000 x (5.2 x 400 + 250) bytes: 23,300,000.
    assert comes_to["Redis, what calls leave for an hour"] == "0.02 GiB"
    assert comes_to["billed in a month: calls that come in"] == "4,000,000 minutes"
    assert comes_to["billed: answers to them"] == "2,000,000 segments"


def test_the_rate_to_set_leaves_room_for_answers_and_for_all_that_is_sent() -> None:
    rate = int(page()["SIGNPOST_SMS_RATE, with a messaging service of these numbers"][1])
    assert rate >= national.TEXTS * national.SEGMENTS
    assert rate + national.TEXTS * national.SEGMENTS <= national.LONG_CODE * national.NUMBERS


def test_people_who_are_kept_for_longer_take_more_memory() -> None:
    assert page()["Redis, people"][1] == "0.84 GiB"
    assert page({"days of a caller": 360.0})["Redis, people"][1] == "1.68 GiB"
    assert page({"days of a call's session": 2.0})["Redis, what calls and texts leave for a day"][1] == "0.33 GiB"


def test_a_slower_machine_needs_more_processes() -> None:
    what = "web processes; a report is taken for a text, which costs more"
    # (28.9 / 10 + 20.8 / 400) x 2 + 4.7 x 0.0024 is 5.90, which is to be half of it.
    assert page({"voice turns/s": 10.0})[what][1] == "12"
    assert page({"voice turns/s": 1000.0})[what][1] == "2"


def test_what_is_left_over_is_shared_evenly_and_lists_by_their_members() -> None:
    before = kept.Held(1_000, 1, Counter({"agenda": 1}), Counter({"agenda": 100}))
    after = kept.Held(1_700, 3, Counter({"agenda": 5, "person": 2}), Counter({"agenda": 300, "person": 400}))
    # Of 700 bytes 200 are the list's, 400 the persons'; the 100 that are left are of two keys.
    assert after.since(before) == {"agenda": 50, "person": 250}


def test_people_leave_one_of_each_kind_and_no_call_stays_in_a_texters_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving.valkey(fsync=serving.MEMORY_ALONE) as url, connect(url) as redis:
        for name, value in serving.settings(url, 8000).items():
            monkeypatch.setenv(name, value)
        service = build(Settings.from_env())
        _, figures = kept.measured(service, redis, 4)
        service.redis.close()
        assert all(figures[f"bytes of {name}"] > 0 for name in kept.KINDS)
        there, come = kept.held(redis).counts, kept.FIRST + 4
        assert {there[kind] for kind in ("followup", "agenda", "outbox", "sent", "today", "session:text")} == {come}
        assert there["person"] == there["held"] == there["left"] == 2 * come
        lists = [redis.zrange(key, 0, -1) for key in redis.keys("signpost:held:*")]
        texters = [names for names in lists if any(b":followup:" in name for name in names)]
        assert len(texters) == come
        assert not [name for names in texters for name in names if b":answer:call:" in name]
