"""Floor 2: the people behind the line, who sign in to the console: records."""

from dataclasses import dataclass
from enum import StrEnum

# In characters: what the National Cyber Security Centre's "three random words" come to.
SHORTEST_PASSWORD = 12


class Role(StrEnum):
    """What a member of staff may do: an officer works on requests and texts, a manager changes contacts as well."""

    OFFICER = "officer"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff who may sign in, by the name they sign in with."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether they may do what takes this role: a manager may do all that an officer does."""
        return self.role in {role, Role.MANAGER}


class OutdatedError(Exception):
    """What somebody is about to change is not any more what they were shown: somebody else came first."""


class TooManyTriesError(Exception):
    """So many wrong passwords were given lately that none is looked at for now."""
