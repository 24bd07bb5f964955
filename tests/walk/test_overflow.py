"""A walk tells what is heard when the line behind 0 is busy or shut."""

from pathlib import Path

from signpost.authoring.load import load
from signpost.authoring.walk.overflow import cases
from signpost.authoring.walk.pence import Prices
from signpost.authoring.walk.report import report
from signpost.authoring.walk.survey import survey
from signpost.authoring.walk.transcripts import transcripts
from tests.samples import PACK

LINE = load(Path("tests/packs/line"))


def test_a_line_whose_hours_are_not_known_is_never_shut() -> None:
    assert [case.name.rpartition(" is ")[2] for case in cases(PACK)] == [
        "0 at the first menu, and nobody answers",
        "busy, and was passed on",
    ]
    assert "hours are not known" in report(survey(PACK), Prices())


def test_each_case_tells_its_ways_and_how_long_it_takes() -> None:
    nobody, busy, shut, passed_on = cases(LINE)
    assert nobody.ways == "1 To wait for them; 2 To have the number by text; 3 To find the answer now"
    assert shut.ways == "1 To have the number by text; 2 To find the answer now"
    assert (busy.to_number, passed_on.to_number) == (None, None)
    assert all(case.to_number and 5 < case.to_number < case.whole for case in (nobody, shut))


def test_both_pages_tell_them() -> None:
    walked = survey(LINE)
    assert "| rang the line, which is shut, and was passed on | 1 To have" in report(walked, Prices())
    page = transcripts(walked)
    assert "### When: 0 at the first menu, and the line is shut" in page
    assert "is shut just now. It opens at 9 am tomorrow." in page
