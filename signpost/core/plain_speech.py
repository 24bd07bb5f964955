"""The service's keywords as people say them instead: "can u ring me", "dont text me here", "thank you for your help".

All words are in the form that `keywords.plain` gives, with courtesies left out except for thanks.
"""

import re

# STOP: "do not text me", "please stop sending me messages", "take me off your list", "i said stop".
_TEXTS = r"(?:text\w*|txt\w*|messag\w*|msgs?|sms)"
_LIST = r"(?:list|lists|database|system|texts|records)"
_ME, _YOUR = r"(?:me|us|(?:my|this) (?:number|name|phone))", r"(?:(?:your|ur|the|this) )?"
_EVER = r"(?: (?:to|on|at|me|us|my|this|that|the|phone|number|here|no|any|more|anymore|again|ever|now|all))*"
_NOT = r"(?:stop|dont|do not|never|quit|no more)"
_ABOUT_TEXTS = (
    rf"{_NOT}(?: (?:send|sending|sends|me|us|any|more|your|ur|the|these|those))* {_TEXTS}{_EVER}"
    rf"|{_NOT} (?:send|sending)(?: (?:me|us))? (?:this|these|them|it|things|stuff|anything){_EVER}"
    rf"|(?:i|we) (?:dont|do not|never|no longer) (?:want|need|asked for|wanted)"
    rf"(?: (?:to|get|getting|receive|any|more|your|ur|the|these|those|of))* {_TEXTS}{_EVER}"
    rf"|(?:stop|dont|do not|never) contact(?:ing)? (?:me|us|this (?:number|phone)){_EVER}"
    rf"|(?:stop|quit) bothering (?:me|us){_EVER}"
    # "Get me out" is no such plea: it may be a cry for help.
    rf"|get {_ME} (?:off|out of) {_YOUR}{_LIST}|take {_ME} off(?: of)?(?: {_YOUR}{_LIST}| this| it)?"
    rf"|(?:remove|delete) (?:me|us|{_ME} from {_YOUR}{_LIST}|(?:my|this) (?:number|name|phone))"
)
_PLEA = re.compile(
    rf"(?:(?:just|now|ok|i said|i want you to|can you|will you|could you|you have to|you need to) )*"
    rf"(?:{_ABOUT_TEXTS}"
    r"|(?:no )*stop(?: (?:stop|it|now|this|that|no|more|all))*|no more(?: no more)*"
    r"|(?:just )?(?:leave (?:me|us) (?:alone|be)|go away)(?: now| and leave (?:me|us) (?:alone|be))?)"
)
# After a plea that names our texts there may be a reason: "dont text me i have the wrong number".
_WITH_REASON = re.compile(
    rf"(?:{_ABOUT_TEXTS}) (?:i|im|ive|its|it|you|that|he|she|they|hes|shes|cos|cause|because|as|wrong|we|or) .*"
)
# In "make him stop" it is not our texts that are meant.
_IN_IT = re.compile(rf"\b(?:{_ABOUT_TEXTS}|stop\b(?=.*\b(?:{_TEXTS}|phone|see|sees|read|reads)))\b")

# RING ME.
_RING = re.compile(
    r"(?:(?:can|could|will|would|u|you|ya|i|we|want|need|like|for|to|maybe|just|ok|yes|if) )*"
    r"(?:(?:ring|call|phone|fone|bell) me|give me a (?:ring|call|bell))"
    r"(?: (?:back|up|now|instead|asap|then|first|again|on this(?: number)?|if you can))*"
)
# To be rung by somebody is to be rung by a person: we are a machine.
_SOMEBODY_RINGS = re.compile(
    r"(?:(?:can|could|will|would|i|want|need|like|please) )*(?:someone|somebody|anyone|anybody|a person|one of you) "
    r"(?:(?:can|could|to) )*(?:ring|call|phone) me(?: (?:back|up|now|instead|asap|then))*"
)

