"""Floor 2: a session that travels with the conversation itself, and what is lacking when it is needed."""

from typing import Protocol

from signpost.core.session import Session


class Carried(Protocol):
    """A session that travels with the conversation itself, for when the store is away."""

    def write(self, conversation: str, session: Session, *, ahead: bool) -> str:
        """The cookie for a session; "" when it would be too long. `ahead` says that the store does not have it."""

    def read(self, conversation: str, cookie: str) -> Session | None:
        """The session in a cookie, or None when it has none for this conversation that we can read."""

    def is_ahead(self, cookie: str) -> bool:
        """Whether the store does not have what this cookie holds."""


class NotKeptError(Exception):
    """A turn that was read could not be saved. `session` is where the person stood."""

    def __init__(self, session: Session | None) -> None:
        super().__init__("the turn could not be kept")
        self.session = session
