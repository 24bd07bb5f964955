"""One running service for all of these tests: the Procfile's own processes, with the stand-in carrier before them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from signpost.phone.stack import Stack, running


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with pytest.MonkeyPatch.context() as patch:
        # Nobody looks on here, and the machine may be busy with other things.
        patch.setattr("signpost.phone.stack._START_PATIENCE", 300.0)
        with running(Path("menus/hertfordshire").resolve()) as stack:
            yield stack