# What was just said, once more.
_AGAIN = re.compile(
    r"(?:(?:sorry|can|could|will|would|you|u|i|me|just|ok|say|send|text|give|tell|repeat|resend|have|get|what|whats|was"
    r"|is|it|that|this|them|the|those|number|numbers|message|to|for|all|us|need|want) )*"
    r"(?:again|once more|one more time)"
    r"|(?:(?:can|could|will|would|you|u) )*(?:repeat|resend) (?:that|it|this|the number|the message|the text)"
    r"|(?:sorry )?(?:i )?(?:have |ive )?(?:lost|missed|deleted|forgot|forgotten|didnt get|did not get) "
    r"(?:the|that|your|ur) (?:number|numbers|message|text)(?: (?:again|can you send it again|send it again))*"
    r"|(?:sorry )?(?:what|whats)(?: was| is|s)? (?:the|that) number"
)
_PARDON = re.compile(
    r"(?:i beg your )?pardon(?: me)?|say again|come again|sorry(?: what)?|(?:sorry )?what did you say|what was that"
    r"|(?:sorry )?i (?:didnt|did not|couldnt|could not|cant|cannot) (?:hear|catch|get)(?: that| you| it)?"
)

# Slower, which is only ever said aloud.
_SLOWER = re.compile(
    r"(?:(?:can|could|you|just|a|bit|speak|talk|go|say it|its|that was|you are|youre|too|much|more|very) )*"
    r"(?:slow(?: it)? down|slower|slowly|too fast|too quick|too quickly|slow)(?: a bit)?"
)

# Thanks need a word of thanks. What else may stand beside one:
_THANKS = re.compile(
    r"\b(?:thanks|thank you|thank u|thankyou|thanku|thnx|thnks|thx|tnx|tysm|ty|ta|cheers|much appreciated)\b"
)
_BESIDE_THANKS = frozenset(
    "ok okay many so much very a lot for your ur the all that this it help helping info information number advice time "
    "reply u mate love lovely great brilliant perfect fab fantastic amazing excellent wonderful cool good nice thats "
    "bye x xx xxx xxxx really helpful was been very youve ever such big to anyway then now again and i "
    "will do got today".split()
)
# Enough by themselves once a contact was given.
_PLEASED = frozenset(
    "ok okay great brilliant perfect fab lovely cool good nice amazing excellent helpful got it".split()
)

_BESIDE_PLEASED = frozenset("thats that this is very really so x xx xxx".split())


def pleads(said: str) -> bool:
    """Whether this says that no more texts are wanted, and nothing else."""
    return bool(_PLEA.fullmatch(said))


def pleads_with_reason(said: str) -> bool:
    """Whether this says that no more texts are wanted, and why: that may be danger."""
    return bool(_WITH_REASON.fullmatch(said))


def holds_a_plea(said: str) -> bool:
    """Whether a wish for no more texts stands anywhere in this, whatever else is said."""
    return bool(_IN_IT.search(said))


def wants_a_ring(said: str) -> bool:
    """Whether this asks us to ring."""
    return bool(_RING.fullmatch(said))


def wants_a_persons_ring(said: str) -> bool:
    """Whether this asks that somebody ring."""
    return bool(_SOMEBODY_RINGS.fullmatch(said))


def wants_it_again(said: str) -> bool:
    """Whether this asks for what was said last once more."""
    return bool(_AGAIN.fullmatch(said) or _PARDON.fullmatch(said))


def wants_it_slower(said: str) -> bool:
    """Whether this asks a voice to speak more slowly."""
    return bool(_SLOWER.fullmatch(said))


def thanks(said: str) -> bool:
    """Whether this is thanks and no more. Courtesies are not to be left out of `said`."""
    rest, count = _THANKS.subn(" ", said)
    return count > 0 and _BESIDE_THANKS.issuperset(rest.split())


def is_pleased(said: str) -> bool:
    """Whether this says that it is good, and no more: thanks for a contact that was just given."""
    tokens = said.split()
    return not _PLEASED.isdisjoint(tokens) and (_PLEASED | _BESIDE_PLEASED).issuperset(tokens)
