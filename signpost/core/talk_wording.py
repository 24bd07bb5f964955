"""The service's own answers to what is said to the machine itself (see `core.talk`), and around an answer to danger."""

from dataclasses import dataclass

from signpost.core.callback_wording import CallbackWording
from signpost.core.prompt import Prompt


@dataclass(frozen=True, slots=True)
class TalkWording(CallbackWording):
    """One sentence or two each. `name` is the service's, `service` and `number` are those of the person behind 0.

    They are said after the welcome as well, with the first menu below: two segments have room for no more.
    """

    who_we_are: Prompt = Prompt(
        "This is {name}. It is automatic, and finds you the right contact. Press zero for a person.",
        "This is {name}, a machine. It finds the right contact. For a person, text PERSON.",
    )
    # Who runs the service may be the council or not, so neither is said: what it is, and where its people are.
    not_them: Prompt = Prompt(
        "This is {name}, a machine. To talk to {service}, press zero.",
        "This is {name}, a machine. To talk to a person, ring {service}: {number}",
    )
    robot: Prompt = Prompt(
        "Yes, this is a machine. Press zero for a person.", "Yes, this is a machine. For a person, text PERSON."
    )
    genuine: Prompt = Prompt(
        "This is {name}. We never ask for money, or for a name. You can check with {service}: press zero.",
        "We never ask for money, or for a name. You can check with {service}: {number}",
    )
    # What a text or a call to us costs, only the phone's own company knows.
    cost: Prompt = Prompt(
        "A call to us costs what your phone company charges for one.",
        "A text to us costs what your phone company charges.",
    )
    # Where RING ME is answered by a call.
    cost_ring_me: Prompt = Prompt(
        "A call to us costs what your phone company charges for one. Text RING ME to us, and we ring you, free.",
        "A text costs what your phone company charges. We can ring you free: text RING ME.",
    )
    language: Prompt = Prompt(
        "Sorry, we only have English. Press zero for a person.",
        "Sorry, we only have English. For a person, text PERSON.",
    )
    # Where a call back can be had in another language.
    language_call_back: Prompt = Prompt(
        "Sorry, we only have English. Press zero for a person.",
        "Sorry, we only have English. To ask for a call in another language, text PERSON.",
    )
    deaf: Prompt = Prompt(
        "For Relay U K, press 7. All of this can be had by text, too.",
        "You can do all of this by text. To ring us by Relay UK, put 18001 before our number.",
    )
    sworn_at: Prompt = Prompt(
        "This is hard, and we want to help. Press zero for a person.",
        "This is hard, and we want to help. For a person, text PERSON.",
    )

    # After the answer to danger, for whoever wants no texts either.
    no_more_texts: Prompt = Prompt("", "We will not text you again unless you text us.")
