"""Moving through a pack: where somebody stands next, and what is said on getting there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from signpost.core.appeal import outcome
from signpost.core.callback import ABOUT_CALLBACK, earlier
from signpost.core.events import Contact, Output, Say
from signpost.core.menu import Callback, Deadline, Pack, Place, Signpost
from signpost.core.options import Option, options
from signpost.core.questions import ABOUT_A_TEXT, arriving, ask, main_question, own_question, present
from signpost.core.record import replace
from signpost.core.session import TRAIL_LENGTH, Channel, Context, Question, Session
from signpost.core.wording import Prompt, Wording

Move = tuple[Session, tuple[Output, ...]]


@dataclass(frozen=True)
class Standing:
    """One person's place in a pack, in one turn. Every method gives the session afterwards and what is said."""

    pack: Pack
    context: Context
    session: Session

    @property
    def place(self) -> Place:
        """The place where the person stands."""
        return self.pack.places[self.session.place]

    @property
    def wording(self) -> Wording:
        """The service's own sentences."""
        return self.pack.wording

    @property
    def on_phone(self) -> bool:
        """Whether this is a call."""
        return self.context.channel is Channel.VOICE

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options of the open question, in the order of their keys, as they were when they were offered."""
        if not self.session.at:
            return options(self.pack, self.session, self.context)
        then = replace(self.context, now=self.session.at, open=not self.session.shut, kept=not self.session.unkept)
        return options(self.pack, self.session, then)

    @property
    def today(self) -> tuple[Say, ...]:
        """The staff's message of the day, if there is one."""
        message = self.context.message
        return (Say(Prompt(message, message)),) if message else ()

    def at(self, session: Session) -> "Standing":
        """The same, where the person stands otherwise."""
        return Standing(self.pack, self.context, session)

    def noting(self, **known: Any) -> "Standing":
        """The same with some of the session's entries changed."""
        return self.at(replace(self.session, **known))

    def arrive(self, name: str, *before: Output, trail: Iterable[str] = (), controls: bool = False) -> Move:
        """Stand at a place with this trail behind, and hear it. Dates that were given belong to the place before."""
        # What is talked of stays so as long as the place does: this turn was read for it.
        about = self.session.about if name == self.session.place else ""
        there = replace(
            self.session,
            place=name,
            trail=tuple(trail),
            misses=0,
            letter="",
            certificate="",
            wish=None,
            nearest=(),
            about=about,
        )
        there = replace(there, question=arriving(self.pack.places[name], there, self.context))
        return there, (*before, *present(self.pack, there, self.context, controls=controls))

    def go(self, name: str, *before: Output, unasked: bool = False) -> Move:
        """Go on to a place; this one is then the way back.

        Whoever has been texting for days comes to the first menu, or to a person, without a welcome: the message of the
        day stands there, if it is news to them, but not in a text that is `unasked`.
        """
        here, trail = self.session.place, self.session.trail
        first = name in {self.pack.first, self.pack.person} and not self.on_phone and not unasked
        if first and self.session.notice != self.context.message:
            before = (*self.today, *before)
        return self.arrive(name, *before, trail=trail if name == here else (*trail, here)[-TRAIL_LENGTH:])

    def start(self, *before: Output) -> Move:
        """Stand at the first menu with nothing behind."""
        return self.noting(matter="").arrive(self.pack.first, *before, controls=self.on_phone)

    def back(self) -> Move:
        """One step back: out of a question about the place, or to the place before. At the first, hear it again."""
        *before, last = *self.session.trail, self.session.place
        if self.session.question is Question.WAYS:
            return self.resume()
        # A mobile that was keyed goes too: whoever comes again may mean the phone in hand.
        if self.session.question in ABOUT_A_TEXT:
            there = self.noting(mobile=None, sure=False)
            return there.asked(Question.WAYS) if self.session.number_only else there.told()
        if isinstance(self.place, Callback) and self.session.question in ABOUT_CALLBACK:
            if question := earlier(self.place, self.session, self.context):
                return self.asked(question)
        elif self.session.question is not own_question(self.place):
            return self.noting(mobile=None, sure=False).arrive(last, trail=before)
        if before:
            last, before = before[-1], before[:-1]
        # A pack may have dropped that place since the person was there.
        return self.arrive(last, trail=before) if last in self.pack.places else self.start()

    def resume(self, *before: Output, talked: bool = False) -> Move:
        """Go on where the caller was before the line was rung, and hear the place as on arriving. Dates are kept.

        Whoever has `talked` to somebody since is only asked what next.
        """
        trail = self.session.trail
        dated = isinstance(self.place, Deadline) and outcome(self.session, self.context)
        if talked and (dated or isinstance(self.place, Signpost)):
            return self.asked(main_question(self.place), *before)
        if dated:
            return self.told(*before)
        if self.session.place == self.pack.first and not trail:
            return self.start(*before)
        return self.arrive(self.session.place, *before, trail=trail)

    def told(self, *before: Output) -> Move:
        """Stay, at the question that ends all that the place has to say, and hear all of it."""
        return self.noting(question=main_question(self.place)).again(*before)

    def again(self, *before: Output) -> Move:
        """Hear the open question again, with all that was said before it."""
        here = replace(self.session, misses=0)
        if here.question in {own_question(self.place), main_question(self.place)}:
            return here, (*before, *present(self.pack, here, self.context))
        if here.question is Question.WAYS:
            before = (*before, Contact(self.pack.person_signpost.service))
        return here, (*before, ask(self.pack, here, self.context))

    def asked(self, question: Question, *before: Output, mobile: str | None = None, brief: bool = False) -> Move:
        """Stay, with another question about the place. `mobile` is a number to keep, as E.164; `brief` as of `ask`."""
        now = self.session
        same = mobile in {None, now.mobile}
        there = replace(now, question=question, misses=0, mobile=mobile or now.mobile, sure=now.sure and same)
        return there, (*before, ask(self.pack, there, self.context, brief=brief))
