"""Rules about words that are not said or sent: each a list of phrases, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from signpost.authoring.faults import quoted
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Passage, Subject
from signpost.core.session import Channel


@dataclass(frozen=True, slots=True)
class _Ban:
    """Phrases of a pattern that one rule forbids. `channel` None is both."""

    rule: int
    pattern: re.Pattern[str]
    wrong: str
    mend: str
    channel: Channel | None = None

    def findings(self, passages: tuple[Passage, ...]) -> Iterator[Finding]:
        for passage in passages:
            if self.channel and self.channel not in passage.channels:
                continue
            for phrase in dict.fromkeys(found.group().strip() for found in self.pattern.finditer(passage.words)):
                yield Finding(passage.spot, self.rule, f"{quoted(phrase)} {self.wrong}", self.mend)


_ACTED_ON = "yes|end|cancel|help|info|quit|unstop|unsubscribe|stopall|revoke|optout"
_ACTED_ON_CAPITALS = "|".join(f"{word.upper()}|{word.capitalize()}" for word in _ACTED_ON.split("|"))


def _phrases(*phrases: str, exactly: bool = False) -> re.Pattern[str]:
    """Whole words, in small letters or capitals unless `exactly`."""
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(phrases)})(?![\w'-])", 0 if exactly else re.IGNORECASE)


_KEYS = _Ban(
    11,
    _phrases("dial(?:ling)?", "push(?:ing)?", "pound (?:key|sign)", "square key", "asterisk", "nought", "double ?o"),
    "is a word for a key that not everybody knows",
    "say press, ring, zero, star or hash",
    Channel.VOICE,
)
_BLAME = _Ban(
    18,
    # Of ourselves we may say it: "we can be wrong".
    _phrases("invalid", "incorrect(?:ly)?", "(?<!we can be )wrong(?:ly)?", "bad", "illegal", "error",
             "mistaken(?:ly)?", "your fault"),
    "sounds like blame",
    "say what to do instead, or what is not right about the thing",
)  # fmt: skip
_PADDING = _Ban(
    25,
    _phrases(
        "options have changed", "menu has changed", "(?:our|the|this) web ?site", "go online", "online at", "visit us",
        "listen carefully", "important to us", "did you know", "special offers?", "terms and conditions",
        "for your convenience", "quality purposes", "training purposes", "busier than (?:usual|normal)",
    ),
    "keeps a caller waiting, and helps nobody",
    "take it out",
    Channel.VOICE,
)  # fmt: skip
_PERSONAL = _Ban(
    47,
    re.compile(
        r"\b(?:what(?: i|')s|tell us|send us|text us|give us|(?:please )?(?:enter|key in|type|spell|leave))"
        r" (?:your|the|her|his|their)\b[^.?!]*?"
        r"\b(?:name|date of birth|birthday|post ?code|address|diagnosis|medication|nhs number|pin|password)\b",
        re.IGNORECASE,
    ),
    "asks for something personal",
    "ask a question whose answer is a choice; whoever answers the phone can ask the rest",
)
_URGENCY = _Ban(
    48,
    _phrases("urgent(?:ly)?", "urgency", "must", "fail(?:s|ed|ure|ures)?", "immediately", "last chance",
             "final warning", "or else", "act now", "penalt(?:y|ies)", "prosecut(?:e|ed|ion)"),
    "hurries or frightens",
    "say exactly what happens next, and by when",
)  # fmt: skip
_SHORT_FORMS = _Ban(
    53,
    _phrases("Mon", "Tues?", "Weds?", "Thu(?:rs?)?", "Fri", "Jan", "Feb", "Aug", "Sept?", "Oct", "Nov", "Dec",
             "[Aa]ppts?", "[Aa]sap", "ASAP", "[Tt]el", "[Hh]rs?", "[Mm]ins?", "[Ww]ks?", "[Ii]nfo", "[Dd]ept",
             "u", "ur", "r", "pls", "plz", "thx", "txt", "etc", "e\\.g", "i\\.e", "eg", "ie",
             "approx", "w/c", exactly=True),
    "is a short form",
    "write the word out",
)  # fmt: skip
# Lower-case words only right after "text" or "reply": "they send help" asks for nothing. At the end of a sentence about
# texting, a capital tells that the word itself is meant.
_CARRIER = _Ban(
    107,
    re.compile(
        r"\b(?:text|reply|respond)(?:ing)?\b(?: us| back| with| to us| just| the word| it)*[ :]+[\"'\u2018\u201c]?"
        rf"(?:{_ACTED_ON})\b"
        r"|\b(?!(?-i:SEND))(?:text|reply|respond|send|answer|write|type)(?:ing)?\b"
        r"(?: us| back| with| just| the word| it)*[ :,]+"
        rf"(?:[\"'\u2018\u201c](?:{_ACTED_ON})\b|(?-i:{_ACTED_ON_CAPITALS})\b)"
        r"|\b(?!(?-i:SEND))(?:text|reply|respond|send)(?:ing)?\b[^.?!]*?[ \"'\u2018\u201c]"
        rf"(?-i:{_ACTED_ON_CAPITALS})[\"'\u2019\u201d]?(?=[.!?]|$)",
        re.IGNORECASE,
    ),
    "asks for a word that Twilio acts on by itself",
    "ask for another word, or for a number",
)
_ADDRESS = _Ban(
    108,
    re.compile(
        r"\S+@\S+\.\w+|\bhttps?:\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|org|com|net|gov|info|co)\b[\w/-]*"
        r"|\bdot (?:uk|org|com|net|gov|info|co)\b[^.?!]*?\bslash\b",
        re.IGNORECASE,
    ),
    "cannot be read out",
    "give the phone its own words without it, or spell it: w w w dot example dot org",
    Channel.VOICE,
)


_NOT = r"(?:do not|don['\u2019]?t|cannot|can['\u2019]?t|will not|won['\u2019]?t|are not|aren['\u2019]?t)"
_NEVER = _Ban(
    112,
    _phrases(
        r"you(?:['\u2019]ll| will| would| should| are (?:likely|sure|certain|going) to| have to) (?:easily |surely )?"
        r"(?:win|lose|succeed)",
        r"your (?:appeal|claim|complaint) (?:will|is (?:likely|sure|certain|going) to) "
        r"(?:win|lose|succeed|fail|be (?:won|lost|upheld|refused|turned down))",
        rf"you(?:r child)? (?:{_NOT}|does not|doesn['\u2019]?t) qualify",
        r"(?:you|your child) (?:are|is) (?:not eligible|ineligible)",
        r"(?:EHCPs?|EHC plans?) (?:have|has|are|is|were|will be) (?:been )?"
        r"(?:ended|ending|over|abolished|scrapped|stopped|gone|no more|replaced)",
        r"(?:ring|call|phone|text|contact|try|use|speak to|talk to)(?: the)?(?: ask)? SALI",
        r"must (?:attend|go to|take part in|have|try|do|join) (?:a )?mediation",
        r"(?<!not )(?<!n't )(?<!n\u2019t )(?:have|need) to (?:attend|go to|take part in|try|do|join) (?:a )?mediation",
        r"mediation is (?:compulsory|mandatory|required)",
    ),
    "is what this service never says: it promises, refuses or misleads",
    "say what the parent can do, and who can tell them more",
)


@rule(11, "keys are called press, zero, star and hash", english=True)
def plain_keys(subject: Subject) -> Iterator[Finding]:
    """Few people know a pound key, and nobody has a dial."""
    yield from _KEYS.findings(subject.passages)


@rule(18, "nobody is blamed", english=True)
def no_blame(subject: Subject) -> Iterator[Finding]:
    """A key that does nothing is our fault, not a caller's."""
    yield from _BLAME.findings(subject.passages)


