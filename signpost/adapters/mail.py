"""The `Mailer` port over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from signpost.callback_ports import MailError

# Seconds for each step: a worker has other things to do.
_PATIENCE = 8.0
# For the answer to the words themselves, which a server may look through first. RFC 5321 (4.5.3.2.6) asks for 10
# minutes; but after one minute another worker takes the errand for lost.
_LOOKED_THROUGH = 40.0
_PORTS = {"smtp": 587, "smtps": 465}
# Here nothing travels, so nothing has to be enciphered.
_OWN = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where e-mails go out: smtp:// enciphers by STARTTLS, smtps:// from the start. `sender` stands in From."""

    host: str
    port: int
    enciphered: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def smtp_address(url: str) -> SmtpAddress:
    """The parts of smtp://user:password@host:587?from=name@example.org. Raises ValueError for anything else."""
    parts = urlsplit(url.strip())
    senders = parse_qs(parts.query).get("from", [])
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"} or len(senders) != 1:
        raise ValueError("not an SMTP address with from=")
    if "@" not in parseaddr(senders[0])[1] or parts.port == 0:
        raise ValueError("not an SMTP address with from=")
    return SmtpAddress(
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        parts.scheme == "smtps",
        senders[0],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


class SmtpMailer:
    """Hands e-mails to one server, with a connection for each. Raises ValueError for an address that is none."""

    def __init__(self, url: str) -> None:
        self._server = smtp_address(url)

    def send(self, to: str, subject: str, body: str, mail_id: str) -> None:
        """Hand over an e-mail in plain text; `mail_id` is the same each time that it is tried. Raises MailError.

        The error never quotes the server: its answers may hold the address or the words.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._server.sender, to, subject
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{mail_id}@{parseaddr(self._server.sender)[1].rpartition('@')[2]}>"
        # An answering machine would write back to nobody.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        try:
            with self._connected() as server:
                if server.sock:
                    server.sock.settimeout(_LOOKED_THROUGH)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise MailError(f"no such recipient (code {codes})", permanent=min(codes) >= 500) from None
        except smtplib.SMTPAuthenticationError:
            # The staff can mend that.
            raise MailError("the server does not know us", permanent=False) from None
        except smtplib.SMTPResponseException as refused:
            raise MailError(f"refused (code {refused.smtp_code})", permanent=refused.smtp_code >= 500) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise MailError(f"no server ({type(fault).__name__})", permanent=False) from None

    def check(self) -> None:
        """Reach the server and sign in, and send nothing. Raises MailError."""
        try:
            with self._connected() as server:
                server.noop()
        except smtplib.SMTPAuthenticationError:
            raise MailError("the server does not know us", permanent=False) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise MailError(f"no server ({type(fault).__name__})", permanent=False) from None

    def _connected(self) -> smtplib.SMTP:
        at, context = self._server, ssl.create_default_context()
        if at.enciphered:
            server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, timeout=_PATIENCE, context=context)
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=_PATIENCE)
        try:
            server.ehlo()
            if not at.enciphered and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif not at.enciphered and at.host not in _OWN:
                raise MailError("the server does not encipher", permanent=False)
            if at.user:
                server.login(at.user, at.password)
        except BaseException:
            server.close()
            raise
        return server
