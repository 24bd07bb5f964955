"""Floor 1: what people's own words are about, by their likeness to the phrases of a pack's topics.

Words, pairs of words and pieces of words are weighed (tf-idf) and judged by linear classifiers, fitted to the pack's
phrases when the service starts: no network, no model to fetch, nothing that is kept of what people send. Pieces of
words make "skool" and "speach" look like what they mean. README, "Own words", has what other ways came to.

Danger is judged apart from the topics, and far more readily: a false alarm costs one sentence.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from signpost.core.keywords import plain
from signpost.core.menu import Pack
from signpost.core.understanding import Near, Understand, Understood, deaf

# In letters, the blanks around a word among them.
SHORTEST_PIECE, LONGEST_PIECE = 2, 4
# How sharply margins are told as likelihoods: chosen by hand, with the thresholds of `core.understanding`.
SHARPNESS = 4.0
# How far the margins for danger, over the nearest topic and over all of them together, have to go: the lowest that
# misses none of the development set.
DANGER_MARGIN = 0.38
# Below this margin the nearest topic is not near at all.
FAINTEST = -0.6
# Fewer topics than this cannot be told apart.
FEWEST_TOPICS = 2

_Matrix = Any  # a sparse matrix of scipy's
Margins = Callable[[_Matrix], NDArray[np.float64]]


@lru_cache(maxsize=4)
def fit(pack: Pack) -> Understand:
    """The index of a pack's topics. Takes under a second for four thousand phrases."""
    home = pack.danger.goto if pack.danger else ""
    topics = {name: topic for name, topic in pack.topics.items() if name != home}
    if len(topics) < FEWEST_TOPICS:
        return deaf
    names = [name for name, topic in topics.items() for _ in topic.phrases]
    phrases = [plain(phrase) for topic in topics.values() for phrase in topic.phrases]
    alarms = [plain(phrase) for phrase in pack.topics[home].phrases] if home in pack.topics else []
    vocabulary = {word for phrase in phrases for word in phrase.split()}
    nearest, dangerous = _nearest(phrases, names), _dangerous(phrases, names, alarms)

    def understand(words: str) -> Understood:
        said = plain(words)
        known = not vocabulary.isdisjoint(said.split())
        return Understood(nearest(said) if known else (), dangerous(said))

    return understand


def _nearest(phrases: Sequence[str], names: Sequence[str]) -> Callable[[str], tuple[Near, ...]]:
    """What gives the topics, the likeliest first, by words, pairs of words, and pieces of words."""
    weigh = TfidfVectorizer(analyzer=pieces, sublinear_tf=True, dtype=np.float32)
    margins = _margins(weigh.fit_transform(phrases), names)
    places = sorted(set(names))

    def nearest(said: str) -> tuple[Near, ...]:
        found = margins(weigh.transform([said]))
        # Of two topics there is one margin, for the second.
        several = np.array([-found[0], found[0]]) if len(found) == 1 else found
        if several.max() < FAINTEST:
            return ()
        raised = np.exp(SHARPNESS * (several - several.max()))
        likelihoods = raised / raised.sum()
        return tuple(Near(places[index], float(likelihoods[index])) for index in np.argsort(-likelihoods))

    return nearest


def _dangerous(phrases: Sequence[str], names: Sequence[str], alarms: Sequence[str]) -> Callable[[str], bool]:
    """What tells sentences of danger from all others, by words and pairs of words."""
    if not alarms:
        return lambda _said: False
    weigh = TfidfVectorizer(analyzer=whole_words, sublinear_tf=True, dtype=np.float32)
    weighed = weigh.fit_transform([*phrases, *alarms])
    # Before all names of places in the order of the classes.
    over_each = _margins(weighed, [*names, *[""] * len(alarms)], strictness=3.0)
    over_all = _margins(weighed, [*[False] * len(names), *[True] * len(alarms)], strictness=3.0)

    def dangerous(said: str) -> bool:
        given = weigh.transform([said])
        danger, *others = over_each(given)
        return bool(danger - max(others) + over_all(given)[0] > DANGER_MARGIN)

    return dangerous


def whole_words(words: str) -> list[str]:
    """Each word of plain words, and each pair of neighbours."""
    single = words.split()
    return [*single, *(f"{one} {other}" for one, other in pairwise(single))]


def pieces(words: str) -> list[str]:
    """What plain words are weighed by: each word, each pair of neighbours, and each piece of a word, marked "_"."""
    found = whole_words(words)
    for word in words.split():
        padded = f" {word} "
        for length in range(SHORTEST_PIECE, min(LONGEST_PIECE, len(padded)) + 1):
            found += ["_" + padded[start : start + length] for start in range(len(padded) - length + 1)]
    return found


def _margins(weighed: _Matrix, labels: Sequence[object], *, strictness: float = 1.0) -> Margins:
    judge = LinearSVC(C=strictness, random_state=0).fit(weighed, labels)
    weights = judge.coef_.T.copy()

    def margins(given: _Matrix) -> NDArray[np.float64]:
        # What `decision_function` gives, without its checks of what it is given: they take longer than the sum.
        return np.asarray(given @ weights + judge.intercept_, dtype=np.float64).ravel()

    return margins