@rule(25, "no adverts, no web sites, no padding on the phone", english=True)
def no_padding(subject: Subject) -> Iterator[Finding]:
    """Every second before the first choice loses people."""
    yield from _PADDING.findings(subject.passages)


@rule(47, "nothing personal is asked for", english=True)
def nothing_personal(subject: Subject) -> Iterator[Finding]:
    """What is not asked need not be kept."""
    yield from _PERSONAL.findings(subject.passages)


@rule(48, "no urgency and no threats", english=True)
def no_threat(subject: Subject) -> Iterator[Finding]:
    """Swindlers hurry people; we say what happens next."""
    yield from _URGENCY.findings(subject.passages)


@rule(53, "no short forms", english=True)
def no_short_forms(subject: Subject) -> Iterator[Finding]:
    """They are misread, and a voice misreads them too."""
    yield from _SHORT_FORMS.findings(subject.passages)


@rule(107, "nobody is told to text a word that Twilio acts on: YES, END, CANCEL, HELP", english=True)
def no_carrier_words(subject: Subject) -> Iterator[Finding]:
    """Twilio answers those itself; END and CANCEL even block our texts."""
    yield from _CARRIER.findings(subject.passages)


@rule(108, "no web or e-mail address is said on the phone unless it is spelled")
def no_spoken_address(subject: Subject) -> Iterator[Finding]:
    """Nobody can write one down from a voice."""
    yield from _ADDRESS.findings(subject.passages)


@rule(112, "nobody is told how an appeal goes, that they do not qualify, or what is not so", english=True)
def never_said(subject: Subject) -> Iterator[Finding]:
    """A parent who gives up because of our words has lost more than a call. Ask SALI is for SENCos alone."""
    yield from _NEVER.findings(subject.passages)


def unfit(words: str) -> Iterator[str]:
    """Why words that staff write for today are not fit to be said: the same bans hold for them."""
    for ban in (_BLAME, _PERSONAL, _URGENCY, _CARRIER, _ADDRESS, _NEVER):
        if found := ban.pattern.search(words):
            yield f"{quoted(found.group().strip())} {ban.wrong}: {ban.mend}"
