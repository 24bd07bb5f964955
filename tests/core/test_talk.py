"""What people say to the machine itself, and what only sounds like it."""

import time

import pytest

from signpost.core.keywords import keyword
from signpost.core.plain_speech import holds_a_plea
from signpost.core.reserved import Keyword
from signpost.core.session import Channel
from signpost.core.talk import Talk, sworn_at, talk

SAID = {
    Talk.WHO: """who is this|Who's this?|who is this please|hello who is this|who are you|who r u|who am i talking to
        |sorry who is this|who is texting me|who sent this|whose number is this|what is this|whats this number
        |what is signpost|new phone who dis|wrong number|sorry wrong number|wrong number mate
        |i think you have the wrong number|who runs this|but who is this from|who do you work for""",
    Talk.ROBOT: """are you a robot|Are you a bot?|r u a robot|is this a bot|is this a real person|are you human
        |are you a real person?|am i talking to a machine|am i talking to a real person|are you ai|is this automated
        |are you a chatbot|are u a computer|is this a person or a machine|are you a human or a robot
        |so are you a robot|hi are you a robot|is it a machine|am i texting with a robot|are you just a bot
        |is this an actual human""",
    Talk.GENUINE: """is this genuine|is this a scam|is this legit|Is this legit??|is this real or fake
        |is it real|are you for real
        |is this message genuine|is this number safe to text|is it safe to reply|scam|is this spam|is this a con
        |how do i know this is genuine|how do i know its not a scam|how can i trust you|how would i know
        |how do i know this is real|is this phishing|is it a trick|are you legit|is this official
        |is this text a scam""",
    Talk.COUNCIL: """are you the council|is this from the council|are you from hertfordshire county council
        |is this the council|am i talking to the council|are you sendiass|so are you the council or not|r u the nhs""",
    Talk.COST: """how much does this cost|i have no credit|no credit|ive got no credit left|is this free|is it free
        |do i have to pay|how much is a text|how much does it cost to text you|will i be charged|does it cost anything
        |im out of credit""",
    Talk.LANGUAGE: """no english|do you speak polish|my english is not good|i dont speak english|polish please
        |nie rozumiem|sorry no english|can i have an interpreter|urdu interpreter
        |do you have anyone who speaks romanian""",
    Talk.DEAF: """i am deaf|Im deaf|i am hard of hearing|do you have bsl|i cant talk on the phone
        |i can't hear on the phone""",
    Talk.SWEARING: """fuck off|f off|this is shit|this is fucking useless|you are useless|what a load of crap|bollocks
        |piss off|go to hell|you absolute twats|ffs|wtf|bloody useless|this is a bloody joke|get lost you idiots
        |useless|you are shit|f*** off|stupid|what a load of bullshit|sod off""",
}
NOT_TO_US = """who do i contact about his plan|who do i ring|who can help with his ehcp|is the school allowed to
    |is the school allowed to do this|are you able to help with the ehcp|are you able to help|this school is useless
    |the school is shit|my son is a bloody nightmare to get to school|the senco is useless
        |is this the right number for sendiass
    |who is my ehc coordinator|who is responsible for transport|is it legal to exclude him|is this a plan or not
    |how do i know if he can have a plan|how do i know what is in his plan|what is an ehcp|what is this letter about
    |who wrote his plan|is the plan real|he says he wants a real person to teach him|are you open today
    |they gave me the wrong number of hours|wrong plan|damn it she has been excluded
        |he was called stupid by his teacher
    |you said you would ring about his plan|who is going to help my daughter|council|is it the school or the council
    |does it cost to appeal|is mediation free|do we have to pay for mediation|he is entitled to free school meals
    |i need help with english|he is deaf|my son is deaf and gets no help|i cant talk|i cant hear him breathing
    |the council has no interpreter for the meeting|what is a plan|he speaks polish at home"""


def table(words: str) -> list[str]:
    return [one.strip() for one in words.split("|")]


@pytest.mark.parametrize(("kind", "words"), [(kind, words) for kind, all_ in SAID.items() for words in table(all_)])
def test_what_is_said_to_the_machine(kind: Talk, words: str) -> None:
    assert talk(words) is kind


PIECES = ("much ", "no credit ", "stop ", "is it free ", "are you the ", "polish ", "very deaf ", "again ", "me now ")


@pytest.mark.parametrize(
    "piece", ["i think ", "who is ", "is it real ", "texting me ", "or a not ", "wrong number ", *PIECES]
)
def test_a_long_text_is_read_in_no_time(piece: str) -> None:
    begun = time.process_time()
    assert talk(piece * 200 + "!x") is None
    assert keyword("dont " + piece * 200 + "!y", Channel.TEXT) is None
    holds_a_plea("dont " + piece * 200)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("words", [*table(NOT_TO_US), "", "?", "please", "thanks", "you"])
def test_what_is_said_of_a_matter(words: str) -> None:
    assert talk(words) is None


@pytest.mark.parametrize("words", ["this is shit", "what a load of bullshit", "you are useless"])
def test_swearing_at_the_service_is_about_nobody_else(words: str) -> None:
    assert sworn_at(words)


@pytest.mark.parametrize(
    "words",
    ["get off me you bastard", "i am so sick of it all fuck", "he kicks the shit out of me", "this is hard", ""],
)
def test_swearing_in_which_somebody_may_be_meant_is_not(words: str) -> None:
    assert not sworn_at(words)


@pytest.mark.parametrize(
    "words",
    table("""leave me alone|please leave me alone|just leave us alone|take me off your list
        |Take me off this list please
        |take my number off|remove me from your list|remove my number|get me off this list|get me off your system
        |i dont want these texts|I don't want any more texts|we do not want your messages
        |i never asked for these texts
        |stop contacting me|dont contact me again|do not contact us any more|no more texts please|delete my number
        |i no longer need your texts
        |dont contact me no more|i said stop|stop it now|go away|dont text this phone again|take me off this
        |delete this number|no more please|please stop bothering me|stop sending me this|stop stop stop
        |dont text me here|stop texting me i have the wrong number|dont message me its not safe"""),
)
def test_a_plea_to_be_left_alone_is_stop(words: str) -> None:
    assert keyword(words, Channel.TEXT) is Keyword.STOP


@pytest.mark.parametrize(
    "words",
    table("""he wont leave me alone|get me out|get me out of here|get me off|get us out of this|take me away
        |take him off
        |they want to take him off roll|remove him from school|the school dont contact me|school never contact us
        |i dont want these|i dont want this school|i need texts from school|stop contact with his dad|leave me
        |leave him alone|he wants to be left alone|dont leave me|take me seriously|they took us off the list
        |no more help|no|no no|make him stop|it has to stop now|stop him|stop it he is hurting her|go away from school
        |they go away|stop sending letters to school|no more school"""),
)
def test_what_is_no_plea_to_us_is_not(words: str) -> None:
    assert keyword(words, Channel.TEXT) is None
