"""Who may sign in: what a wrong password costs, and whom it keeps out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis
from werkzeug.security import check_password_hash, generate_password_hash

from signpost.adapters import staff as adapter
from signpost.adapters.staff import Staff
from signpost.adapters.store import RedisStore
from signpost.staff_ports import Member, Role, TooManyTriesError
from tests.web.console import MANAGER, PASSWORD, employ


@pytest.fixture
def staff(store: RedisStore) -> Staff:
    employ(store.staff)
    return store.staff


def test_a_stranger_who_tries_many_names_keeps_nobody_else_out(staff: Staff) -> None:
    for at in range(50):
        assert staff.sign_in(f"n{at}", "x", "192.0.2.1") is None
    with pytest.raises(TooManyTriesError):
        staff.sign_in("Olu", PASSWORD, "192.0.2.1")
    assert staff.sign_in("Olu", PASSWORD, "192.0.2.2")


def test_of_tries_at_once_no_more_are_looked_at(staff: Staff) -> None:
    def wrong(_: int) -> bool:
        try:
            return staff.sign_in("Olu", "x", "192.0.2.1") is None
        except TooManyTriesError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(wrong, range(20))) == 10
    with pytest.raises(TooManyTriesError):
        staff.sign_in("Olu", PASSWORD, "192.0.2.2")


def test_a_right_password_is_no_wrong_try(staff: Staff, redis: Redis) -> None:
    for _ in range(12):
        assert staff.sign_in("Olu", PASSWORD, "192.0.2.1")
    assert redis.keys("signpost:tries*") == []
    assert staff.sign_in("three typed words", "x", "192.0.2.1") is None
    tried = redis.keys("signpost:tries*")
    assert len(tried) == 2
    assert not any(b"typed" in key for key in tried)


def test_who_is_removed_meanwhile_does_not_come_back_by_a_new_password(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = generate_password_hash

    def removed(password: str) -> str:
        staff.remove("Olu")
        return hashed(password)

    monkeypatch.setattr(adapter, "generate_password_hash", removed)
    assert staff.change_password("Olu", PASSWORD, "three new words", "192.0.2.1") is None
    assert staff.all() == [MANAGER]


def test_a_name_is_the_same_however_its_letters_are_written(staff: Staff) -> None:
    assert staff.put(Member("Jose\u0301", Role.OFFICER), PASSWORD)
    assert not staff.put(Member("JOS\u00c9", Role.OFFICER), PASSWORD)
    assert staff.sign_in("jos\u00e9", PASSWORD, "")


def test_an_unknown_name_is_looked_at_as_a_known_one_is() -> None:
    known, nobody = generate_password_hash(PASSWORD), adapter._NOBODY
    assert nobody.split("$")[0] == known.split("$")[0]
    assert len(nobody.split("$")[2]) == len(known.split("$")[2])
    assert not check_password_hash(nobody, PASSWORD)
