"""The example of a topic in menus/README.md is whole: put into the example pack, it keeps every rule."""

import re
from pathlib import Path

from signpost.authoring.check import check
from tests.authoring.test_rules import TODAY, found

GUIDE = (Path(__file__).parents[2] / "menus" / "README.md").read_text(encoding="utf-8")


def test_the_example_of_a_topic_fits_together(pack: Path) -> None:
    section = GUIDE.split("A **topic** is")[1]
    place, phrases = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)[:2]
    menus = pack / "menus.yaml"
    whole = menus.read_text(encoding="utf-8")
    begins, ends = whole.index("helpline:\n"), whole.index("danger:\n")
    own = place.split("\n\n", 1)[1]
    text = whole[:begins] + own + "\n" + whole[ends:]
    menus.write_text(
        text.replace("school:\n  signpost", "school:\n  about: help in school\n  signpost"), encoding="utf-8"
    )
    (pack / "phrases.yaml").write_text(phrases, encoding="utf-8")
    assert found(pack) == []
    assert check(pack, TODAY).phrases == 16
