"""A pack's folder as it was at a revision of its git repository."""

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RevisionError(Exception):
    """The folder at that revision cannot be had; the message says why, and what to write instead."""


@contextmanager
def as_of(folder: Path, revision: str) -> Iterator[Path]:
    """A copy of `folder` as it was at `revision`, under the same name, for as long as the block lasts.

    Raises RevisionError.
    """
    program = shutil.which("git")
    if program is None:
        raise RevisionError("--diff needs the program git: install it")
    inside = folder.resolve()
    if not inside.is_dir():
        raise RevisionError(f"there is no folder {folder}: write the path of a pack, such as menus/hertfordshire")
    top = _git(program, inside, "rev-parse", "--show-toplevel")
    if top is None:
        raise RevisionError(f"{folder} is in no git repository, so there is nothing to compare it with")
    commit = _git(program, inside, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise RevisionError(
            f"git knows no revision {revision!r}: write one that `git log` shows, such as HEAD or HEAD~1"
        )
    root = Path(top.decode().strip()).resolve()
    path = inside.relative_to(root).as_posix()
    tree = f"{commit.decode().strip()}:{'' if path == '.' else path}"
    packed = _git(program, root, "archive", "--format=tar", tree)
    if packed is None:
        raise RevisionError(f"there was no {folder} at {revision}: write a later revision")
    with tempfile.TemporaryDirectory() as kept:
        copy = Path(kept) / inside.name
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(copy, filter="data")
        yield copy


def _git(program: str, folder: Path, *arguments: str) -> bytes | None:
    # Its arguments are a list, no shell reads them, and what could look like an option stands behind --end-of-options.
    done = subprocess.run([program, "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603
    return done.stdout if done.returncode == 0 else None
