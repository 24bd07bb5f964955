"""Floor 1: what people's own words are about, by their likeness to the phrases of a pack's topics.

Words, pairs of words and pieces of words are weighed (tf-idf) and judged by linear classifiers, fitted to the pack's
phrases when the service starts: no network, no model to fetch, nothing that is kept of what people send. Pieces of
words make "skool" and "speach" look like what they mean. README, "Own words", has what other ways came to.

Danger is judged apart from the topics, and more readily: the whole text, and each stretch of a longer one, since a cry
for help may stand between a greeting and a question. What only may be danger is told apart from what is: there 999 is
said first, and the rest is answered all the same.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import norm
from sklearn.svm import LinearSVC

from signpost.core.keywords import plain
from signpost.core.menu import Pack
from signpost.core.understanding import Near, Understand, Understood, danger_is_judged, deaf

# In letters, the blanks around a word among them.
SHORTEST_PIECE, LONGEST_PIECE = 2, 4
# How sharply margins are told as likelihoods: chosen by hand, with the thresholds of `core.understanding`.
SHARPNESS = 4.0
# How far the margins for danger, over the nearest topic and over all of them together, have to go: beyond the first it
# is danger (two in a hundred harmless texts of the development set go so far), beyond the second it may be (five).
DANGER_MARGIN, DOUBT_MARGIN = 1.5, 0.12
# In words: the longest stretch that is judged by itself, and how far on the next begins. Of a stretch, which tells less
# than the whole, so much more is asked.
STRETCH, STEP = 12, 6
STRETCH_LIFT = 0.3
# As near as margins have to come to their best: ten times nearer takes twice as long, and judges no text otherwise.
TOLERANCE = 0.1
_SENTENCE_END = re.compile(r"[.!?;:\n]+")
# Below this margin the nearest topic is not near at all.
FAINTEST = -0.6
# Fewer topics with phrases than this cannot be told apart.
FEWEST_TOPICS = 2
# Words that tell of no matter by themselves. Numbers and names are not among the phrases at all.
_EMPTY = frozenset(
    "a about again all am an and any are as ask at be been but by call called can cant could did do does doesnt doing "
    "dont for from get getting give go going good got had has hasnt have havent having he hello help her here hers "
    "hes hey hi him his how i id if ill im in is isnt it its ive just keep know lets like lost made make many matter "
    "maybe me mine more much my name names need needs no nobody not nothing now number of off oh ok on one or our out "
    "phone please put really ring said say send she shes so some somebody someone something sorry sure tell text "
    "thank thanks that thats the their them then there these they theyre thing things think this those to too two up "
    "us very want wanted was wasnt we well were weve what whats when where which who why will with without wont would "
    "yeah yes yet you your youre".split()
)

_Columns = NDArray[np.intp]
_Vector = NDArray[np.float64]
Margins = Callable[[_Columns, _Vector], _Vector]


@lru_cache(maxsize=4)
def fit(pack: Pack) -> Understand:
    """The index of a pack's topics. Takes under a second for four thousand phrases."""
    home = pack.danger.goto if pack.danger else ""
    topics = {name: topic for name, topic in pack.topics.items() if name != home and topic.phrases}
    if len(topics) < FEWEST_TOPICS:
        return deaf
    names = [name for name, topic in topics.items() for _ in topic.phrases]
    phrases = [plain(phrase) for topic in topics.values() for phrase in topic.phrases]
    telling = {word for phrase in phrases for word in phrase.split()} - _EMPTY
    nearest, margin = _nearest(phrases, names), _danger(pack, home)

    def understand(words: str) -> Understood:
        said = plain(words)
        words_of_its_own = {word for word in said.split() if word not in _EMPTY}
        # One word that the phrases know is enough where there are few: "exclusion", "mediation please".
        known = len(telling & words_of_its_own) >= min(2, len(words_of_its_own) / 2) > 0
        far = margin(words, said)
        return Understood(nearest(said) if known else (), danger=far > DANGER_MARGIN, doubt=far > DOUBT_MARGIN)

    return understand


def _nearest(phrases: Sequence[str], names: Sequence[str]) -> Callable[[str], tuple[Near, ...]]:
    """What gives the topics, the likeliest first, by words, pairs of words, and pieces of words."""
    weights = _weights(phrases, pieces_of)
    margins = _margins(weights, names)
    places = sorted(set(names))

    def nearest(said: str) -> tuple[Near, ...]:
        found = margins(*weights.of(said))
        # Of two topics there is one margin, for the second.
        several = np.array([-found[0], found[0]]) if len(found) == 1 else found
        if several.max() < FAINTEST:
            return ()
        raised = np.exp(SHARPNESS * (several - several.max()))
        likelihoods = raised / raised.sum()
        return tuple(Near(places[index], float(likelihoods[index])) for index in np.argsort(-likelihoods))

    return nearest


