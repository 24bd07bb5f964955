"""The Procfile's worker with its waits shortened: `python -m tests.faults.hurried_worker worker replies followups`."""

import sys

from signpost.cli import main as signpost
from tests.faults.hurry import hurried

if __name__ == "__main__":
    with hurried():
        signpost(sys.argv[1:], prog_name="signpost")
