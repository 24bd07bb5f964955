import pytest

from signpost.adapters.seal import Seal, SecretTokens, UnreadableError

NUMBER = "+447700900123"
DATA = {"to": NUMBER, "place": "café", "turn": 3, "trail": ["a", "b"], "slow": None}


def test_sealed_data_comes_back() -> None:
    seal = Seal("one")
    assert seal.open(seal.seal(DATA)) == DATA


def test_sealed_data_tells_nothing_and_differs_each_time() -> None:
    seal = Seal("one")
    first, second = seal.seal(DATA), seal.seal(DATA)
    assert first != second
    assert b"7700900123" not in first
    assert b"place" not in first


def test_a_new_secret_opens_what_the_old_one_sealed() -> None:
    old = Seal("old").seal(DATA)
    rotating = Seal("new, old")
    assert rotating.open(old) == DATA
    assert Seal("new").open(rotating.seal(DATA)) == DATA


def test_a_dropped_secret_opens_nothing() -> None:
    with pytest.raises(UnreadableError, match="SIGNPOST_SECRET_KEY"):
        Seal("new").open(Seal("old").seal(DATA))


@pytest.mark.parametrize("place", [0, 4, 15, 16, -1])
def test_one_changed_bit_is_noticed(place: int) -> None:
    seal = Seal("one")
    blob = bytearray(seal.seal(DATA))
    blob[place] ^= 1
    with pytest.raises(UnreadableError):
        seal.open(bytes(blob))


@pytest.mark.parametrize("length", [0, 3, 4, 10, 16, 31])
def test_a_cut_record_is_noticed(length: int) -> None:
    seal = Seal("one")
    with pytest.raises(UnreadableError):
        seal.open(seal.seal(DATA)[:length])


@pytest.mark.parametrize("secret", ["", " ", "new,", ",old", "a,,b"])
def test_an_empty_secret_is_refused_by_name(secret: str) -> None:
    for kind in (Seal, SecretTokens):
        with pytest.raises(ValueError, match="SIGNPOST_SECRET_KEY"):
            kind(secret)


def test_a_person_has_one_token_and_it_is_not_the_number() -> None:
    tokens = SecretTokens("one")
    token = tokens.person(NUMBER)
    assert token == SecretTokens("one").person(NUMBER)
    assert len(token) == 32
    assert int(token, 16)
    assert token != tokens.person("+447700900124")
    assert token != SecretTokens("two").person(NUMBER)


def test_tokens_stay_while_the_secret_changes() -> None:
    assert SecretTokens("new,old").person(NUMBER) == SecretTokens("old").person(NUMBER)


def test_a_follow_up_is_named_by_person_and_place() -> None:
    tokens = SecretTokens("one")
    names = {tokens.follow_up(person, goto) for person in ("p", "q") for goto in ("heard-back", "senco")}
    assert len(names) == 4
    assert tokens.follow_up("p", "senco") in names
    assert tokens.follow_up("p", "senco") != tokens.person("p senco")


def test_texts_have_new_ids() -> None:
    tokens = SecretTokens("one")
    assert len({tokens.text() for _ in range(100)}) == 100
