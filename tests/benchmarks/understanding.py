"""Ways to tell what own words are about, side by side: how often right, how long to fit, how large, how long a text.

`python -m tests.benchmarks.understanding` fits each to the phrases of the Hertfordshire pack and judges both of its
sets of texts, one text at a time. Danger is left out, as it is judged apart; the last line is the whole service, danger
with it. Two of the ways need `pip install --editable '.[bench]'`.
"""

import csv
import importlib
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from signpost.authoring.load import load
from signpost.core.keywords import plain
from signpost.core.menu import Pack
from signpost.understanding import fit, pieces, whole_words

PACK = Path("menus/hertfordshire")
SETS = ("development", "held-out")
# Topics, the likeliest first.
Ranked = Sequence[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted: how it ranks the topics of some plain words, and all that has to be kept for it, pickled."""

    rank: Callable[[str], Ranked]
    size: int


Fit = Callable[[list[str], list[str]], Fitted]


def weighed(analyzer: Callable[[str], list[str]]) -> Any:
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, dtype=np.float32)


def characters() -> Any:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32)


def linear(vectorizer: Callable[[], Any], judge: Callable[[], Any]) -> Fit:
    """A vectorizer of scikit-learn's, and a classifier on what it gives."""

    def fitted(phrases: list[str], names: list[str]) -> Fitted:
        weigh, classifier = vectorizer(), judge()
        classifier.fit(weigh.fit_transform(phrases), names)
        scores = getattr(classifier, "decision_function", None) or classifier.predict_proba
        return Fitted(
            lambda said: ranked(classifier.classes_, scores(weigh.transform([said]))[0]),
            len(pickle.dumps((weigh, classifier))),
        )

    return fitted


def ranked(names: Sequence[str] | NDArray[Any], scores: NDArray[Any]) -> Ranked:
    return [str(names[index]) for index in np.argsort(-scores, kind="stable")]


def by_token_set(phrases: list[str], names: list[str]) -> Fitted:
    """The mean likeness of the three phrases of a topic that are most like the words."""
    process, fuzz = importlib.import_module("rapidfuzz.process"), importlib.import_module("rapidfuzz.fuzz")
    topics = sorted(set(names))
    homes = np.array([topics.index(name) for name in names])

    def rank(said: str) -> Ranked:
        likeness = process.cdist([said], phrases, scorer=fuzz.token_set_ratio, workers=1)[0]
        best = [np.sort(likeness[homes == index])[-3:].mean() for index in range(len(topics))]
        return ranked(topics, np.array(best))

    return Fitted(rank, len(pickle.dumps((phrases, names))))


def by_bm25(phrases: list[str], names: list[str]) -> Fitted:
    """All phrases of a topic as one document."""
    bm25s = importlib.import_module("bm25s")
    topics = sorted(set(names))
    documents = [
        " ".join(phrase for phrase, name in zip(phrases, names, strict=True) if name == topic) for topic in topics
    ]
    found = bm25s.BM25()
    found.index([document.split() for document in documents], show_progress=False)
    vocabulary = {word for document in documents for word in document.split()}

    def rank(said: str) -> Ranked:
        words = [word for word in said.split() if word in vocabulary]
        return ranked(topics, found.get_scores(words)) if words else topics

    return Fitted(rank, len(pickle.dumps((found.scores, found.vocab_dict))))


def regression() -> Any:
    return LogisticRegression(C=20, max_iter=500)


def support_vectors() -> Any:
    return LinearSVC(C=1, random_state=0)


WAYS: dict[str, Fit] = {
    "words and pairs, logistic regression": linear(lambda: weighed(whole_words), regression),
    "pieces of 2 to 4 letters, logistic regression": linear(characters, regression),
    "words, pairs and pieces weighed together, linear SVC (ours)": linear(lambda: weighed(pieces), support_vectors),
    "the same weighed apart, linear SVC": linear(
        lambda: make_union(weighed(whole_words), characters()), support_vectors
    ),
    "words, pairs and pieces, complement naive Bayes": linear(lambda: weighed(pieces), lambda: ComplementNB(alpha=0.1)),
    "rapidfuzz: token_set_ratio, mean of a topic's best three": by_token_set,
    "bm25s: BM25, each topic one document": by_bm25,
}
NEEDS: dict[Fit, str] = {by_token_set: "rapidfuzz", by_bm25: "bm25s"}


def texts(name: str) -> list[tuple[str, str]]:
    """The texts of a set, each with its pathway."""
    with (PACK / "evaluation" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return [(row["text"], row["pathway"]) for row in csv.DictReader(opened)]


def whole_service(pack: Pack) -> Callable[[list[str], list[str]], Fitted]:
    """What the service does with each text, danger too. What is not understood counts as not covered."""

    def fitted(_phrases: list[str], _names: list[str]) -> Fitted:
        understand = fit(pack)
        return Fitted(lambda said: [near.place for near in understand(said).nearest] or [pack.first], 0)

    return fitted


def measured(pack: Pack, way: Fit) -> list[str]:
    """A line of the table: top-1 and top-3 on each set, seconds to fit, megabytes, milliseconds for each text."""
    home = pack.danger.goto if pack.danger else ""
    pairs = [(plain(phrase), topic.place) for topic in pack.topics.values() for phrase in topic.phrases]
    pairs = [(phrase, place) for phrase, place in pairs if place != home]
    began = time.process_time()
    fitted = way([phrase for phrase, _ in pairs], [place for _, place in pairs])
    fitting = time.process_time() - began
    told, spent, count = [], 0.0, 0
    for name in SETS:
        rights = {1: 0, 3: 0}
        judged = [(text, pathway) for text, pathway in texts(name) if pathway != "A0"]
        for text, pathway in judged:
            began = time.process_time()
            places = fitted.rank(plain(text))
            spent += time.process_time() - began
            pathways = list(dict.fromkeys(pack.topics[place].pathway for place in places))
            for most in rights:
                rights[most] += pathway in pathways[:most]
        count += len(judged)
        told.append(" / ".join(f"{100 * right / len(judged):.1f}" for right in rights.values()))
    size = f"{fitted.size / 1e6:.1f}" if fitted.size else "-"
    return [*told, f"{fitting:.1f}", size, f"{1000 * spent / count:.1f}"]


def main() -> None:
    """Print the table, as Markdown."""
    pack = load(PACK)
    print(f"| way | {' | '.join(f'{name}, top-1 / top-3 %' for name in SETS)} | s to fit | MB | ms a text |")
    print("|---|---|---|---|---|---|")
    for name, way in {**WAYS, "the whole service, danger too": whole_service(pack)}.items():
        needed = NEEDS.get(way)
        if needed and not find_spec(needed):
            print(f"| {name} | not measured: {needed} is not installed | | | | |")
            continue
        print(f"fitting: {name}", file=sys.stderr)
        print(f"| {name} | {' | '.join(measured(pack, way))} |", flush=True)


if __name__ == "__main__":
    # Processor time is told, and no library may spread over several cores to hide what it takes.
    with threadpool_limits(1):
        main()
