"""England's bank holidays, from the list that the package govuk-bank-holidays ships. Nothing is fetched."""

from datetime import date

from govuk_bank_holidays.bank_holidays import BankHolidays


def bank_holidays() -> frozenset[date]:
    """The dates that are a bank holiday in England and Wales, as far ahead as the installed package knows them."""
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))
