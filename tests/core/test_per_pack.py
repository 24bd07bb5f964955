"""What a pack says to everybody is made once for each pack, and goes with it."""

import gc
from dataclasses import replace

from signpost.core.menu import Pack
from signpost.core.per_pack import per_pack
from tests.samples import PACK


def test_it_is_made_once_for_each_pack() -> None:
    made: list[tuple[str, str]] = []

    @per_pack
    def called(pack: Pack, more: str) -> str:
        made.append((pack.name, more))
        return f"{pack.name} {more}"

    one, other = replace(PACK, name="one"), replace(PACK, name="other")
    for each in (one, other, one, other):
        assert called(each, "a") == f"{each.name} a"
    assert called(one, "b") == "one b"
    assert made == [("one", "a"), ("other", "a"), ("one", "b")]


def test_old_packs_are_let_go() -> None:
    @per_pack
    def called(pack: Pack) -> str:
        return pack.name

    for _ in range(30):
        called(replace(PACK, name="as staff changed it"))
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, Pack) and one.name == "as staff changed it"]
    assert len(left) <= 8
