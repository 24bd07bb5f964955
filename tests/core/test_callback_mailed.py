"""A request to a team that is told by e-mail alone: a day is promised only where it is told."""

from dataclasses import replace

from signpost.core.menu import Callback
from signpost.core.session import Channel
from tests.core.asking import BACK, CALLED, Asking
from tests.core.test_callback import words


def mailed(*, mailable: bool) -> Asking:
    team = replace(BACK.service, key="team", mail=True, email="team@example.org", confirmed=True)
    back = Callback("back", team, BACK.within, BACK.asks, mailable=mailable)
    talk = Asking(Channel.TEXT)
    talk.pack = replace(CALLED, places={**CALLED.places, "back": back})
    talk("call back", "1", "1")
    return talk


def test_a_team_that_is_not_mailed_is_promised_nothing() -> None:
    for talk, answer in ((mailed(mailable=True), "no"), (_before_the_last(mailed(mailable=False)), "1")):
        outputs = talk(answer)
        assert "list" in words(outputs)
        assert "November." not in words(outputs)
        assert "We asked" not in words(talk("again"))


def _before_the_last(talk: Asking) -> Asking:
    # Nobody is asked whether it may be mailed: the manner was the last question.
    talk.requests.clear()
    talk.session = None
    talk("call back", "1")
    return talk


def test_a_team_that_is_mailed_has_a_day() -> None:
    assert "by Fri 20 November" in words(mailed(mailable=True)("yes"))


def test_who_agrees_to_the_email_later_has_a_day() -> None:
    talk = mailed(mailable=True)
    talk("no")
    outputs = talk("change", "email", "yes")
    assert talk.requests["team"].wish.mail
    assert "by Fri 20 November" in words(outputs)
