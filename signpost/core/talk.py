"""What people say to a machine that is about no matter of theirs: who is this, are you a robot, is it a scam.

Each has a short answer of its own, and the question that was open is then asked again. Nothing here counts as an
answer that could not be used.
"""

import re
from enum import StrEnum

from signpost.core.keywords import plain
from signpost.core.reserved import once


class Talk(StrEnum):
    """What was said, by the name of the sentence of `core.wording` that answers it."""

    WHO = "who_we_are"
    COUNCIL = "not_them"
    ROBOT = "robot"
    GENUINE = "genuine"
    COST = "cost"
    LANGUAGE = "language"
    DEAF = "deaf"
    SWEARING = "sworn_at"


# All in the form that `plain` gives. Speech recognition leaves an "f" of what it filters out.
_SWEAR = re.compile(
    r"f+u+c?k+\w*|f|fk|fkn|fking|fing|ffs|wtf|stfu|sh+i+te?\w*|bullshit|crap\w*|bollocks|bollox|piss\w*|bastards?|bitch\w*"
    r"|cunts?|wank\w*|twats?|arse\w*|ass|asshole\w*|dick\w*|prick\w*|bloody|damn\w*|hell|bugger\w*|sod|idiots?|stupid"
    r"|useless|moron\w*|scum|knob\w*|tosser\w*"
)
_BESIDE_SWEARING = frozenset(
    "you your u ur off this that is are it its all a an the lot of and what whats so absolute load total totally joke "
    "get lost go away to for just me us we i am sick from one such pile mate right".split()
)

# Of these and swearing alone, what is meant is this service, and nobody's danger.
_AT_US = frozenset(
    "you your u ur this that are is it its the lot of a an what whats so absolute load total totally joke mate".split()
)

