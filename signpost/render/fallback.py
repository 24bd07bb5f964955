"""What Twilio plays and sends by itself while this service cannot be reached: two documents that stand somewhere else.

Nobody is behind them. So nothing is asked, nobody is put through, and no text or call is promised: sorry, what to do in
danger, and whom to ring.
"""

from signpost.core.events import Contact, End, Say
from signpost.core.menu import Pack
from signpost.render import sms
from signpost.render.voice import VoiceRenderer


def voice(pack: Pack) -> str:
    """TwiML for a call: the number behind 0 twice, as slowly as for somebody who asks us to slow down."""
    service = pack.person_signpost.service
    said = (*_said(pack), Contact(service), Contact(service, again=True), End())
    return VoiceRenderer(pack).twiml(said, action="", slow=True, answering=False)


def text(pack: Pack) -> str:
    """TwiML that answers a text."""
    return sms.reply(sms.body(pack, _said(pack)))


def _said(pack: Pack) -> tuple[Say, Say]:
    service = pack.person_signpost.service
    trouble = pack.wording.trouble.fill(service=service.name, number=service.number or "")
    return Say(pack.wording.in_doubt), Say(trouble)
