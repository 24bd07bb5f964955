"""Somebody's own words, where a choice was asked for: danger before all else, then what they may be about.

Nobody is led to an answer by them unasked: one topic that is clear is asked after, or else the two or three nearest.
Whoever says that none of these was meant gets a person's number and the menu. So there is never more than one such
question before a contact.
"""

from signpost.core import ladder
from signpost.core.danger import names_danger
from signpost.core.events import Answered, Contact, Count, Event, Learn, OptOut, Output, Say
from signpost.core.keywords import greets, plain, without_courtesies
from signpost.core.menu import Closing, Pack
from signpost.core.plain_speech import holds_a_plea
from signpost.core.questions import arriving, own_question, said_of
from signpost.core.record import replace
from signpost.core.session import Channel, Question
from signpost.core.standing import Move, Standing
from signpost.core.talk import Talk, sworn_at, talk
from signpost.core.understanding import Understand, Understood
from signpost.core.wording import Prompt

# That danger was told of, and is what this turn says.
DANGER = Count("danger")
# Where a sentence of one's own may stand instead of a choice.
_HEARD_AT = frozenset({Question.CHOICE, Question.CONTACT, Question.CLOSED, Question.WAYS, Question.NEAREST})
# In fewer words nobody tells of a danger that the pack's danger words do not name.
_A_SENTENCE = 3
# Words that tell of nothing by themselves: "i dont know", said of a menu, is no cry for help.
_TELLS_NOTHING = frozenset(
    "i im am we do dont didnt not no yes know sure idk really what that it this is the to".split()
)
# Nor do these, where no "not" stands among them: "no, hes at home". But "hes not at home" may be a child who is gone.
_WHERE_A_CHILD_IS = frozenset(
    "he she they hes shes theyre i we are have has been at in home school nursery college goes there here today now "
    "yes no yeah nope and".split()
)
# What a yes and a no to "Is it this?" are made of, beside the words of its options: "no it isnt", "yes thats it".
_YES = frozenset("yes yeah yep yup yh ye y ya yea aye ok okay sure correct right exactly think so".split())
_NO = frozenset("no nope nah na n not isnt wasnt neither none wrong dont know sure unsure idk maybe".split())
_OF_IT = frozenset(
    "i im am it its is thats that this was the one of them these those any either really quite at all".split()
)


def heard(here: Standing, words: str, understood: Understood, *before: Output, known: bool) -> Move | None:
    """What follows from these words when they are no choice. None when they could not be understood here.

    `before` is what stands before an answer, such as a welcome; `known` says that this person has seen a menu.
    """
    if here.session.question is Question.NEAREST and (said := _answered(here, words)):
        return said
    # Swearing may be at somebody else.
    talked = talk(words)
    if talked and (talked is not Talk.SWEARING or sworn_at(words)):
        return _talked(here, talked, *before)
    if tells_of_danger(here, words, understood):
        return danger(here, words, known, by_words=False)
    if talked:
        return _talked(here, talked, *before)
    if here.session.question not in _HEARD_AT:
        return None
    again = here.session.question is Question.NEAREST
    asked = None if again and here.session.misses else _asked_after(here, words, understood, *before)
    once_more = asked is None and again and not here.on_phone
    return _once_more(here, words, understood, *before) if once_more else asked


def tells_of_danger(here: Standing, words: str, understood: Understood) -> bool:
    """Whether these words, which may name no danger, are a sentence that sounds like it, and the pack has an answer."""
    return here.pack.danger is not None and sounds_dangerous(words, understood)


def sounds_dangerous(words: str, understood: Understood) -> bool:
    """The same, of words by themselves."""
    return understood.danger and _tells(words)


def in_danger(pack: Pack, event: Event, channel: Channel, understand: Understand) -> tuple[Output, ...]:
    """What the danger place says, when an event's words speak of danger; else nothing. Needs no session."""
    if not isinstance(event, Answered) or pack.danger is None or (channel is Channel.VOICE and not event.spoken):
        return ()
    words = event.words
    if names_danger(pack, words) or sounds_dangerous(words, understand(words)):
        return said_of(pack, pack.places[pack.danger.goto], channel)
    return ()


def in_doubt(here: Standing, words: str, understood: Understood) -> tuple[Output, ...]:
    """What stands before the answer to words that may, or may not, be of danger."""
    doubtful = understood.doubt and not understood.danger and here.pack.danger is not None
    return (Say(here.wording.in_doubt),) if doubtful and _tells(words) and not talk(words) else ()


def _tells(words: str) -> bool:
    said = plain(words).split()
    if len(said) < _A_SENTENCE or _TELLS_NOTHING.issuperset(said):
        return False
    return not _WHERE_A_CHILD_IS.issuperset(said)


