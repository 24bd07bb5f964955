"""Rules about numbers, addresses and contacts: that they are right, checked of late, and that each can be reached."""

from collections.abc import Iterator
from datetime import timedelta

from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject
from signpost.core.menu import Served
from signpost.core.written import EMERGENCY, emails, numbers, ringable

SOON = timedelta(days=30)
LONGEST = timedelta(days=366)


@rule(41, "numbers in sentences are UK numbers that cost no premium")
def ringable_numbers(subject: Subject) -> Iterator[Finding]:
    """The loader sees to the numbers of services.yaml; this looks at those that stand among words."""
    for passage in subject.passages:
        if not all(map(ringable, numbers(passage.words))):
            mend = "write a landline, mobile, freephone or 03 number; never 084, 087, 09 or 070"
            yield Finding(passage.spot, 41, "it has a number that no parent should be told to ring", mend)


@rule(105, "a contact without a confirmed number says by whom it is reached")
def reached_by_somebody(subject: Subject) -> Iterator[Finding]:
    """Parents here have no internet: an e-mail address, or a number that is not confirmed, reaches nobody."""
    used = {place.service.key for place in subject.pack.places.values() if isinstance(place, Served)}
    for key, service in subject.pack.services.items():
        if key in used and not service.line and (service.phone or service.email or service.web):
            wrong = "it has no phone number" if not service.phone else "its number is unconfirmed"
            mend = "add via: with a service that has a confirmed phone and can pass people on"
            yield Finding(subject.at_service(key), 105, f"{wrong}, and nobody to ring instead", mend)


@rule(106, "every contact was checked, is to be within 12 months, and is not past that day; 30 days before warns")
def reviewed(subject: Subject) -> Iterator[Finding]:
    """A number that rings nowhere is worse than none."""
    for key, service in subject.pack.services.items():
        if service.checked > subject.today:
            spot = subject.at_service(key, "checked")
            yield Finding(spot, 106, "checked is a day that is still to come", "write the day it was checked")
        elif service.review_by < subject.today + SOON:
            expired = service.review_by < subject.today
            wrong = f"the contact was to be checked again by {service.review_by:%d %B %Y}".replace(" 0", " ")
            mend = "check it now, write today under checked and a new day under review_by"
            yield Finding(subject.at_service(key, "review_by"), 106, wrong, mend, warning=not expired)
        elif service.review_by > service.checked + LONGEST:
            wrong = "review_by is more than 12 months after checked"
            yield Finding(subject.at_service(key, "review_by"), 106, wrong, "write a day within 12 months of checked")


@rule(120, "a day on which the line is shut is still to come")
def closed_days_to_come(subject: Subject) -> Iterator[Finding]:
    """Days that are past do no harm. But nobody has written those of this year, and the line counts as open on them."""
    for index, day in enumerate(subject.source.file.line.closed):
        if day < subject.today:
            wrong = f"{day:%d %B %Y}, in closed, is past".lstrip("0")
            mend = "take it out, and write the days that are to come"
            yield Finding(subject.at_pack("line", "closed", index), 120, wrong, mend, warning=True)


@rule(110, "a number or e-mail address in a sentence is that of a confirmed contact")
def known_numbers(subject: Subject) -> Iterator[Finding]:
    """Otherwise nobody would check it again, and an unconfirmed one would slip out."""
    confirmed = [service for service in subject.pack.services.values() if service.confirmed]
    known = {ringable(service.phone) for service in confirmed if service.phone} | {None, *EMERGENCY}
    addresses = {service.email.lower() for service in confirmed if service.email}
    mend = "give it to a service in services.yaml, checked and confirmed, or take it out of the sentence"
    for passage in subject.passages:
        if not known.issuperset(map(ringable, numbers(passage.words))):
            yield Finding(passage.spot, 110, "it has a number that no confirmed contact has", mend)
        if not addresses.issuperset(emails(passage.words)):
            yield Finding(passage.spot, 110, "it has an e-mail address that no confirmed contact has", mend)
