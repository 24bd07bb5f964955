"""In which order to see to requests to be rung back, as one whole number each: the lower, the sooner.

First comes whom nobody rang, as they say, then who has a reason to be rung sooner, then the rest. Of these, the earlier
day told comes first, and of one day who asked first. A sorted set holds such numbers exactly, being below 2**53.
"""

from datetime import date

from signpost.core.wish import Request

RANKS = 3
# Seconds since 1970 until 2514, and days since 1970 until 2149.
_SECONDS, _DAYS = 2**34, 2**16
_RANK = _SECONDS * _DAYS
_EPOCH = date(1970, 1, 1).toordinal()


def rank(request: Request) -> int:
    """0 for whom nobody rang, as they say; 1 for who has a reason to be rung sooner; 2 for all others."""
    return 0 if request.unrung else 1 if request.wish.first else 2


def place(request: Request) -> int:
    """The number by which requests are ordered."""
    return first_of(rank(request), request.by) + min(max(request.made, 0), _SECONDS - 1)


def first_of(of_rank: int, day: date = date.min) -> int:
    """The lowest number that a request of this rank can have whose day is this one or a later one."""
    days = min(max(day.toordinal() - _EPOCH, 0), _DAYS - 1)
    return of_rank * _RANK + days * _SECONDS
