"""England's bank holidays, from the list that the package govuk-bank-holidays ships. Nothing is fetched."""

from datetime import date

from govuk_bank_holidays.bank_holidays import BankHolidays


def bank_holidays() -> frozenset[date]:
    """The dates that are a bank holiday in England and Wales, as far ahead as the installed package knows them.

    Christmas, Boxing Day and New Year's Day are among them even when they fall on a weekend, and the list has the
    Monday instead: nobody is to be texted on them.
    """
    known = BankHolidays(use_cached_holidays=True)
    listed = {holiday["date"] for holiday in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)}
    years = {day.year for day in listed}
    return frozenset(listed | {date(year, month, day) for year in years for month, day in ((12, 25), (12, 26), (1, 1))})
