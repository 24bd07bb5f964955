"""The staff who may sign in, and who is signed in: kept in Redis, so that all processes agree and a sign-out is final.

A password is kept as scrypt's hash alone. Whoever is signed in holds a random token; what is kept here of it is its
digest, and it ends after thirty minutes in which nothing was asked with it.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from limits import RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import Redis
from redis.exceptions import ResponseError, WatchError
from werkzeug.security import check_password_hash, generate_password_hash

from signpost.adapters import keys
from signpost.adapters.records import VERSION, Data, Records, checked
from signpost.staff_ports import Member, Role, TooManyTriesError

IDLE = 30 * 60
# Wrong passwords in a quarter of an hour: for one name, and from one address. There is none for all names together, by
# which a stranger could keep everybody out.
_BY_NAME = RateLimitItemPerMinute(10, 15)
_BY_ADDRESS = RateLimitItemPerMinute(50, 15)
_TRIES = "signpost:tries"
# A hash that no password has: an unknown name takes as long as a wrong password. To make one takes as long again, at
# each start of a process.
_NOBODY = f"scrypt:32768:8:1$nobody${'0' * 128}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a member: `since` changes with the password and the role, and ends what was signed in before."""

    member: Member
    password: str
    since: str

    def to_dict(self) -> Data:
        return {
            "version": VERSION,
            "name": self.member.name,
            "role": self.member.role.value,
            "password": self.password,
            "since": self.since,
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "_Kept":
        data = checked(kept)
        return cls(Member(data["name"], Role(data["role"])), data["password"], data["since"])


class Staff:
    """The members of staff in one Redis database. Every method raises redis.exceptions.RedisError when it is away."""

    def __init__(self, redis: Redis, records: Records) -> None:
        self._redis = redis
        self._records = records

    def put(self, member: Member, password: str) -> bool:
        """Let somebody sign in with this name and password; whether the name is new. Ends what is signed in by it."""
        kept = _Kept(member, generate_password_hash(password), secrets.token_hex(8))
        return bool(self._redis.hset(keys.STAFF, _folded(member.name), self._records.write(kept.to_dict())))

    def remove(self, name: str) -> bool:
        """Let them sign in no more, and sign them out; whether there was anybody of that name."""
        return bool(self._redis.hdel(keys.STAFF, _folded(name)))

    def all(self) -> list[Member]:
        """All who may sign in, by name."""
        found = cast("dict[bytes, bytes]", self._redis.hgetall(keys.STAFF))
        members = [kept.member for blob in found.values() if (kept := self._built(blob))]
        return sorted(members, key=lambda member: member.name.casefold())

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """The token of who signs in, or None when the name or the password is wrong. Raises TooManyTriesError.

        `address` is where they sign in from: wrong passwords are counted by it, and by the name.
        """
        folded = _folded(name)
        kept = self._proven(folded, password, address)
        return self._signed_in(folded, kept) if kept else None

    def change_password(self, name: str, password: str, new: str, address: str) -> str | None:
        """Give somebody the password `new`, and sign them in by it: their token. Raises TooManyTriesError.

        None when `password` is not theirs, or when they were removed or changed by somebody else meanwhile.
        """
        folded = _folded(name)
        was = self._proven(folded, password, address)
        if was is None:
            return None
        kept = _Kept(was.member, generate_password_hash(new), secrets.token_hex(8))
        return self._signed_in(folded, kept) if self._replaced(folded, was, kept) else None

    def _proven(self, folded: str, password: str, address: str) -> _Kept | None:
        """What is kept of whose password this is. A try counts before it is looked at, so that many at once do too."""
        tries = ((_BY_ADDRESS, "address", _digest(address)), (_BY_NAME, "name", _digest(folded)))
        if not all(self._tries.hit(*one) for one in tries):
            raise TooManyTriesError
        kept = self._kept(folded)
        if not check_password_hash(kept.password if kept else _NOBODY, password) or kept is None:
            return None
        for limit, *whose in tries:
            # The newest stands first; which of several at once is given back makes no difference.
            self._redis.lpop(f"{_TRIES}:{limit.key_for(*whose)}")
        return kept

    def _replaced(self, folded: str, was: _Kept, kept: _Kept) -> bool:
        """Whether they could be replaced: only where they are still as they were."""
        blob = self._records.write(kept.to_dict())
        while True:
            with self._redis.pipeline() as pipe:
                pipe.watch(keys.STAFF)  # type: ignore[no-untyped-call]
                now = self._built(cast("bytes | None", pipe.hget(keys.STAFF, folded)))
                if now is None or now.since != was.since:
                    return False
                pipe.multi()
                pipe.hset(keys.STAFF, folded, blob)
                try:
                    pipe.execute()
                except WatchError:
                    continue
                return True

    def _signed_in(self, folded: str, kept: _Kept) -> str:
        token = secrets.token_urlsafe()
        signed_in = {"version": VERSION, "name": folded, "since": kept.since}
        self._redis.set(_key(token), self._records.write(signed_in), ex=IDLE)
        return token

    def who(self, token: str) -> Member | None:
        """Who is signed in with this token; they stay so for thirty minutes from now. None when nobody is."""
        try:
            blob = self._redis.getex(_key(token), ex=IDLE)
        except ResponseError:
            # A server that is full, or cannot write to its disk, still reads: staff must see what is wrong with it.
            blob = self._redis.get(_key(token))
        signed_in = self._records.read("sign-in", cast("bytes | None", blob), checked)
        kept = self._kept(signed_in["name"]) if signed_in else None
        return kept.member if kept and signed_in and kept.since == signed_in["since"] else None

    def sign_out(self, token: str) -> None:
        """Nobody is signed in with this token any more."""
        self._redis.delete(_key(token))

    def _kept(self, folded: str) -> _Kept | None:
        return self._built(cast("bytes | None", self._redis.hget(keys.STAFF, folded)))

    def _built(self, blob: bytes | None) -> _Kept | None:
        return self._records.read("member of staff", blob, _Kept.from_dict)

    @cached_property
    def _tries(self) -> MovingWindowRateLimiter:
        # Made when first used: it loads its scripts into Redis at once.
        pool = self._redis.connection_pool
        return MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix=_TRIES))


def _folded(name: str) -> str:
    """A name as it is compared: keyboards write the same letter in several ways."""
    return unicodedata.normalize("NFKC", " ".join(unicodedata.normalize("NFKC", name).split()).casefold())


def _key(token: str) -> str:
    return keys.signed_in(_digest(token))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
