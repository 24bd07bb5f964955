"""Libraries that quote requests do not do so in our log."""

import logging

import pytest

from signpost.logs import begin


@pytest.mark.parametrize("name", ["twilio.http_client", "urllib3.connectionpool"])
def test_no_library_quotes_a_request(name: str) -> None:
    begin("DEBUG")
    library = logging.getLogger(name)
    assert not library.isEnabledFor(logging.DEBUG)
    assert name != "twilio.http_client" or not library.isEnabledFor(logging.INFO)
