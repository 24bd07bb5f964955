"""A browser without JavaScript for the staff console: Flask's own client, with forms filled in as a person would."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signpost.adapters.staff import Staff
from signpost.staff_ports import Member, Role

HOST = "https://signpost.example.org"
PASSWORD = "three plain words"
MANAGER, OFFICER = Member("Mo", Role.MANAGER), Member("Olu", Role.OFFICER)


class Browser:
    """Asks over TLS, and sends each form with the token of the page that it stands on."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.client = client or app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url=HOST, **more)

    def page(self, path: str) -> str:
        """The page there, for who may see it."""
        response = self.get(path)
        assert response.status_code == 200, (response.status_code, response.location)
        return response.get_data(as_text=True)

    def post(self, path: str, page: str | None = None, **form: Any) -> TestResponse:
        """Fill in the form of the page at `page`, or at `path` itself, and send it to `path`."""
        return self.send(path, self.get(page or path).get_data(as_text=True), **form)

    def send(self, path: str, shown: str, **form: Any) -> TestResponse:
        """The same on a page that was `shown` before, with what its form carries of what was seen."""
        carried = {name: found[0] for name in ("csrf_token", "seen") if (found := _hidden(name, shown))}
        return self.client.post(path, base_url=HOST, data=carried | form, headers={"Referer": f"{HOST}/"})

    def sign_in(self, member: Member = OFFICER, password: str = PASSWORD, *, back: str = "") -> TestResponse:
        return self.post(f"/staff/sign-in{back}", name=member.name, password=password)


def _hidden(name: str, page: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)


def employ(staff: Staff) -> None:
    """Let a manager and an officer sign in."""
    for member in (MANAGER, OFFICER):
        staff.put(member, PASSWORD)


def words_of(page: str) -> str:
    """What is to be read on a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
