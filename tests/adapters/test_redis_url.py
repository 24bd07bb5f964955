"""The forms of REDIS_URL, and a server behind TLS."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from redis import Redis, exceptions
from rq import SimpleWorker

from signpost.adapters.connection import apart, connect
from signpost.adapters.jobqueue import JobQueue
from signpost.adapters.pace import SenderPace
from signpost.adapters.redis_url import check, sentinels
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from tests.adapters.conftest import PERSON, TEXT, TOKENS, changes, save, session


@pytest.mark.parametrize(
    "url",
    [
        "redis://localhost:6379/0",
        "rediss://:secret@redis.example.org:6380/1?ssl_ca_certs=/etc/ca.pem",
        "unix:///run/redis.sock?db=0",
        "redis+sentinel://one.example.org,two.example.org:26380/signpost",
        "rediss+sentinel://user:secret@10.0.0.1:1,[::1]:2/signpost/3?sentinel_password=other",
    ],
)
def test_forms_that_are_taken(url: str) -> None:
    check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "redis://localhost:0",
        "redis+sentinel://one.example.org:26379",
        "redis+sentinel://one.example.org:26379/signpost/first",
        "redis+sentinel:///signpost",
        "redis+sentinel://one.example.org:26379,/signpost",
        "redis+sentinel://one.example.org:many/signpost",
    ],
)
def test_forms_that_are_not(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|host|Port"):
        check(url)


def test_what_an_address_says_of_sentinels() -> None:
    found = sentinels(
        "rediss+sentinel://us%40er:s%2Fecret@a:1,[::1]:2,c/signpost/3?sentinel_password=o&ssl_ca_certs=/ca"
    )
    assert found
    assert found.hosts == (("a", 1), ("::1", 2), ("c", 26379))
    assert found.service == "signpost"
    shared = {"ssl": True, "ssl_ca_certs": "/ca"}
    assert found.servers == {"username": "us@er", "password": "s/ecret", "db": 3, **shared}
    assert found.own == {"password": "o", **shared}
    assert "ecret" not in repr(found)
    assert sentinels("redis://localhost:6379") is None


def test_the_servers_password_is_not_for_the_sentinels() -> None:
    found = sentinels("redis+sentinel://:secret@a/signpost")
    assert found
    assert (found.servers["password"], found.servers["db"], dict(found.own)) == ("secret", 0, {})


class Enciphered:
    """TLS in front of a server that has none of its own."""

    def __init__(self, path: str, certificate: Path) -> None:
        self._path = path
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._let_in, daemon=True).start()

    def close(self) -> None:
        for one in (self._door, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _let_in(self) -> None:
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(guest,), daemon=True).start()

    def _serve(self, guest: socket.socket) -> None:
        with suppress(OSError, ValueError):
            secure = self._context.wrap_socket(guest, server_side=True)
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._path)
            self._open += [secure, server]
            threading.Thread(target=self._carry, args=(server, secure), daemon=True).start()
            self._carry(secure, server)

    @staticmethod
    def _carry(source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while words := source.recv(65536):
                to.sendall(words)
            to.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key, and a certificate of 127.0.0.1 that nobody but its own file vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's own")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_url(redis: Redis, redis_url: str, certificate: Path) -> Iterator[str]:
    assert redis.ping()
    door = Enciphered(unquote(urlsplit(redis_url).path), certificate)
    yield f"rediss://127.0.0.1:{door.port}/0?ssl_ca_certs={certificate}"
    door.close()


def test_all_parts_work_by_tls(tls_url: str) -> None:
    with connect(tls_url) as client:
        store = RedisStore(client, Seal("one"), Keep(), tokens=TOKENS)
        save(store, changes("senco"))
        with store.turn(TEXT, PERSON, "SM2") as turn:
            assert turn.session == session("senco")
        assert SenderPace(client, 2).room(2, waiting=True)
        jobs = JobQueue(client)
        jobs.worker(kind=SimpleWorker).work(burst=True, with_scheduler=True, logging_level="WARNING")
        with apart(client) as other:
            assert other.ping()


def test_a_server_that_nobody_vouches_for_is_told_nothing(tls_url: str) -> None:
    with connect(tls_url.partition("?")[0]) as client, pytest.raises(exceptions.ConnectionError, match="CERTIFICATE"):
        client.set("a", "secret")
