"""What phrases are weighed by, against the vectorizer of scikit-learn's whose rule it is."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from signpost.understanding import _weights, pieces, pieces_of, whole_words

PHRASES = ("my son is out of school", "school school school said no", "", "no plan yet", "a plan a plan")


@pytest.mark.parametrize("cut", [pieces, whole_words])
def test_a_phrase_and_a_text_are_weighed_as_that_does(cut: object) -> None:
    theirs = TfidfVectorizer(analyzer=cut, sublinear_tf=True)
    expected = theirs.fit_transform(PHRASES).toarray()
    ours = _weights(PHRASES, pieces_of) if cut is pieces else _weights(PHRASES)
    in_their_order = [ours.columns[piece] for piece in theirs.get_feature_names_out()]
    assert ours.weighed.toarray()[:, in_their_order] == pytest.approx(expected)
    for said in ("the school said no plan no", "unheard of"):
        columns, weights = ours.of(said)
        found = np.zeros(len(ours.columns))
        found[columns] = weights
        assert found[in_their_order] == pytest.approx(theirs.transform([said]).toarray()[0])
