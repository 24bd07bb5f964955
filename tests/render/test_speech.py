from signpost.render.speech import runs


def test_words_that_follow_on_each_other_are_one_run_closed_up_before_a_stop() -> None:
    assert list(runs(["Ring ", "9 9 9", ", or ", "1 1 1", "."])) == ["Ring 9 9 9, or 1 1 1."]


def test_pauses_that_meet_are_the_longest_of_them() -> None:
    assert list(runs([500, "Yes.", 500, 750, 300, "No."])) == [500, "Yes.", 750, "No."]


def test_nothing_is_no_run() -> None:
    assert list(runs([])) == []
