"""Floor 2: the answer when nothing else can be given: sorry, and whom to ring instead. Needs nothing but the pack."""

import logging
from dataclasses import dataclass

from signpost.core.events import Answered, Contact, Dial, DialEnded, End, Output, QueueEnded, QueueResult, Say, Started
from signpost.core.own_words import in_danger
from signpost.core.session import Channel
from signpost.core.understanding import Understand, Understood, deaf
from signpost.incoming import AGAIN, Incoming
from signpost.line import LineNow
from signpost.render import sms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What somebody is told whose place cannot be read or kept. `voice_url` is the path of every call's webhook.

    `understand` says if a sentence sounds like danger. It may have failed: then danger words alone count.
    """

    line: LineNow
    voice_url: str
    understand: Understand = deaf

    def answer(self, incoming: Incoming) -> str:
        """The TwiML for this event.

        Danger comes first even then, texted or spoken. A caller is put through at once, but only once in a call, and
        not to a line that is shut, or that has passed them on to us.
        """
        pack = self.line.pack
        service = pack.person_signpost.service
        sorry = Say(pack.wording.trouble.fill(service=service.name, number=service.number or ""))
        danger = in_danger(pack, incoming.event, incoming.channel, self._understood)
        if incoming.channel is Channel.TEXT:
            return sms.reply(sms.body(pack, danger or (sorry,)))
        # A step of its own: under the failed one's name, or the first one's, another answer may be kept.
        action = f"{self.voice_url}?step={incoming.message}{AGAIN}"
        said = (*danger, sorry, Contact(service), *self._last(incoming))
        return self.line.voice.twiml(said, action=action, caller_id=incoming.caller_id)

    def _understood(self, words: str) -> Understood:
        try:
            return self.understand(words)
        except Exception:
            log.exception("own words could not be judged")
            return Understood()

    def _last(self, incoming: Incoming) -> tuple[Output, ...]:
        service, say = self.line.pack.person_signpost.service, self.line.pack.wording
        if self._may_be_rung(incoming):
            return (Dial(service),)
        return Contact(service, again=True), Say(say.goodbye), End()

    def _may_be_rung(self, incoming: Incoming) -> bool:
        event = incoming.event
        if incoming.tried or (incoming.we_rang and not isinstance(event, Answered)):
            # It may be an answering machine that we talk to.
            return False
        over = isinstance(event, DialEnded) or (isinstance(event, QueueEnded) and event.result is QueueResult.TALKED)
        sent_back = event == Started(forwarded=True) or (isinstance(event, Started) and incoming.from_us)
        return not over and not sent_back and self.line.opens() is None
