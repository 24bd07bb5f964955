"""The `Carried` port: a session as the carrier carries it for us, in a cookie, sealed for that and for Redis at once.

A session has around 400 bytes, a cookie may have 4,096 (RFC 6265, section 6.1). What would be longer is not carried.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from signpost.adapters.records import Data, Records
from signpost.adapters.seal import Seal
from signpost.core.session import Session

LONGEST = 3_800
# Stands before what is newer than anything in Redis; only then the cookie is opened at each turn.
_AHEAD, _BEHIND = "a", "b"


class CarriedSessions:
    """Writes and reads the cookie. It is bound to its conversation: in another's it is worth nothing."""

    def __init__(self, seal: Seal) -> None:
        self._records = Records(seal)

    def write(self, conversation: str, session: Session, *, ahead: bool) -> str:
        """The cookie for a session; "" when it would be too long. `ahead` says that Redis does not have it."""
        return self.cookie(self.sealed(conversation, session), ahead=ahead)

    def sealed(self, conversation: str, session: Session) -> bytes:
        """The session as it is kept in Redis, too: sealed once for both."""
        return self._records.write({"of": conversation, **session.to_dict()})

    @staticmethod
    def cookie(sealed: bytes, *, ahead: bool) -> str:
        """The cookie for what is sealed."""
        cookie = (_AHEAD if ahead else _BEHIND) + urlsafe_b64encode(sealed).decode().rstrip("=")
        return cookie if len(cookie) <= LONGEST else ""

    def read(self, conversation: str, cookie: str) -> Session | None:
        """The session in a cookie, or None when it has none for this conversation that we can read."""
        try:
            sealed = urlsafe_b64decode(f"{cookie[1:]}{'=' * (-len(cookie[1:]) % 4)}")
        except (binascii.Error, ValueError):
            return None

        def build(data: Data) -> Session | None:
            return session_of(data) if data["of"] == conversation else None

        return self._records.read("cookie", sealed, build) if sealed else None

    def is_ahead(self, cookie: str) -> bool:
        """Whether what it holds was never saved in Redis. The carrier alone can bring cookies here."""
        return cookie.startswith(_AHEAD)


def session_of(data: Data) -> Session:
    """The session in a record of both. Raises StaleError for another version."""
    return Session.from_dict({name: value for name, value in data.items() if name != "of"})
