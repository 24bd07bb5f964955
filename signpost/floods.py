"""Floor 2: floods. A machine that texts or rings without end is not answered without end; people hardly get near it.

Whoever goes too far is told so once, with a number to ring, and then gets silence by text, until they have rested: two
machines that answer each other stop so. Words of danger are answered longer. A call is never met with silence: it costs
the caller's time, not ours, and hears the number each time.
"""

from dataclasses import dataclass

from signpost.core.events import Answered, Contact, End, Say
from signpost.core.keywords import keyword
from signpost.core.own_words import in_danger
from signpost.core.reserved import Keyword
from signpost.core.session import Channel
from signpost.core.understanding import deaf
from signpost.flood_ports import Came, Coming, Crowd
from signpost.incoming import Incoming
from signpost.line import LineNow
from signpost.ports import Tokens
from signpost.render import sms

# So many more texts with a word of danger in them are answered.
PATIENCE = 100
# A block is 10,000 numbers: what operators are given them by.
_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets people in."""

    crowd: Crowd
    tokens: Tokens

    def coming(self, incoming: Incoming) -> Coming | None:
        """What is to be counted of this event; None for nothing."""
        if not incoming.opens or incoming.we_rang or _to_be_heard(incoming):
            return None
        # Behind a switchboard, and with the number withheld, are many; so are those whom the line behind 0 passes on.
        if incoming.number is None or incoming.diverted:
            return None
        name = f"{incoming.channel} {incoming.number}"
        return Coming(self.tokens.person(name), self.tokens.person(name[:-_BLOCK]))

    def refusal(self, incoming: Incoming, came: Came, line: LineNow) -> str | None:
        """The TwiML for who came too often; None for everybody else."""
        over = self.crowd.over(came)
        if not over:
            return None
        return self._by_text(incoming, line, over) if incoming.channel is Channel.TEXT else self._by_phone(line)

    def _by_text(self, incoming: Incoming, line: LineNow, over: int) -> str:
        # By words alone: to judge sentences costs more than anything else that a flood could have us do.
        danger = in_danger(line.pack, incoming.event, incoming.channel, deaf)
        if danger and over <= PATIENCE:
            return sms.reply(sms.body(line.pack, danger))
        return sms.reply(sms.body(line.pack, (_sorry(line),)) if over == 1 else "")

    def _by_phone(self, line: LineNow) -> str:
        service, say = line.pack.person_signpost.service, line.pack.wording
        said = (Say(say.danger_first), _sorry(line), Contact(service), Contact(service, again=True))
        return line.voice.twiml((*said, Say(say.goodbye), End()), action="")


def _to_be_heard(incoming: Incoming) -> bool:
    """Whether somebody wants no texts, or to have all erased: that holds however often they came."""
    event = incoming.event
    if not isinstance(event, Answered) or incoming.channel is Channel.VOICE:
        return False
    return keyword(event.words, Channel.TEXT) in {Keyword.STOP, Keyword.FORGET}


def _sorry(line: LineNow) -> Say:
    service = line.pack.person_signpost.service
    return Say(line.pack.wording.too_many.fill(service=service.name, number=service.number or ""))
