"""Floor 2: a request to be rung back as an e-mail to the team, for teams that have no more than an address.

The request itself stays in the list until somebody closes it, whatever becomes of its e-mail. A worker that dies right
after the server took an e-mail sends it once more: both bear the same Message-ID, by which a mail server or program
knows the second. A request that was changed is another e-mail, with an id of its own.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from signpost.amended import amended_by
from signpost.callback_ports import Callbacks, Mailer, MailError, MailState, OpenCallback
from signpost.callbacks import best_time, manner, matter
from signpost.core.dates import written
from signpost.core.hours import london_day
from signpost.core.menu import Pack
from signpost.core.numbers import national
from signpost.core.wish import Manner
from signpost.delivery import A_DAY, AFTER_A_REFUSAL

logger = logging.getLogger(__name__)
# A team without a phone has nothing but this: no long weekend may use it up.
_WAITS = (*AFTER_A_REFUSAL, A_DAY / 2, A_DAY)

_BODY = """\
A parent or young person asks to {asked}.
{unrung}
{ring}: {number}
About: {matter}
Best time: {time}
How: {manner}
Asked on: {made}
They were told that you {do} by: {by}
{first}
They agreed that we send you this. No name was asked for.
Nobody reads answers to this e-mail.
"""
_UNRUNG = "We asked you before. They say that they have not heard from you.\n"
_FIRST = "They said that one of your reasons to be quicker holds.\n"


class Mailing:
    """The e-mails of a service; none is sent when there is no `mailer`. `amendments` gives the staff's record."""

    def __init__(
        self,
        pack: Pack,
        callbacks: Callbacks,
        mailer: Mailer | None,
        clock: Callable[[], datetime],
        amendments: Callable[[], bytes],
    ) -> None:
        self._pack = pack
        self._amendments = amendments
        self._callbacks = callbacks
        self._mailer = mailer
        self._clock = clock

    def due(self, callback_id: str) -> bool:
        """Mail a request. False when there is nothing to mail.

        What the server does not take now is tried again while the request is open, at last once a day; what it refuses
        for good is for the staff, who can have it mailed again.
        """
        found = self._callbacks.find(callback_id)
        if found is None or found.mail is not MailState.DUE:
            return False
        address = self._address(self._pack, found)
        if self._mailer is None or address is None:
            self._callbacks.mailed(found, MailState.FAILED)
            return True
        if self._address(amended_by(self._pack, self._amendments()), found) is None:
            # The staff have paused this team: as with a server that takes nothing now, a later try may do.
            self._callbacks.mailed(found, MailState.DUE, self._later(found))
            return True
        try:
            self._mailer.send(
                address, f"{self._pack.name}: somebody asks to hear from you", self._body(found), _name(found)
            )
        except MailError as error:
            self._not_taken(found, error)
        else:
            self._callbacks.mailed(found, MailState.SENT)
        return True

    @staticmethod
    def _address(pack: Pack, found: OpenCallback) -> str | None:
        service = pack.services.get(found.request.team)
        return service.mailbox if service else None

    def _later(self, found: OpenCallback) -> datetime:
        return self._clock() + _WAITS[min(found.tries, len(_WAITS) - 1)]

    def _not_taken(self, found: OpenCallback, error: MailError) -> None:
        # The error quotes neither the address nor the words.
        logger.warning("The e-mail of request %s was not taken, try %d: %s", found.id, found.tries + 1, error)
        if error.permanent:
            self._callbacks.mailed(found, MailState.FAILED)
        else:
            self._callbacks.mailed(found, MailState.DUE, self._later(found))

    def _body(self, found: OpenCallback) -> str:
        request = found.request
        by_text = request.wish.manner is Manner.TEXT
        return _BODY.format(
            asked="be texted, not rung" if by_text else "be rung back",
            ring="Text" if by_text else "Ring",
            do="text" if by_text else "ring",
            unrung=_UNRUNG if request.unrung else "",
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
