"""Texts as the check sees them are texts as they are sent, but for what is cut."""

from dataclasses import replace
from datetime import time

from signpost.authoring.texts import texts
from signpost.core.line import Line, Opening, Span
from signpost.core.menu import Signpost
from signpost.core.wording import Prompt
from signpost.render.gsm import septets
from tests.samples import PACK
from tests.walk.dated import DATED


def test_each_text_stands_as_it_would_be_sent() -> None:
    sent = {(text.place, text.when): text.words for text in texts(PACK)}
    assert sent["start", "as the very first text"].startswith(
        "Sample: Hello, this is Sample.\nWhat is it about?\n1 Help"
    )
    assert sent["senco", "as it is sent to a caller"].endswith("For other help, text MENU.")
    assert sent["heard", "as a follow-up"].endswith("Reply 1 or 2.\nTo stop our texts, send STOP.")
    assert "Team: 01632 960002" in sent["team", "as an answer"].replace("Plan ", "")
    assert sent["danger", "as the answer to danger"] == "Sample: Ring 999 now.\nFor other help, text MENU."
    assert {text.place for text in texts(PACK)} == set(PACK.places)


def test_what_a_shut_line_says_is_there_where_its_hours_are_known() -> None:
    week = (Span(time(9), time(17)), *[None] * 6)
    shut = [text for text in texts(replace(PACK, line=Line(Opening(week)))) if "shut" in text.when]
    assert "It opens at 10:30 am on Wednesday 30 September." in shut[0].words
    assert not any("shut" in text.when for text in texts(PACK))


def test_nothing_is_cut() -> None:
    say = " ".join(["Ask who can help you."] * 30)
    senco = PACK.places["senco"]
    assert isinstance(senco, Signpost)
    places = {**PACK.places, "senco": replace(senco, say=Prompt("", say))}
    long = [text for text in texts(replace(PACK, places=places)) if text.place == "senco" and say in text.words]
    assert {text.when for text in long} == {"as an answer", "as it is sent to a caller"}
    assert all(septets(text.words) > len(say) for text in long)


def test_only_follow_ups_come_unasked() -> None:
    assert {text.place for text in texts(PACK) if text.unasked} == {"heard"}


def test_each_text_of_a_deadline_is_there() -> None:
    sent = {text.when: text.words for text in texts(DATED) if text.place == "day"}
    assert "Text it like 3 May." in sent["as an answer"]
    assert "still to come" in sent["after a day that is still to come"]
    assert "before the date on the letter" in sent["after a certificate older than the letter"]
    assert "arrive by Wednesday 18 November 2026" in sent["with the last day"]
    assert "Certificate: 30 September 2026" in sent["with the last day by a certificate"]
    assert "the last day was Wednesday 18 November 2026" in sent["with a last day that is past"]
    assert "4 weeks and 1 week before Wednesday 18 November 2026" in sent["when a reminder is agreed"]
    assert sent["as it is sent to a caller"].endswith("For other help, text MENU.")


def test_a_reminder_comes_unasked_and_tells_the_day() -> None:
    (words,) = [text.words for text in texts(DATED) if text.when == "as a reminder"]
    assert words.startswith("Sample: You asked us to remind you of Wednesday 18 November 2026.")
    assert "Duty Line: 01632 960001\nDid our last text help?" in words
    assert {text.when for text in texts(DATED) if text.unasked} == {"as a follow-up", "as a reminder"}
