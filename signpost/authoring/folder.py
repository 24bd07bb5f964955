"""A pack's folder to documents: which files there are, and whether they are text at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signpost.authoring.faults import Fault, PackFaults
from signpost.authoring.yaml_lines import Document, parse

PACK, SERVICES, PHRASES = "pack.yaml", "services.yaml", "phrases.yaml"
# Bytes. The phrases of Hertfordshire, by far the largest file, have 0.4 million.
LARGEST = 1_000_000
_OWN_NAMES = {PACK, SERVICES, PHRASES}


@dataclass(frozen=True, slots=True)
class Folder:
    """Every document of a pack: three with a name of their own, one of them optional; the rest hold menus."""

    key: str
    pack: Document
    services: Document
    menus: tuple[Document, ...]
    phrases: Document | None = None

    def __iter__(self) -> Iterator[Document]:
        return iter((self.pack, self.services, *self.menus, *([self.phrases] if self.phrases else [])))


def read(folder: Path) -> Folder:
    """Every YAML file that stands in `folder` itself. Raises PackFaults only when there is no such folder."""
    names = _names(folder)
    menus = [_read(folder / name) for name in names if name.endswith(".yaml") and name not in _OWN_NAMES]
    menus += [_misnamed(folder / name) for name in names if name.endswith(".yml")]
    if not menus:
        menus = [Document(str(folder))]
        menus[0].give_up(0, "has no menus", "write them in a file such as menus.yaml")
    phrases = _read(folder / PHRASES) if PHRASES in names else None
    return Folder(folder.resolve().name, _read(folder / PACK), _read(folder / SERVICES), tuple(menus), phrases)


def _names(folder: Path) -> list[str]:
    mend = "write the path of a pack's folder, such as menus/hertfordshire"
    try:
        if folder.is_dir():
            return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        wrong = "there is no such folder"
    except OSError as refused:
        wrong, mend = f"the folder cannot be read ({refused.strerror})", "let yourself read it, or name another folder"
    raise PackFaults([Fault(str(folder), 0, wrong, mend)])


def _read(path: Path) -> Document:
    document = Document(str(path))
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            # A pipe would keep us waiting for ever.
            document.give_up(0, "is not a regular file", "put a text file in its place")
            return document
        if path.stat().st_size > LARGEST:
            document.give_up(0, "has more than a megabyte", "take out what is no words of a pack")
            return document
        return parse(path.read_bytes().decode("utf-8-sig"), str(path))
    except FileNotFoundError:
        document.give_up(0, "is missing", f"write one, as in menus/example/{path.name}")
    except OSError as refused:
        document.give_up(0, f"cannot be read ({refused.strerror})", "put a text file in its place that you may read")
    except UnicodeDecodeError as broken:
        line = broken.object[: broken.start].count(b"\n") + 1
        document.give_up(line, "is not UTF-8 text", "save the file again with the encoding UTF-8")
    return document


def _misnamed(path: Path) -> Document:
    document = Document(str(path))
    document.give_up(0, "is not read, for its name ends in .yml", f"name it {path.stem}.yaml")
    return document
