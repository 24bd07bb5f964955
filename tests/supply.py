"""Known faults of what we use, by pip-audit: `python -m tests.supply FILE...`. Where there is no list it says so."""

import json
import subprocess
import sys

_AUDIT = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "20", "--format", "json")


def main(files: list[str]) -> int:
    """Look them up; the exit status: 1 when one has a known fault."""
    return max([_audited(file) for file in files], default=0)


def _audited(file: str) -> int:
    command = [sys.executable, "-m", "pip_audit", *_AUDIT, "--requirement", file]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(ended.stdout)["dependencies"]
    except ValueError:
        reason = (ended.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"{file}: skipped, the list of known faults cannot be reached from here ({reason[:200]})")
        return 0
    faulty = [one for one in found if one.get("vulns")]
    unknown = [one["name"] for one in found if one.get("skip_reason")]
    for one in faulty:
        print(f"{file}: {one['name']} {one['version']}: {', '.join(fault['id'] for fault in one['vulns'])}")
    if len(unknown) == len(found):
        print(f"{file}: skipped, the index that is used here has no list of known faults")
    else:
        print(
            f"{file}: {len(faulty)} of {len(found)} have known faults; not in the list: {', '.join(unknown) or 'none'}"
        )
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
