"""What is kept about people is sealed (AES-GCM), and they are named by tokens (keyed BLAKE2b), both from one secret.

The secret may be a list, "new,old": everything is sealed with the first and opened with whichever sealed it. Tokens are
made with the last, so that people keep their names while records move to the new secret. Once the old secret is dropped
from the list, people who come back are strangers: drop it after the longest time that a person is kept.
"""

import json
import os
import secrets
from hashlib import blake2b
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ID = 4
_NONCE = 12
_TOKEN = 16
# Made once: `json.dumps` makes one anew for each record.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class UnreadableError(ValueError):
    """A sealed record is damaged, or was sealed with a secret that we no longer have."""


class Seal:
    """Seals plain JSON data. Raises ValueError when there is no secret."""

    def __init__(self, secret: str) -> None:
        keys = {_derive(part, "key id", _ID): AESGCM(_derive(part, "seal", 32)) for part in _parts(secret)}
        self._keys = keys
        self._first = next(iter(keys))

    def seal(self, data: dict[str, Any]) -> bytes:
        """The data as bytes that tell nothing: key id (4 bytes), nonce (12), then the ciphertext and its tag."""
        nonce = os.urandom(_NONCE)
        clear = _as_json(data).encode()
        return self._first + nonce + self._keys[self._first].encrypt(nonce, clear, self._first)

    def open(self, blob: bytes) -> dict[str, Any]:
        """The data that `seal` was given. Raises UnreadableError."""
        key_id, nonce, sealed = blob[:_ID], blob[_ID : _ID + _NONCE], blob[_ID + _NONCE :]
        if key_id not in self._keys:
            raise UnreadableError("sealed with a secret that is not in SIGNPOST_SECRET_KEY")
        try:
            data = json.loads(self._keys[key_id].decrypt(nonce, sealed, key_id))
        except (InvalidTag, ValueError):
            raise UnreadableError("the record is damaged") from None
        if not isinstance(data, dict):
            raise UnreadableError("the record is not what we seal")
        return data


class SecretTokens:
    """The `Tokens` port: 128 bits as 32 hex digits. Raises ValueError when there is no secret."""

    def __init__(self, secret: str) -> None:
        oldest = _parts(secret)[-1]
        self._people = _derive(oldest, "person", 32)
        self._follow_ups = _derive(oldest, "follow-up", 32)
        self._callbacks = _derive(oldest, "callback", 32)

    def person(self, number: str) -> str:
        """The token for a phone number or other caller id."""
        return _token(self._people, number)

    def follow_up(self, person: str, goto: str) -> str:
        """The id of a person's follow-up that opens the place `goto`."""
        return _token(self._follow_ups, f"{person} {goto}")

    def callback(self, person: str, team: str) -> str:
        """The id of a person's request to a team to be rung back."""
        return _token(self._callbacks, f"{person} {team}")

    def text(self) -> str:
        """A new id for a text: random."""
        return secrets.token_hex(_TOKEN)


def _token(key: bytes, of: str) -> str:
    # A turn has five. An HMAC by way of OpenSSL takes more than twice as long.
    return blake2b(of.encode(), key=key, digest_size=_TOKEN).hexdigest()


def session_keys(secret: str) -> tuple[bytes, ...]:
    """What the staff's cookies are signed with, the newest first. Raises ValueError when there is no secret."""
    return tuple(_derive(part, "staff session", 32) for part in _parts(secret))


def _parts(secret: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in secret.split(","))
    if not all(parts):
        raise ValueError("SIGNPOST_SECRET_KEY is empty or has an empty part: give one secret, or 'new,old'")
    return parts


def _derive(secret: str, label: str, length: int) -> bytes:
    # One label for each use, so that no key, token or key id says anything about another.
    return HKDF(SHA256(), length, salt=None, info=f"signpost {label}".encode()).derive(secret.encode())
