"""What is read at once: a file of many articles, or a folder's own pages, wherever they lie."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.errors import IntakeError, UsageError
from foedus.intake.records import IN_FOLDERS, in_records
from foedus.intake.sources import ABOUT, SUFFIXES, Source, find_sources
from foedus.lake.readings import filesystem, is_local
from foedus.model import content_id

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_TIMES = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated")


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that are read together and make one part of a lake.

    Attributes:
        address: whole, by which it is known.
        name: by which its articles are called: as it was given.
        stamp: size and time or tag, which change when it does.
        pages: the names of a folder's own pages; none for a file of many articles.
        local: whether it lies on a disk of this machine.
    """

    address: str
    name: str
    stamp: str
    pages: tuple[str, ...] = ()
    local: bool = True

    @property
    def part(self) -> str:
        """Return what its part of a lake is called."""
        return content_id("shard", self.address)

    def sources(self, room: Path) -> Iterator[Source]:
        """Yield its articles, the same wherever it is read.

        Args:
            room: an empty folder, for the copy of a shard that lies elsewhere.

        Raises:
            IntakeError: it cannot be fetched.
        """
        if self.pages:
            for page in self.pages:
                yield from self._under(f"{self.name}/{page}", f"{self.address}/{page}", room)
        else:
            yield from self._under(self.name, self.address, room)

    def _under(self, name: str, address: str, room: Path) -> Iterator[Source]:
        if self.local:
            yield from find_sources([name if Path(name).exists() else address])
            return
        copy = room / address.rpartition("/")[2]
        fs, path = filesystem(address)
        try:
            fs.get_file(path, str(copy))
        except OSError as error:
            raise IntakeError(f"{name}: cannot be fetched, {error.strerror or error}") from error
        yield from in_records(copy, name) or (Source(name, copy),)
        copy.unlink()


def find_shards(paths: Iterable[str]) -> list[Shard]:
    """Return the shards under paths and addresses (`s3://bucket/2024/*.warc.gz`), in order, each once.

    Raises:
        UsageError: standard input was given, which cannot be read twice.
        IntakeError: there is nothing at a path.
        LakeError: its filesystem needs what is not installed.
    """
    found: dict[str, Shard] = {}
    for path in paths:
        if path == "-":
            raise UsageError("- cannot be a shard: give files, folders or addresses with --out")
        fs, root = filesystem(path)
        some = {shard.address: shard for shard in _shards(fs, root, path)}
        if not some:
            raise IntakeError(f"{path}: no shard there: expected files of many articles, or folders of pages")
        found |= some
    return list(found.values())


def _shards(fs: "AbstractFileSystem", root: str, given: str) -> Iterator[Shard]:
    try:
        tops = sorted(fs.glob(root)) if any(sign in root for sign in "*?[") else [root]
        for top in tops:
            name = given if top == root else _address(fs, top)
            if fs.isdir(top):
                yield from _in_folder(fs, top, name.rstrip("/"))
            elif fs.exists(top):
                yield _file(fs, top, name)
    except OSError as error:
        raise IntakeError(f"{given}: cannot be opened, {error.strerror or error}") from error


def _in_folder(fs: "AbstractFileSystem", folder: str, name: str) -> Iterator[Shard]:
    """Yield the shards under a folder, by name: files of many, and its own pages as one."""
    pages: dict[str, str] = {}
    inside = sorted(fs.ls(folder, detail=True), key=lambda entry: str(entry["name"]))
    for entry in inside:
        path = str(entry["name"]).rstrip("/")
        last = path.rpartition("/")[2]
        if last.startswith(".") or path == folder.rstrip("/"):
            continue
        if entry["type"] == "directory":
            if not entry.get("islink"):
                yield from _in_folder(fs, path, f"{name}/{last}")
        elif last.lower().partition(".")[0] in ABOUT:
            continue
        elif last.lower().endswith(IN_FOLDERS):
            yield _file(fs, path, f"{name}/{last}")
        elif last.lower().endswith(SUFFIXES):
            pages[last] = _stamp(entry)
    if pages:
        stamp = content_id(*(part for page in pages.items() for part in page))
        yield Shard(_address(fs, folder).rstrip("/"), name, stamp, tuple(pages), is_local(fs))


def _file(fs: "AbstractFileSystem", path: str, name: str) -> Shard:
    return Shard(_address(fs, path), name, _stamp(fs.info(path)), local=is_local(fs))


def _address(fs: "AbstractFileSystem", path: str) -> str:
    return path if is_local(fs) else str(fs.unstrip_protocol(path))


def _stamp(entry: dict[str, Any]) -> str:
    tag = next((entry[name] for name in _TIMES if entry.get(name)), "")
    return f"{entry.get('size')} {tag}".strip()
