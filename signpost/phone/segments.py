"""How many SMS segments a text takes, by GSM 03.38: counted apart from the service, so that each checks the other."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


def segments(body: str) -> int:
    """The number of segments of `body`, at least 1; one character outside GSM-7 makes all of it UCS-2."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in body):
        sizes, single, split = [2 if letter in _EXTENDED else 1 for letter in body], 160, 153
    else:
        sizes, single, split = [len(letter.encode("utf-16-le")) // 2 for letter in body], 70, 67
    if sum(sizes) <= single:
        return 1
    count, room = 1, split
    for size in sizes:
        # A character of two units is never cut in two: it opens the next segment.
        if size > room:
            count, room = count + 1, split
        room -= size
    return count
