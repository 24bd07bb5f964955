"""The engine's ladders: the matter somebody comes with, and what ends the follow-ups on it."""

from dataclasses import replace
from datetime import date

import pytest

from signpost.core.events import (
    Answered,
    Ask,
    Contact,
    Echo,
    EndFollowUp,
    EndReminders,
    Event,
    FollowUpDue,
    NoInput,
    OptOut,
    Output,
    Say,
    ScheduleFollowUp,
    Started,
)
from signpost.core.menu import Choice, Delay, FollowUp, Menu
from signpost.render.gsm import septets
from signpost.render.sms import ROOM, whole
from tests.core.appeals import APPEALS, DEADLINE, signpost
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, PACK, PLACES, TEAM, both, service, without

SAY = PACK.wording
HEARD = FollowUpDue("heard", "school")
REMINDER = FollowUpDue("sent", "plan", "last-day", date(2026, 12, 9))


def matter(talk: Talk) -> str:
    assert talk.session
    return talk.session.matter


def asked(talk: Talk) -> str:
    assert talk.session
    return talk.session.asked


def ended(outputs: tuple[Output, ...]) -> list[str]:
    matters = [output.matter for output in outputs if isinstance(output, EndFollowUp)]
    return matters + [output.deadline for output in outputs if isinstance(output, EndReminders)]


def reminded() -> Talk:
    talk = text()
    talk.pack = APPEALS
    talk(REMINDER)
    return talk


def test_a_matter_is_what_was_chosen_at_the_first_menu() -> None:
    talk = call()
    assert matter(talk) == ""
    talk("1", "1")
    assert matter(talk) == "school"


def test_a_first_text_that_names_a_topic_sets_the_matter() -> None:
    talk = text()
    talk("school")
    assert matter(talk) == "school"


def test_a_matter_stays_until_another_is_chosen() -> None:
    talk = text()
    talk("hi", "1", "yes", "menu", "person", "menu")
    assert matter(talk) == "school"
    talk("2")
    assert matter(talk) == "team"


@pytest.mark.parametrize("talk", [call(), text()])
def test_a_person_is_no_matter(talk: Talk) -> None:
    talk("hi", "0")
    assert talk.place == "person"
    assert matter(talk) == ""


def test_a_deadline_is_no_matter() -> None:
    talk = call()
    first = Menu("start", both("What is it about?"), (Choice(both("My last day"), (), "last-day"),))
    talk.pack = replace(APPEALS, places={**APPEALS.places, "start": first})
    talk.pending = frozenset({"last-day"})
    assert ended(talk("1")) == []
    assert matter(talk) == ""


def test_a_new_call_on_a_matter_ends_its_follow_ups_and_says_so_before_the_menu() -> None:
    talk = call()
    talk.pending = frozenset({"school"})
    end, *spoken, menu = talk("1")
    assert end == EndFollowUp("school")
    assert spoken == [Echo(both("Help at school")), Say(SAY.no_later)]
    assert isinstance(menu, Ask)


def test_a_call_on_another_matter_ends_nothing() -> None:
    talk = call()
    talk.pending = frozenset({"school"})
    outputs = talk("2")
    assert ended(outputs) == []
    assert not says(outputs, SAY.no_later)


def test_what_was_agreed_in_this_call_is_not_ended_by_it() -> None:
    talk = call()
    talk("1", "1", "1", "1", "1")
    talk.pending = frozenset({"school"})
    talk("4")
    assert talk.place == "start"
    assert ended(talk("1")) == []


def test_nor_is_it_after_another_matter_in_the_same_call() -> None:
    talk = call()
    talk("1", "1", "1", "1", "1")
    talk.pending = frozenset({"school"})
    assert ended(talk("4", "2", "*", "1")) == []
    assert talk.place == "school"


def test_what_another_call_agreed_is_ended_after_another_matter_too() -> None:
    talk = call()
    talk.pending = frozenset({"school"})
    talk("2", "*")
    assert ended(talk("1")) == ["school"]


@pytest.mark.parametrize("words", [("hi", "1"), ("school",)])
def test_a_text_on_a_matter_ends_nothing(words: tuple[str, ...]) -> None:
    talk = text()
    talk.pending = frozenset({"school"})
    outputs = talk(*words)
    assert ended(outputs) == []
    assert not says(outputs, SAY.no_later)


def test_a_follow_up_is_about_its_matter_or_else_about_its_place() -> None:
    talk = text()
    assert of(talk("hi", "1", "yes", "1"), ScheduleFollowUp).matter == "school"
    talk = call()
    talk.pack = replace(PACK, first="senco")
    assert of(talk(Started(), "1", "1", "1"), ScheduleFollowUp).matter == "senco"


def test_a_follow_up_takes_up_its_matter() -> None:
    talk = text()
    talk("hi", "2", HEARD)
    assert matter(talk) == "school"
    assert asked(talk) == "school"


