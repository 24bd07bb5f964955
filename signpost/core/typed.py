"""Answers that are typed rather than chosen: a number, and the dates at a deadline."""

from datetime import date

from signpost.core import calling
from signpost.core.appeal import read, today
from signpost.core.dates import DateFault, read_date
from signpost.core.keywords import denies
from signpost.core.numbers import keyed_mobile
from signpost.core.person import missed
from signpost.core.questions import DIGITS
from signpost.core.session import Question
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt


def typed(here: Standing, words: str) -> Move | None:
    """What follows from a typed answer; None where none is asked for, and when it cannot be read at all."""
    question = here.session.question
    # Among several digits a star or a hash cannot be a keyword of its own, but means the same.
    if here.on_phone and question in DIGITS and "*" in words:
        return here.back()
    if here.on_phone and question in DIGITS and "#" in words:
        return here.again()
    match question:
        case Question.MOBILE:
            number = keyed_mobile(words)
            return here.asked(Question.CHECK, mobile=number) if number else None
        case Question.CALLBACK | Question.CALLBACK_NUMBER:
            return calling.numbered(here, words)
        case Question.CALLBACK_TIME if not here.on_phone:
            return calling.numbered(here, words)
        case Question.LETTER:
            return _dated(here, words)
        case Question.CERTIFICATE_DATE:
            return _dated(here, words)
        case _:
            return None


def dated(here: Standing, words: str) -> Move | None:
    """What follows from a date that is texted where a choice was asked for; None when there is none.

    Whoever texts one when asked for a certificate has one, unless a "no" stands beside it; whoever does once the last
    day was told means another letter.
    """
    if here.on_phone:
        return None
    match here.session.question:
        case Question.CERTIFICATE if not denies(words):
            return _dated(here.noting(question=Question.CERTIFICATE_DATE), words)
        case Question.DATE:
            return _dated(here.noting(question=Question.LETTER, letter="", certificate=""), words)
        case _:
            return None


def unread(here: Standing) -> Prompt:
    """What is said of an answer to the open question that cannot be read."""
    match here.session.question:
        case Question.MOBILE | Question.CALLBACK_NUMBER:
            # What was wrong with it is said by the question itself.
            return Prompt("", "")
        case Question.CALLBACK if not here.options:
            return Prompt("", "")
        case Question.LETTER | Question.CERTIFICATE_DATE:
            return here.wording.not_a_date
        case _:
            return here.wording.no_match


def _dated(here: Standing, words: str) -> Move | None:
    match read_date(words, today(here.context)):
        case DateFault.UNCLEAR:
            return None
        case DateFault.TO_COME:
            return missed(here, here.wording.date_to_come)
        case DateFault.LONG_AGO:
            return missed(here, here.wording.date_long_ago)
        case day:
            return _given(here, day)


def _given(here: Standing, day: date) -> Move:
    if here.session.question is Question.LETTER:
        return here.noting(letter=day.isoformat()).asked(Question.CERTIFICATE)
    letter = read(here.session.letter)
    if letter and day < letter:
        return missed(here, here.wording.date_before_letter)
    return here.noting(certificate=day.isoformat()).told()