def _danger(pack: Pack, home: str) -> Callable[[str, str], float]:
    """What gives the margin for danger of words as they were written and in plain, by words and pairs of words."""
    if not danger_is_judged(pack):
        return lambda _words, _said: -math.inf
    alarms = [plain(phrase) for phrase in pack.topics[home].phrases]
    # A harmless story is judged by its stretches as well, so it is learnt by them; of a cry for help most are harmless.
    harmless = [
        (stretch, name)
        for name, topic in pack.topics.items()
        if name != home
        for phrase in topic.phrases
        for stretch in (plain(phrase), *stretches(phrase))
    ]
    names = [name for _, name in harmless]
    weights = _weights([*(stretch for stretch, _ in harmless), *alarms])
    # Before all names of places in the order of the classes.
    over_each = _margins(weights, [*names, *[""] * len(alarms)], strictness=3.0)
    over_all = _margins(weights, [*[False] * len(names), *[True] * len(alarms)], strictness=3.0)

    def one(said: str) -> float:
        weighed = weights.of(said)
        danger, *others = over_each(*weighed)
        return float(danger - max(others) + over_all(*weighed)[0])

    def margin(words: str, said: str) -> float:
        return max([one(said), *(one(stretch) - STRETCH_LIFT for stretch in stretches(words))])

    return margin


def stretches(words: str) -> list[str]:
    """The sentences of a text, in plain words, the long ones in stretches that overlap; none for a short text."""
    found = []
    for sentence in _SENTENCE_END.split(words):
        said = plain(sentence).split()
        last = max(len(said) - STRETCH, 0)
        starts = [*range(0, last, STEP), last] if said else []
        found += [" ".join(said[start : start + STRETCH]) for start in starts]
    return found if len(found) > 1 else []


def whole_words(words: str) -> list[str]:
    """Each word of plain words, and each pair of neighbours."""
    single = words.split()
    return [*single, *(f"{one} {other}" for one, other in pairwise(single))]


def pieces(words: str) -> list[str]:
    """What plain words are weighed by: each word, each pair of neighbours, and each piece of a word, marked "_"."""
    return [*whole_words(words), *(piece for word in words.split() for piece in pieces_of(word))]


def pieces_of(word: str) -> list[str]:
    """The pieces of one word, marked "_"."""
    padded = f" {word} "
    return [
        "_" + padded[start : start + length]
        for length in range(SHORTEST_PIECE, min(LONGEST_PIECE, len(padded)) + 1)
        for start in range(len(padded) - length + 1)
    ]


def _uncut(_word: str) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each piece counts: its column and its rarity. `weighed` are the phrases that this was learnt from."""

    cut: Callable[[str], list[str]]
    columns: Mapping[str, int]
    rarity: _Vector
    weighed: csr_array

    def of(self, said: str) -> tuple[_Columns, _Vector]:
        """The columns of the pieces that were seen before, and their weights, as those of the phrases are weighed."""
        seen = Counter(column for piece in self.cut(said) if (column := self.columns.get(piece)) is not None)
        columns = np.fromiter(seen, dtype=np.intp, count=len(seen))
        often = np.fromiter(seen.values(), dtype=np.float64, count=len(seen))
        weights = (1 + np.log(often)) * self.rarity[columns]
        length = np.linalg.norm(weights)
        return columns, weights / length if length else weights


def _weights(phrases: Sequence[str], within: Callable[[str], list[str]] = _uncut) -> _Weights:
    """The weights of plain phrases: by each word, each pair of neighbours, and what a word is cut into by `within`.

    As scikit-learn's TfidfVectorizer has them, by the logarithm of how often, in a third of its time.
    """
    columns, rows = _columns(phrases, within)
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    found = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ends[-1])
    weighed = csr_array((np.ones(len(found)), found, ends), shape=(len(rows), len(columns)))
    weighed.sum_duplicates()
    rarity = np.log((1 + len(rows)) / (1 + np.bincount(weighed.indices, minlength=len(columns)))) + 1
    weighed.data = (1 + np.log(weighed.data)) * rarity[weighed.indices]
    weighed.data /= np.repeat(norm(weighed, axis=1), np.diff(weighed.indptr))
    return _Weights(pieces if within is pieces_of else whole_words, columns, rarity, weighed)


def _columns(phrases: Sequence[str], within: Callable[[str], list[str]]) -> tuple[dict[str, int], list[list[int]]]:
    """The column of each piece, and those of each phrase, as often as each stands there."""
    columns: defaultdict[str, int] = defaultdict()
    columns.default_factory = columns.__len__
    # The same few thousand words stand again and again: each is cut once.
    of_word: dict[str, list[int]] = {}
    rows = []
    for phrase in phrases:
        words = phrase.split()
        row = [columns[f"{one} {other}"] for one, other in pairwise(words)]
        for word in words:
            if word not in of_word:
                of_word[word] = [columns[piece] for piece in (word, *within(word))]
            row += of_word[word]
        rows.append(row)
    return dict(columns), rows


def _margins(weights: _Weights, labels: Sequence[object], *, strictness: float = 1.0) -> Margins:
    """What gives the margin of each label, or of the second of two, as `decision_function` does."""
    judge = LinearSVC(C=strictness, random_state=0, tol=TOLERANCE).fit(weights.weighed, labels)
    # A row for each piece: the few that a text has lie together.
    of_pieces = np.ascontiguousarray(judge.coef_.T)

    def margins(columns: _Columns, weighed: _Vector) -> _Vector:
        return np.asarray(weighed @ of_pieces[columns] + judge.intercept_)

    return margins