def _answered(here: Standing, words: str) -> Move | None:
    """What follows from a yes or a no that is worded as no option is. None for all else."""
    said = without_courtesies(plain(words)).split()
    nearest = here.session.nearest
    if not _NO.isdisjoint(said) and (_NO | _OF_IT).issuperset(said):
        return not_meant(here)
    if len(nearest) == 1 and not _YES.isdisjoint(said) and (_YES | _OF_IT).issuperset(said):
        return ladder.enter(here, nearest[0])
    return None


def danger(here: Standing, words: str, known: bool, *, by_words: bool = True) -> Move:
    """What the place for danger says, at once; a caller then hears the question that was open again.

    Whoever wants no texts either, perhaps because somebody else reads them, gets no more. What sounds like danger a
    second time in a row, and has no word for it (`by_words` False), may be none: a person's number stands below.
    """
    goto = here.pack.danger.goto if here.pack.danger else here.pack.first
    session = here.session
    again = not by_words and 0 < session.alarm == session.turn
    here = here.noting(alarm=0 if by_words else session.turn + 1)
    said: tuple[Output, ...] = (DANGER, *said_of(here.pack, here.pack.places[goto], here.context.channel))
    if not here.on_phone and here.context.kept and holds_a_plea(plain(words)):
        said = (*said, OptOut(), Say(here.wording.no_more_texts))
    elif again:
        said = (*said, Contact(here.pack.person_signpost.service))
    if here.on_phone:
        return here.again(*said)
    if not any(isinstance(one, OptOut) for one in said):
        said = (*said, Say(here.wording.more_help))
    # Who was nowhere yet has seen no menu: the next text must not be taken as a choice of one.
    return (here.session if known else here.arrive(goto)[0]), said


def not_meant(here: Standing) -> Move:
    """None of the topics was meant: a person's number, and the menu."""
    return _given_up(here, *(Count(f"understood.wrong.{place}") for place in here.session.nearest[:1]))


def _given_up(here: Standing, *before: Output) -> Move:
    person = Contact(here.pack.person_signpost.service)
    question = arriving(here.place, here.session, here.context)
    return here.noting(nearest=()).asked(question, *before, Say(here.wording.not_meant), person)


def _once_more(here: Standing, words: str, understood: Understood, *before: Output) -> Move:
    """By text, "1 Yes, 2 No" would stand there without its question: it is asked in full, and once."""
    noted = not_understood(here, words, understood)
    if here.session.misses:
        return _given_up(here, *before, *noted)
    session, asked = here.asked(Question.NEAREST, *before, *noted, Say(here.wording.no_match))
    return replace(session, misses=1), asked


def not_understood(here: Standing, words: str, understood: Understood) -> tuple[Output, ...]:
    """What is to be counted, and maybe learnt, of such words; nothing of what tells of no matter."""
    if here.session.question not in _HEARD_AT or not any(letter.isalpha() for letter in words):
        return ()
    if greets(words) or understood.offered == (here.pack.first,):
        return ()
    nearest = understood.nearest[0].place if understood.nearest else ""
    return Count(f"understood.not.{nearest or 'nothing'}"), Learn(words, nearest)


def _talked(here: Standing, about: Talk, *before: Output) -> Move:
    person = here.pack.person_signpost.service
    answer: Prompt = getattr(here.wording, _worded(here, about))
    answered = Say(answer.fill(name=here.pack.name, service=person.name, number=person.number or ""))
    if isinstance(here.place, Closing) and not here.on_phone:
        return here.start(*before, answered)
    # After a welcome two segments have no room for the menu's own prompt as well.
    return here.asked(here.session.question, *before, answered, brief=bool(before))


def _worded(here: Standing, about: Talk) -> str:
    """The name of the sentence that answers, where it hangs on what the pack offers."""
    if about is Talk.COST and here.pack.ring_me:
        return "cost_ring_me"
    if about is Talk.LANGUAGE and here.pack.callback and here.pack.languages:
        return "language_call_back"
    return about


def _asked_after(here: Standing, words: str, understood: Understood, *before: Output) -> Move | None:
    # A topic of the first menu's own is for what tells of no matter at all.
    nearest = tuple(place for place in understood.offered if place != here.pack.first)
    if not nearest or understood.offered[0] == here.pack.first:
        return None
    again = here.session.question is Question.NEAREST
    clear = len(nearest) == 1
    counted: tuple[Output, ...] = (Count(f"understood.{'clear' if clear else 'near'}.{nearest[0]}"),)
    if not clear:
        counted = (*counted, Learn(words, nearest[0]))
    session, asked = here.noting(nearest=nearest).asked(Question.NEAREST, *counted, *before)
    return replace(session, misses=int(again)), asked


def at_rest(here: Standing) -> Standing:
    """The same at the first menu, where what was open before is over: a closing, a conversation of yesterday."""
    first, _ = here.arrive(here.pack.first)
    return here.at(replace(first, question=own_question(here.pack.places[here.pack.first])))
