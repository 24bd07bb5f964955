"""Libraries that quote requests do not do so in our log."""

import logging

import pytest

from signpost.logs import begin, formatter


@pytest.mark.parametrize("name", ["twilio.http_client", "urllib3.connectionpool"])
def test_no_library_quotes_a_request(name: str) -> None:
    begin("DEBUG")
    library = logging.getLogger(name)
    assert not library.isEnabledFor(logging.DEBUG)
    assert name != "twilio.http_client" or not library.isEnabledFor(logging.INFO)


def test_words_of_an_error_that_have_lines_of_their_own_are_not_told() -> None:
    said = 'Traceback (most recent call last):\n  File "/a/b.py", line 1, in f\nValueError: first\nhe hits me, \nsorry'
    record = logging.LogRecord("rq", logging.ERROR, "", 0, said, None, None)
    line = formatter(terminal=False).format(record)
    assert '"fault": "ValueError"' in line
    assert "hits" not in line
