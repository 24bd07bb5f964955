from dataclasses import replace
from xml.etree import ElementTree

from signpost.core.events import Ask, Contact, Say
from signpost.core.questions import present
from signpost.core.session import Channel, Question, Session
from signpost.core.wording import Prompt
from signpost.render import sms
from signpost.render.gsm import segments
from tests.samples import DUTY, PACK, both, context, service


def at(place: str, question: Question) -> str:
    session = Session(Channel.TEXT, place, question)
    return sms.body(PACK, present(PACK, session, context(Channel.TEXT)))


def test_a_menu_names_the_service_first_and_how_to_reply_last() -> None:
    assert at("start", Question.CHOICE) == (
        "Sample: What is it about?\n1 Help at school\n2 A plan\n3 Something else\nReply 1, 2 or 3."
    )


def test_a_signpost_gives_the_contact() -> None:
    assert at("team", Question.CONTACT) == (
        "Sample: Ring the Plan Team.\nPlan Team: 01632 960002\nEmail team@example.org\n1 First menu\nReply 1."
    )


def test_who_has_no_number_is_reached_through_who_has() -> None:
    line = replace(service("x", "Helpline", "01632 960009", confirmed=False), via=DUTY)
    assert sms.body(PACK, (Contact(line),)) == "Sample: Helpline: ask Duty Line, 01632 960001"


def test_a_contact_that_nobody_confirmed_is_not_given() -> None:
    unsure = service("x", "Helpline", "01632 960009", confirmed=False, email="x@example.org")
    assert sms.body(PACK, (Say(both("Ring somebody.")), Contact(unsure))) == "Sample: Ring somebody."


def test_what_is_too_long_loses_statements_before_the_contact_and_the_choices() -> None:
    outputs = (Say(both("word " * 200)), Contact(DUTY), Ask(both("Which?"), (both("One"), both("Two"))))
    body = sms.body(PACK, outputs)
    assert segments(body) == 2
    assert body.startswith("Sample: word word")
    assert body.endswith("...\nDuty Line: 01632 960001\nWhich?\n1 One\n2 Two\nReply 1 or 2.")


def test_the_whole_text_keeps_every_word_however_long() -> None:
    outputs = (Say(both("word " * 200)), Contact(DUTY))
    assert sms.whole(PACK, outputs) == f"Sample: {'word ' * 199}word\nDuty Line: 01632 960001"
    assert sms.whole(PACK, ()) == ""


def test_the_whole_of_what_fits_is_what_is_sent() -> None:
    outputs = (Say(both("Wait ...")), Contact(DUTY))
    assert sms.whole(PACK, outputs) == sms.body(PACK, outputs)


def test_what_cannot_be_shortened_is_cut() -> None:
    labels = tuple(both("x" * 100) for _ in range(5))
    body = sms.body(PACK, (Ask(both("Which?"), labels),))
    assert segments(body) == 2
    assert body.endswith("...")


def test_nothing_to_say_is_no_message() -> None:
    assert sms.body(PACK, ()) == ""
    assert ElementTree.fromstring(sms.reply("")).findall("Message") == []  # noqa: S314


def test_a_packs_words_are_never_markup() -> None:
    said = sms.reply(sms.body(replace(PACK, name="<A&B>"), (Say(Prompt("", "</Message><Redirect/>")),)))
    message = ElementTree.fromstring(said).find("Message")  # noqa: S314
    assert message is not None
    assert message.text == "<A&B>: </Message><Redirect/>"
    assert list(message) == []


def test_a_long_question_is_left_out_and_never_cut_in_half() -> None:
    limit = both("An appeal has to arrive within 2 months of the letter's date. " * 4)
    said = (Say(both("This is a machine. " * 5)), Ask(limit, (both("One"), both("Two"))))
    body = sms.body(PACK, said)
    assert "appeal" not in body
    assert body.endswith("This is a machine.\n1 One\n2 Two\nReply 1 or 2.")


def test_a_question_alone_is_cut_and_not_left_out() -> None:
    body = sms.body(PACK, (Ask(both("Which of them? " * 40), (both("One"), both("Two"))),))
    assert body.startswith("Sample: Which of them?")
    assert body.endswith("...\n1 One\n2 Two\nReply 1 or 2.")
