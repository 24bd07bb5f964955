"""A team's mailbox for requests, `mail_to`: they go there, and no parent is told it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from signpost.authoring.check import check
from signpost.authoring.contacts import as_text, contacts
from signpost.authoring.load import load
from signpost.callback_ports import Callbacks, MailState, OpenCallback
from signpost.core.menu import Callback
from signpost.core.wish import Request, Wish
from signpost.mailing import Mailing
from tests.house import MORNING

BOX = "duty-line@example.org"
TODAY = date(2026, 11, 23)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """The pack whose team is reached by e-mail, at a mailbox that is not told."""
    folder = shutil.copytree("tests/packs/team", tmp_path / "team")
    services = folder / "services.yaml"
    written = services.read_text(encoding="utf-8")
    told = "  email: team@example.org\n  via: helpline\n  mail: true\n"
    assert told in written
    services.write_text(written.replace(told, f"  via: helpline\n  mail_to: {BOX}\n"), encoding="utf-8")
    return folder


class Post:
    """Notes where e-mails go."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, to: str, subject: str, body: str, mail_id: str) -> None:
        assert subject
        assert body
        assert mail_id
        self.sent.append(to)


class One:
    """A list of one request."""

    def __init__(self, callback: OpenCallback) -> None:
        self.callback = callback

    def find(self, callback_id: str) -> OpenCallback | None:
        return self.callback if callback_id == self.callback.id else None

    def mailed(self, callback: OpenCallback, state: MailState) -> None:
        self.callback = replace(callback, mail=state)


def test_requests_go_there(team: Path) -> None:
    pack = load(team)
    callbacks = [place for place in pack.places.values() if isinstance(place, Callback)]
    [place] = [place for place in callbacks if place.service.key == "case-team"]
    assert place.address == BOX
    wish = Wish(number="+447700900456", mail=True)
    request = Request("case-team", place.name, wish, int(MORNING.timestamp()), TODAY)
    post, one = Post(), One(OpenCallback("1", "p", request, MailState.DUE))
    assert Mailing(pack, cast("Callbacks", one), post, lambda: MORNING, bytes).due("1")
    assert (post.sent, one.callback.mail) == ([BOX], MailState.SENT)


def test_no_parent_is_told_it(team: Path) -> None:
    service = load(team).services["case-team"]
    assert service.address is None
    assert replace(service, confirmed=False).mailbox is None
    assert not [finding for finding in check(team, TODAY).findings if "e-mail" in str(finding)]


def test_staff_see_where_they_go(team: Path) -> None:
    assert f"  requests to   {BOX}\n" in as_text(contacts(team), TODAY)