def test_a_follow_up_of_an_older_release_has_no_matter_to_take_up() -> None:
    talk = text()
    talk("hi", "2", FollowUpDue("heard"))
    assert matter(talk) == "team"
    assert ended(talk("1")) == []


def test_a_reminder_takes_up_the_matter_on_which_it_was_agreed() -> None:
    talk = text()
    talk.pack = APPEALS
    talk("hi", "1", REMINDER)
    assert matter(talk) == "plan"
    assert asked(talk) == "last-day"


def test_a_reminder_that_was_agreed_on_no_matter_leaves_the_matter_alone() -> None:
    talk = text()
    talk.pack = APPEALS
    talk("hi", "1", replace(REMINDER, matter=""))
    assert matter(talk) == "school"
    assert asked(talk) == "last-day"


def test_the_next_rung_is_agreed_on_the_same_matter() -> None:
    talk = text()
    upper = replace(signpost("team"), follow_up=FollowUp(Delay(5, "working days"), "heard"))
    talk.pack = replace(PACK, places={**PLACES, "team": upper})
    talk(HEARD)
    outputs = talk("no")
    assert ended(outputs) == ["school"]
    assert of(outputs, Contact).service == TEAM
    assert of(talk("1"), ScheduleFollowUp).matter == "school"


@pytest.mark.parametrize(
    "event", ["1", "2", "no idea", "he is in danger", "stop", "menu", "again", "thanks", "person", "forget", NoInput()]
)
def test_any_text_is_an_answer_and_ends_the_follow_ups_first_of_all(event: Event | str) -> None:
    talk = text()
    talk(HEARD)
    outputs = talk(event)
    assert outputs[0] == EndFollowUp("school", answered=True)
    assert asked(talk) == ""
    assert ended(talk("1")) == []


def test_stop_still_stops_all() -> None:
    talk = text()
    talk(HEARD)
    assert OptOut() in talk("stop")


@pytest.mark.parametrize("event", ["1", "he is in danger", NoInput()])
def test_an_answer_to_a_place_that_was_dropped_ends_them_too(event: Event | str) -> None:
    talk = text()
    talk(HEARD)
    talk.pack = without("heard")
    assert talk(event)[0] == EndFollowUp("school", answered=True)
    assert asked(talk) == ""


def test_a_follow_up_whose_place_is_gone_still_wants_an_answer() -> None:
    talk = text()
    talk.pack = without("heard")
    assert says(talk(HEARD), SAY.moved)
    assert ended(talk("1")) == ["school"]


def test_a_second_question_without_an_answer_is_still_one_question() -> None:
    talk = text()
    talk(HEARD)
    assert ended(talk(HEARD)) == []
    assert asked(talk) == "school"


def test_a_reminder_begins_with_the_day_and_whom_to_check_it_with() -> None:
    talk = text()
    talk.pack = APPEALS
    first, contact, question, stop = talk(REMINDER)
    assert first == Say(SAY.reminder.fill(day="Wednesday 9 December 2026"))
    assert contact == Contact(TEAM)
    assert isinstance(question, Ask)
    assert stop == Say(SAY.stop_note)


def test_a_reminder_of_a_deadline_that_was_dropped_names_a_person() -> None:
    talk = text()
    talk.pack = PACK
    assert of(talk(replace(REMINDER, goto="heard")), Contact).service == DUTY


def test_a_reminder_fits_two_segments_with_a_long_contact() -> None:
    line = service("line", "SEND Duty Line", "01442 453300")
    long = replace(service("long", "Herts SENDIASS", "01442 453300", confirmed=False), via=line)
    places = {**APPEALS.places, "last-day": replace(DEADLINE, service=long)}
    talk = text()
    talk.pack = replace(APPEALS, name="Signpost", places=places)
    assert septets(whole(talk.pack, talk(replace(REMINDER, by=date(2026, 9, 30))))) <= ROOM


def test_an_answer_that_closes_the_matter_ends_the_reminders() -> None:
    talk = reminded()
    assert ended(talk("yes")) == ["last-day"]
    assert talk.place == "thanks"
    assert asked(talk) == ""


def test_an_answer_that_leads_on_leaves_the_next_reminder() -> None:
    talk = reminded()
    assert ended(talk("no")) == []
    assert asked(talk) == ""


@pytest.mark.parametrize("event", ["no idea", "he is in danger", "again", "thanks", NoInput()])
def test_what_answers_nothing_leaves_a_reminders_question_open(event: Event | str) -> None:
    talk = reminded()
    assert ended(talk(event)) == []
    assert ended(talk("yes")) == ["last-day"]


def test_danger_after_the_menus_have_changed_ends_no_reminder() -> None:
    talk = reminded()
    talk.pack = replace(APPEALS, places={name: at for name, at in APPEALS.places.items() if name != "sent"})
    assert ended(talk("he is in danger")) == []


def test_keys_in_a_call_answer_no_text() -> None:
    talk = call()
    assert talk.session
    talk.session = replace(talk.session, asked="school")
    assert not any(isinstance(output, EndFollowUp | EndReminders) for output in talk(Answered("1")))
