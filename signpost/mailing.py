"""Floor 2: a request to be rung back as an e-mail to the team, for teams that have no more than an address.

The request itself stays in the list until somebody closes it, whatever becomes of its e-mail. A worker that dies right
after the server took an e-mail sends it once more: both bear the same Message-ID, by which a mail server or program
knows the second. A request that was changed is another e-mail, with an id of its own.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from signpost.callback_ports import Callbacks, Mailer, MailError, MailState, OpenCallback
from signpost.callbacks import best_time, manner, matter
from signpost.core.dates import written
from signpost.core.hours import london_day
from signpost.core.menu import Pack
from signpost.core.numbers import national
from signpost.delivery import AFTER_A_REFUSAL, GOOD_FOR

_BODY = """\
A parent or young person asks to be rung back.

Ring: {number}
About: {matter}
Best time: {time}
How: {manner}
Asked on: {made}
They were told that you ring by: {by}
{first}
They agreed that we send you this. No name was asked for.
Nobody reads answers to this e-mail.
"""
_FIRST = "They said that one of your reasons to ring sooner holds.\n"


class Mailing:
    """The e-mails of a service; none is sent when there is no `mailer`."""

    def __init__(self, pack: Pack, callbacks: Callbacks, mailer: Mailer | None, clock: Callable[[], datetime]) -> None:
        self._pack = pack
        self._callbacks = callbacks
        self._mailer = mailer
        self._clock = clock

    def due(self, callback_id: str) -> bool:
        """Mail a request. False when there is nothing to mail.

        What the server does not take now is tried again for a day, as texts are; what it refuses is for the staff.
        """
        found = self._callbacks.find(callback_id)
        if found is None or found.mail is not MailState.DUE:
            return False
        service = self._pack.services.get(found.request.team)
        address = service.address if service else None
        if self._mailer is None or address is None:
            self._callbacks.mailed(found, MailState.FAILED)
            return True
        try:
            self._mailer.send(address, f"{self._pack.name}: somebody asks to be rung", self._body(found), _name(found))
        except MailError as error:
            self._not_taken(found, error)
        else:
            self._callbacks.mailed(found, MailState.SENT)
        return True

    def _not_taken(self, found: OpenCallback, error: MailError) -> None:
        now = self._clock()
        again = now + AFTER_A_REFUSAL[min(found.tries, len(AFTER_A_REFUSAL) - 1)]
        if error.permanent or again - (found.since or now) >= GOOD_FOR:
            self._callbacks.mailed(found, MailState.FAILED)
        else:
            self._callbacks.mailed(found, MailState.DUE, again)

    def _body(self, found: OpenCallback) -> str:
        request = found.request
        return _BODY.format(
            number=national(request.wish.number),
            matter=matter(self._pack, request),
            time=best_time(request.wish),
            manner=manner(request.wish),
            made=written(london_day(datetime.fromtimestamp(request.made, UTC))),
            by=written(request.by),
            first=_FIRST if request.wish.first else "",
        )


def _name(found: OpenCallback) -> str:
    # To the microsecond: a person's turns are saved one after another, and each reads the clock for itself.
    since = found.since.strftime("%Y%m%d%H%M%S%f") if found.since else "0"
    return f"{found.id}.{since}"
