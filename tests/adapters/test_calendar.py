from datetime import date

from signpost.adapters.calendar import bank_holidays


def test_england_and_wales_are_meant() -> None:
    known = bank_holidays()
    assert date(2026, 12, 25) in known
    assert date(2026, 4, 6) in known, "Easter Monday is no holiday in Scotland"
    assert date(2026, 12, 26) in known, "a Saturday, whose Monday is listed instead"
    assert date(2026, 12, 28) in known
    assert {date(2022, 12, 25), date(2021, 12, 25), date(2021, 12, 26), date(2022, 1, 1)} <= known, "weekends too"
    assert date(2026, 11, 30) not in known, "St Andrew's Day is one in Scotland alone"
    assert date(2026, 3, 17) not in known, "St Patrick's Day is one in Northern Ireland alone"
