"""Rules about texts as they arrive: how long, in which letters, and what they show on a phone that others see."""

import re
from collections.abc import Iterator

from signpost.authoring.faults import quoted
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import STATEMENTS, Subject
from signpost.authoring.texts import FOLLOW_UP, REMINDER, Sent
from signpost.core.written import numbers, ringable
from signpost.render.gsm import segments, septets, to_gsm
from signpost.render.sms import MAX_SEGMENTS, ROOM

LONGEST_NAME = 28
_CARRIED_PLAINLY = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2026\u00a0\u2022\u00b7\u00d7", " ")
)
_LINK = re.compile(r"\bhttps?:\S+|\bwww\.\S+|\b[\w-]+\.(?:uk|org|com|net|gov|info|ly|gl)\b|\S+@\S+", re.IGNORECASE)
_SHORTENER = re.compile(r"\b(?:bit\.ly|tinyurl\.com|goo\.gl|ow\.ly|t\.co|is\.gd|rb\.gy)\b", re.IGNORECASE)
# What a locked phone shows of a text, in characters: two lines or so.
SHOWN = 80
# What nobody else who holds the phone should read at a glance.
_SENSITIVE = re.compile(
    r"\b(?:abus\w+|violen\w+|assault\w*|suicid\w+|self.?harm\w*|safeguarding|child protection|mental health|domestic"
    r"|social (?:work\w*|care|services)|disabilit\w+|disabled|diagnos\w+|autis\w+|asperger\w*|adhd|dyslexi\w+"
    r"|discriminat\w+|exclu(?:ded|sion)|police|court|tribunal|foster\w*|children['\u2019]?s services|camhs|medicat\w+"
    r"|psycho(?:sis|tic)|psychiatr\w+|schizophren\w+|bipolar|depress(?:ed|ion)|anxiety|anorexi\w+|eating disorder\w*"
    r"|epilep\w+|trauma\w*|rape[ds]?|drugs|alcohol\w*|prison|probation|refuge|meltdowns?|learning difficult\w+)\b",
    re.IGNORECASE,
)
# A follow-up comes unasked, to a phone that may be lying about: it names no topic at all.
_TOPIC = re.compile(
    rf"{_SENSITIVE.pattern}|\b(?:special needs|EHC\w*|(?-i:SEND)|plans?|appeal\w*|mediation|complain\w*|refus\w+"
    r"|council)\b",
    re.IGNORECASE,
)


@rule(44, f"the first {SHOWN} characters of a text give nothing away; a follow-up names no topic at all", english=True)
def neutral(subject: Subject) -> Iterator[Finding]:
    """Phones are shared, and show the beginning of a text while they are locked."""
    found: dict[tuple[str, str], str] = {}
    for sent in subject.texts:
        name = len(subject.pack.name)
        # A reminder names whom to check the day with: their name is what it is.
        shown = subject.without_names(sent.words) if sent.when == REMINDER else sent.words
        end = len(shown) if sent.unasked else SHOWN
        for topic in (_TOPIC if sent.unasked else _SENSITIVE).finditer(shown, name):
            if topic.start() < end:
                found.setdefault((sent.place, topic.group()), sent.when)
    for (place, told), when in found.items():
        mend = "begin with words that could be about anything, and name the matter further on"
        if when in {FOLLOW_UP, REMINDER}:
            mend = "ask only whether the contact helped, or whether it is done"
        yield Finding(subject.at_place(place), 44, f"{when}, the text shows {quoted(told)} to whoever sees it", mend)


@rule(49, f"every text fits {MAX_SEGMENTS} segments, {ROOM} characters, once all is filled in")
def fits(subject: Subject) -> Iterator[Finding]:
    """The service's name, the sentence, the contact, the choices and how to reply, all together."""
    longest: dict[str, Sent] = {}
    for sent in subject.texts:
        if segments(sent.words) > MAX_SEGMENTS and septets(sent.words) > septets(longest.get(sent.place, _EMPTY).words):
            longest[sent.place] = sent
    for place, sent in longest.items():
        length = septets(sent.words)
        wrong = f"{sent.when}, the text takes {length} characters of {ROOM}"
        yield Finding(subject.at_place(place), 49, wrong, f"take out {max(length - ROOM, 1)}")


@rule(50, "texts are in GSM-7, the letters that every phone shows and that cost least")
def plain_letters(subject: Subject) -> Iterator[Finding]:
    """Curly quotes and long dashes are made plain on the way; other letters would be changed or lost."""
    for passage in subject.passages:
        if passage.sent:
            changed = [letter for letter in passage.words.translate(_CARRIED_PLAINLY) if to_gsm(letter) != letter]
            if changed:
                wrong = f"a text cannot carry {' '.join(dict.fromkeys(changed))}"
                yield Finding(passage.spot, 50, wrong, "write plain letters, at least in the text")


@rule(51, "the service's name is neutral, and within the first 30 characters of every text")
def short_name(subject: Subject) -> Iterator[Finding]:
    """It is the first thing on the screen."""
    name, spot = subject.pack.name, subject.at_pack("name")
    if len(name) > LONGEST_NAME:
        mend = f"write {LONGEST_NAME} at most; 11 suit"
        yield Finding(spot, 51, f"the name has {len(name)} characters", mend)
    topic = _TOPIC.search(name)
    if topic:
        mend = "choose a name that gives nothing away"
        yield Finding(spot, 51, f"the name shows {quoted(topic.group())} at the head of every text", mend)


@rule(52, "a text with an address has a phone number too, and no shortened links")
def no_link_alone(subject: Subject) -> Iterator[Finding]:
    """Parents here have no internet, and shortened links look like fraud."""
    answers = {sent.place: sent.words for sent in subject.texts if sent.when == "as an answer"}
    for passage in subject.passages:
        if passage.sent and passage.kind in STATEMENTS | {"label", "next"} and _LINK.search(passage.words):
            sent = passage.words if passage.kind in {"wording", "welcome"} else answers[passage.spot.place]
            if not any(map(ringable, numbers(sent))):
                wrong = "the text has an address, and no number to ring"
                mend = "name a contact that can be rung, or add via: to the service"
                yield Finding(passage.spot, 52, wrong, mend)
        if passage.sent and (found := _SHORTENER.search(passage.words)):
            mend = "write the address in full, beside a phone number"
            yield Finding(passage.spot, 52, f"{quoted(found.group())} is a shortened link", mend)


_EMPTY = Sent("", "", "")
