"""Rules about topics: what people come with in their own words, and the phrases by which it is known."""

from collections.abc import Iterator

from signpost.authoring.faults import quoted
from signpost.authoring.rules.finding import Finding, Spot, rule
from signpost.authoring.rules.subject import Subject
from signpost.core.danger import danger
from signpost.core.keywords import plain
from signpost.core.understanding import FEWEST_ALARMS, OTHERS_TO_EACH, danger_is_judged

FEWEST_PHRASES = 8
# Measured on two cores: 4,000 phrases take a start 3 seconds, 10,000 take 10 and 280 MB, 20,000 take 30 and 440 MB.
MOST_PHRASES, LONGEST_PHRASE = 10_000, 300


@rule(118, "a topic has at least 8 phrases")
def enough_phrases(subject: Subject) -> Iterator[Finding]:
    """From fewer, nobody could tell what else people might say of it. Danger needs more, and many others beside it."""
    for name, topic in subject.pack.topics.items():
        count = len({plain(phrase) for phrase in topic.phrases})
        if count < FEWEST_PHRASES:
            wrong = "there is 1 phrase" if count == 1 else f"there are {count} phrases"
            mend = f"write {FEWEST_PHRASES - count} more of the ways that people say it, all different"
            yield Finding(subject.at_place(name), 118, wrong, mend)
    home = subject.pack.danger.goto if subject.pack.danger else ""
    if home in subject.pack.topics and not danger_is_judged(subject.pack):
        wrong = "the phrases are too few to know danger by: only the danger words of pack.yaml count"
        mend = (
            f"write {FEWEST_ALARMS} phrases of danger at least, and in all other topics together "
            f"{OTHERS_TO_EACH} for each of them"
        )
        yield Finding(subject.at_place(home), 118, wrong, mend, warning=True)


@rule(119, "a phrase belongs to one topic, once, and is no danger word")
def one_topic(subject: Subject) -> Iterator[Finding]:
    """What stands under two topics says nothing; what holds a danger word is answered before any topic."""
    first: dict[str, Spot] = {}
    words = subject.pack.danger.words if subject.pack.danger else ()
    answers_danger = subject.pack.danger.goto if subject.pack.danger else ""
    for name, topic in subject.pack.topics.items():
        for index, phrase in enumerate(topic.phrases):
            spot = subject.at_phrase(name, index)
            home = first.setdefault(plain(phrase), spot)
            if home is not spot:
                wrong = f"the phrase {quoted(phrase)} stands at {home} too"
                yield Finding(spot, 119, wrong, "leave it under the topic that it speaks of most plainly")
            elif name != answers_danger and danger(phrase, words):
                mend = "take it out: a danger word in it is answered first"
                yield Finding(spot, 119, f"the phrase {quoted(phrase)} speaks of danger", mend)


@rule(121, "there are no more phrases than a start has time for, and none longer than people write")
def no_bulk(subject: Subject) -> Iterator[Finding]:
    """Whatever starts or is asked first waits while all phrases are fitted; a long phrase is like no text at all."""
    topics = subject.pack.topics
    count = sum(len(topic.phrases) for topic in topics.values())
    if count > MOST_PHRASES:
        largest = max(topics, key=lambda name: len(topics[name].phrases))
        wrong = f"there are {count} phrases: the service takes long to start, and much memory in each process"
        mend = f"keep those that differ, {MOST_PHRASES} at the most in all"
        yield Finding(subject.at_place(largest), 121, wrong, mend, warning=True)
    for name, topic in topics.items():
        for index, phrase in enumerate(topic.phrases):
            if len(phrase) > LONGEST_PHRASE:
                wrong = f"the phrase {quoted(phrase)} has {len(phrase)} letters: no text that people send is like it"
                yield Finding(
                    subject.at_phrase(name, index), 121, wrong, "write what one person would say", warning=True
                )
