"""The last day to appeal to the SEND Tribunal: the whole rule, and when to remind somebody of that day.

The rule is that of the Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008
(SI 2008/2699). Rule 20(1)(c): an appeal must arrive within two months after the decision was sent, or within one month
of the mediation certificate if that is later; the certificate is that of the SEND Regulations 2014 (SI 2014/1530),
regulations 32 to 42. Rule 12(3)(a): a time that ends in August, or from 25 December to 1 January, ends on the first
working day after 31 August or 1 January. IPSEA says the same in "How to submit an appeal", and in its answer about the
deadline over Christmas, whose case is the first one below. A month ends on the same day of the month, or on the month's
last day where there is none (Dodds v Walker [1981] 1 WLR 1027).

Rule 12(2) would also move an end on a weekend to the next working day. That is left out: too early a day does no harm.

For appeals alone. Claims of discrimination have six months, which nothing moves.

    Letter      Certificate Last day    Why
    2025-10-01  2025-11-29  2026-01-02  29 December is later than 1 December, and moves to January: IPSEA's own case
    2025-10-01  -           2025-12-01  two months from the letter
    2026-03-02  2026-03-20  2026-05-02  the certificate's month ends earlier; a Saturday is told as it is
    2026-01-10  2026-03-31  2026-04-30  one month from the certificate; April has no 31st
    2026-08-31  -           2026-10-31  the same day of the month
    2026-12-31  -           2027-02-28  February has no 31st; a Sunday is told as it is
    2023-12-31  -           2024-02-29  nor has it in a leap year
    2026-05-31  -           2026-07-31  July's last day moves nowhere
    2026-06-01  -           2026-09-01  August's first day moves; 31 August 2026 is itself a bank holiday
    2024-06-30  -           2024-09-02  so does its last but one; 1 September 2024 is a Sunday
    2026-05-20  2026-07-31  2026-09-01  August by the certificate alone
    2026-07-01  -           2026-09-01  ends there by itself
    2026-10-24  -           2026-12-24  the day before Christmas moves nowhere
    2026-10-25  -           2027-01-04  Christmas Day moves; 1 January 2027 is a Friday
    2026-11-01  -           2027-01-04  so does New Year's Day
    2026-11-02  -           2027-01-02  the day after it moves nowhere
    2022-10-31  -           2023-01-03  1 January 2023 is a Sunday, so Monday 2 January is a bank holiday
    2021-10-28  -           2022-01-04  1 January 2022 is a Saturday, so Monday 3 January is a bank holiday
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from signpost.core.hours import day_of_month, is_working_day

# Weeks before the last day: time to get advice and to write, and then time to send.
REMINDERS = (4, 1)


def last_day(letter: date, certificate: date | None, holidays: AbstractSet[date]) -> date:
    """The last day on which an appeal against the decision in `letter` may arrive, by the rule above.

    `certificate` is the date on the mediation certificate, if there is one; `holidays` are England's bank holidays.
    """
    by_letter = _months_after(letter, 2)
    by_certificate = _months_after(certificate, 1) if certificate else by_letter
    return _moved(max(by_letter, by_certificate), holidays)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day_of_month(day.year + years, month + 1, day.day)


def _moved(end: date, holidays: AbstractSet[date]) -> date:
    if end.month == 8:
        return _first_working_day_after(date(end.year, 8, 31), holidays)
    if (end.month, end.day) >= (12, 25):
        return _first_working_day_after(date(end.year + 1, 1, 1), holidays)
    if (end.month, end.day) == (1, 1):
        return _first_working_day_after(end, holidays)
    return end


def _first_working_day_after(day: date, holidays: AbstractSet[date]) -> date:
    day += timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def remind_on(day: date, weeks: int) -> date:
    """The day on which to remind somebody of `day`, so many weeks before it."""
    return day - timedelta(weeks=weeks)


def reminders(day: date, today: date) -> tuple[int, ...]:
    """Which `REMINDERS` of `day` there is still time for, in weeks: those whose own day comes after `today`."""
    return tuple(weeks for weeks in REMINDERS if remind_on(day, weeks) > today)
