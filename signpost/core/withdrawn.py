"""Texts that were made before staff changed a contact: which numbers and addresses must not go out in them any more.

A number that takes the place of another is written in its place, for it is the same contact's. Of a paused contact
there is none: the words around it name that contact, so that the number of whoever stands in for it would be said to be
theirs. Such a text is not sent, and staff are told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from signpost.core.amendments import Amendments
from signpost.core.menu import Pack
from signpost.core.numbers import e164, published
from signpost.core.written import emails, numbers, rewritten, ringable


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Numbers (E.164) that are no contact's any more, each with what to write instead, "" for nothing.

    `addresses` are those that are paused, in small letters.
    """

    numbers: Mapping[str, str]
    addresses: frozenset[str]

    def told(self, words: str) -> str | None:
        """The words without them, the very same where there are none in it; None where nothing takes their place."""
        found = {ringable(written) or "" for written in numbers(words)} & self.numbers.keys()
        if not all(self.numbers[number] for number in found):
            return None
        # A stop that ends the sentence may look like a part of the address.
        if self.addresses and any(address.rstrip(".") in self.addresses for address in emails(words)):
            return None
        return rewritten(words, self.numbers) if found else words


def withdrawn(pack: Pack, now: Pack, amendments: Amendments) -> Withdrawn:
    """What is withdrawn of a `pack`, as it was written, that is `now` amended so."""
    stands = {key: e164(one.number) for key, one in now.services.items() if one.number}
    written = {e164(one.number): key for key, one in pack.services.items() if one.number}
    replaced = {one.number: key for key, one in amendments.services.items() if one.number}
    over = {**amendments.withdrawn, **replaced, **written}
    return Withdrawn(
        {
            number: published(stands[key]) if key in stands else ""
            for number, key in over.items()
            if number not in stands.values()
        },
        _addresses(pack) - _addresses(now),
    )


def _addresses(pack: Pack) -> frozenset[str]:
    return frozenset(one.address.lower() for one in pack.services.values() if one.address)