# Not "you" alone, as where a choice is looked for: "are you a robot" is about it.
_COURTESIES = re.compile(r"\b(?:please|pls|plz|plse|thank you|thankyou|thanks|thx|ta|hi|hello|hey)\b ?")
_YOU = r"(?:you|u|ya|this|it|that|these)"
_FILLER = r"(?:a|an|real|actual|actually|really|just|some|kind|of|even)"
_MACHINE = (
    r"(?:robots?|bots?|machines?|computers?|ai|chatbots?|automated|automatic|humans?|person|people|real|recording)"
)
_GENUINE = (
    r"(?:genuine|real|legit|legitimate|scam\w*|spam|fake|fraud|official|phishing|con|hoax|trick|windup|trustworthy"
    r")"
)
_THEM = (
    r"(?:council|county|county council|hertfordshire|herts|send team|send|sendiass|la|local authority|nhs|camhs"
    r"|social services|government|duty line)"
)
# For all that people speak at home in England most often, and how they say that they do not understand.
_TONGUE = (
    r"(?:english|polish|romanian|panjabi|punjabi|urdu|portuguese|spanish|arabic|bengali|gujarati|italian|french|german"
    r"|tamil|turkish|chinese|mandarin|cantonese|lithuanian|greek|bulgarian|albanian|ukrainian|russian|somali|hindi"
    r"|farsi|persian|kurdish|pashto|dari|hungarian|latvian|slovak|czech|nepali|yoruba|welsh|malayalam|telugu|sylheti)"
)
_NOT_UNDERSTOOD = (
    r"(?:ja )?nie (?:rozumiem|mowie po angielsku|znam angielskiego)(?: po angielsku)?|nu (?:inteleg|vorbesc engleza)"
    r"|no (?:hablo|entiendo)(?: ingles)?|nao (?:falo|entendo)(?: ingles)?|nesuprantu|ne razbiram|non capisco"
    r"|je ne (?:comprends|parle) pas(?: anglais)?|anlamiyorum|ingilizce bilmiyorum|nuk kuptoj|nem ertem"
)
# Possessive, and no word after "or" is "or" again: of two ways to read it, a long text would have too many.
_TAIL = r"(?: or(?: (?:a|an|not|is it|just)\b)*+(?: (?!or\b)\w++)?+| (?:text|number|service|thing|line|then)\b)*+"
_ABOUT_US = (
    r"(?:(?:texting|messaging|calling|ringing)(?: me| us)?|r|am|this|you|u|it|that|there|number|text|is|are|from|on"
    r"|the|do|have|i|talking"
    r"|speaking|to|with|work|for|runs?|company|sent|message)"
)
_PATTERNS = {
    Talk.ROBOT: re.compile(
        # "Is this real?" asks for more than whether it is a machine.
        rf"(?!(?:so )?is {_YOU}(?: {_FILLER})*? real(?: or .*)?$)"
        rf"(?:(?:so )?(?:are|r|is) {_YOU}|am i (?:talking|texting|speaking|chatting) (?:to|with)|talking to)"
        rf"(?: {_FILLER})* {_MACHINE}(?: {_MACHINE}| there)?{_TAIL}"
    ),
    Talk.WHO: re.compile(
        rf"(?:sorry |but |so |erm )*(?:who|whos)(?: {_ABOUT_US})+|whose number(?: is)?(?: this| that)?"
        r"|(?:what|whats)(?: is)? (?:this|signpost)(?: number| service| thing| text)?|new phone who dis"
        # Single words: of two ways to read each pair of words, a long text would have too many.
        r"|(?:(?:sorry|i|think|you|have|youve|ive|got|rang|rung|texted|called|its|this|is|the|a|oops) )*wrong"
        r" (?:number|person)(?: sorry| mate| love| i think)*"
    ),
    Talk.COUNCIL: re.compile(
        rf"(?:(?:so|sorry|but|just) )*(?:(?:are|r|is) (?:you|u|ya|this)|am i (?:talking|texting|speaking|through) to)"
        rf"(?: (?:number|text|service|line|actually|really|part|of|with|from|at|the|my|a|our|work|working|for))*"
        rf" {_THEM}(?: county)?(?: council| line| team)?(?: or(?: \w+){{1,4}})?"
    ),
    Talk.GENUINE: re.compile(
        rf"(?:(?:is|are|r) {_YOU}(?: text| number| message| service| line)?(?: {_FILLER}| from| the)* )?"
        rf"(?:for real|{_GENUINE}|safe to (?:use|text|answer|reply)){_TAIL}"
        r"|how (?:do|can|would|could) i (?:know|trust|tell|be sure)"
        r"(?: (?:that|if|this|its?|you|youre|u|is|are|genuine|real|legit|not|a|scam|really|who|say|from|the|council))*"
    ),
    Talk.COST: re.compile(
        r"(?:(?:i|ive|im|we|my|phone|have|has|had|got|run|is|on|but|sorry|dont|havent|havnt|do|not|any|much|enough) )*"
        r"(?:no|any|out of|low on|much|enough) (?:more )?(?:phone |mobile )?(?:credit|minutes|data|allowance)"
        r"(?: left| on my phone| to ring| to call| on this phone| for calls?)*"
        r"|(?:so )?(?:how much|what)(?: (?:do|does|is|are|will|would|it|this|that|a|the|text|texts|texting|calls?"
        r"|calling|ringing|line|number|service|you|me|to|ring|reply))*"
        r" (?:cost|charge|a text|a call|to text|to ring|to call)"
        r"(?: (?:me|you|us|this|it|to text|to ring|to call))*"
        r"|(?:(?:is|are|will|do|does|am|i|we|be|being|get|there|if|text|texting|texts|calls?|this|that|it|you|me|a|the"
        r"|number|line|service|to|ring|reply|using|have|any|so) )*"
        r"(?:free|cost|costs|charge|charged|charges|pay|expensive)"
        r"(?: (?:me|anything|money|to|text|ring|call|use|for|this|it|or not|reply|of|charge))*"
    ),
    Talk.LANGUAGE: re.compile(
        rf"(?:(?:sorry|i|we|me|my|do|does|can|anyone|anybody|someone|you|u|dont|not|no|cant|cannot|only|have|is|am|speak"
        rf"|understand|talk|read|write|any|in|need|want|a|an|very|little|much|bad|poor|interpreter|translator|for|mum"
        rf"|who|speaks|well|first|language) )*{_TONGUE}"
        r"(?: (?:is|not|no|very|so|good|bad|poor|well|please|speaker|speaking|language|interpreter|translator|here|or"
        rf"|person|only|isnt|{_TONGUE}))*"
        r"|(?:(?:i|we|do|you|can|could|need|want|have|get|a|an|with|for|is|there) )*(?:interpreters?|translators?)"
        r"(?: here)?"
        rf"|{_NOT_UNDERSTOOD}"
    ),
    Talk.DEAF: re.compile(
        r"(?:(?:i|im|we|were|am|are|my|the|a|and|but|because|cos|sorry|profoundly|partially|quite|very|as) )*"
        r"(?:deaf|hard of hearing|hearing impaired)(?: (?:person|parent|mum|mother|dad|father|so|text|only|me))*"
        r"|(?:(?:do|does|you|have|is|there|use|can|i|a|the|an|need|want) )*"
        r"(?:bsl|sign language|relay|relay uk|minicom|textphone|text relay)(?: interpreter| video| here)?"
        r"|(?:sorry )?i (?:cant|cannot|can not|dont|do not) (?:hear|talk|speak|use|ring|call)(?: well)?"
        r" (?:on|over|by) (?:the |a )?(?:phone|telephone)s?"
    ),
}


def sworn_at(words: str) -> bool:
    """Whether this swears at the service, and says no word of anybody else."""
    tokens = plain(words).split()
    sworn = {token for token in tokens if _SWEAR.fullmatch(token)}
    return bool(sworn) and (_AT_US | sworn).issuperset(tokens)


@once
def talk(words: str) -> Talk | None:
    """What is said here to the machine itself, or None."""
    said = _COURTESIES.sub("", plain(words)).strip()
    if not said:
        return None
    tokens = said.split()
    sworn = [token for token in tokens if _SWEAR.fullmatch(token)]
    rest = [token for token in tokens if token not in sworn]
    if sworn and all(token in _BESIDE_SWEARING for token in rest):
        return Talk.SWEARING
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(" ".join(rest))), None)
