"""The numbers of the stand-in phone, all from the ranges that Ofcom keeps for drama."""

import re
from types import MappingProxyType

SERVICE = "+447700900000"
MOBILE = "+447700900123"
# One for each part of a story that is told by phone and by text: neither knows what the other was told.
MOBILES = (MOBILE, "+447700900124")
LANDLINE = "+441632960123"
# The line behind 0 of the packs that are made up; it passes its callers on to the service when it is busy or shut.
LINE = "+441632960001"
WITHHELD = "anonymous"

CALLERS = MappingProxyType({"mobile": MOBILE, "landline": LANDLINE, "withheld": WITHHELD})


def as_written(number: str) -> str:
    """An E.164 UK number as people write it: '+441632960123' gives '01632 960123'. Others stay as they are."""
    if not re.fullmatch(r"\+44\d{9,10}", number):
        return number
    return f"0{number[3:7]} {number[7:]}"
