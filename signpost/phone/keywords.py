"""The words that Twilio itself acts on, by default, when they are the whole of a text."""

_STOP = {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
_START = {"START", "YES", "UNSTOP"}
_HELP = {"HELP", "INFO"}


def network_reply(body: str, person: str, blocked: set[str]) -> str | None:
    """Twilio's own answer to a text, or None. Puts `person` (E.164) into `blocked`, or takes them out of it."""
    word = body.strip().upper()
    if word in _STOP and person not in blocked:
        blocked.add(person)
        return "You have successfully been unsubscribed. You will not receive any more messages from this number. \
Reply START to resubscribe."
    if word in _START and person in blocked:
        blocked.remove(person)
        return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. \
Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    if word in _HELP:
        return "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    return None
