"""A request to be rung back as the plain data that its sealed record holds."""

from datetime import date, datetime

from signpost.adapters.records import VERSION, Data, checked
from signpost.callback_ports import Claim, MailState, OpenCallback, Try
from signpost.core.wish import Request, Wish


def callback_to_dict(callback: OpenCallback) -> Data:
    """A request as plain data. Its id is told by its key."""
    request = callback.request
    return {
        "version": VERSION,
        "person": callback.person,
        "team": request.team,
        "place": request.place,
        "wish": request.wish.to_dict(),
        "made": request.made,
        "by": request.by.isoformat(),
        "matter": request.matter,
        "last": request.last,
        "tries": request.tries,
        "unrung": request.unrung,
        "mail": callback.mail.value,
        "mail tries": callback.tries,
        "since": callback.since.isoformat() if callback.since else "",
        "personal": callback.personal,
        **({"claim": [callback.claim.by, callback.claim.at.isoformat()]} if callback.claim else {}),
        **({"tried": [callback.tried.by, callback.tried.at.isoformat()]} if callback.tried else {}),
    }


def callback_from_dict(callback_id: str, kept: Data) -> OpenCallback:
    """The request that `callback_to_dict` wrote. Raises StaleError, KeyError, TypeError or ValueError."""
    data = checked(kept)
    request = Request(
        data["team"],
        data["place"],
        Wish.from_dict(data["wish"]),
        data["made"],
        date.fromisoformat(data["by"]),
        matter=data["matter"],
        last=data["last"],
        tries=data["tries"],
        unrung=data["unrung"],
    )
    return OpenCallback(
        callback_id,
        data["person"],
        request,
        MailState(data["mail"]),
        data["mail tries"],
        datetime.fromisoformat(data["since"]) if data["since"] else None,
        bool(data.get("personal")),
        Claim(*_who_and_when(data, "claim")) if "claim" in data else None,
        # None of a request that was tried before this was kept.
        Try(*_who_and_when(data, "tried")) if "tried" in data else None,
    )


def _who_and_when(data: Data, entry: str) -> tuple[str, datetime]:
    who, at = data[entry]
    return who, datetime.fromisoformat(at)
