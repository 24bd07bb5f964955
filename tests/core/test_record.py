"""Records are made anew as `dataclasses` would make them, only sooner."""

import dataclasses

import pytest

from signpost.core.record import made, replace
from signpost.core.session import Channel, Question, Session

SESSION = Session(Channel.TEXT, "first", Question.CHOICE, trail=("a",), misses=1)


def test_a_record_is_changed_as_the_library_changes_it() -> None:
    changed = replace(SESSION, misses=2, place="other")
    assert changed == dataclasses.replace(SESSION, misses=2, place="other")
    assert hash(changed) == hash(dataclasses.replace(SESSION, misses=2, place="other"))
    assert SESSION.misses == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        changed.misses = 3  # type: ignore[misc]


def test_there_is_no_other_field() -> None:
    with pytest.raises(TypeError, match=r"Session has no mises"):
        replace(SESSION, mises=1)  # type: ignore[call-arg]


def test_a_record_is_made_of_what_is_known() -> None:
    known = {"channel": Channel.TEXT, "place": "first", "question": Question.CHOICE, "trail": ("a",), "misses": 1}
    assert made(Session, known) == SESSION


@pytest.mark.parametrize("known", [{"channel": Channel.TEXT}, {"channel": Channel.TEXT, "plaice": "x", "question": ""}])
def test_not_without_what_it_needs(known: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"no fields of Session"):
        made(Session, known)
