"""Opening a data package: a zip archive, a folder or one file, into names and bytes, with limits.

Nothing is ever unpacked to disk. Every error of the zip library becomes UnusablePackage here.
"""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from knowledge.errors import UnusablePackage

MAX_MEMBERS: Final = 2_000
MAX_MEMBER_BYTES: Final = 100 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 200
"""How much larger than its packed form a member may be; text packs 5 to 30 times."""
RATIO_FROM_BYTES: Final = 1024 * 1024
"""Below this size a member may be packed as tightly as it likes."""
_CHUNK: Final = 1024 * 1024
_WANTED: Final = (".csv", ".json")


@dataclass(frozen=True)
class Member:
    """A file of the package that may hold data; `day` is its own date, None when not known."""

    name: str
    data: bytes
    day: date | None


@dataclass(frozen=True)
class Contents:
    """The data files of a package in order of their names, and the names of all others."""

    members: tuple[Member, ...]
    others: tuple[str, ...]


def open_package(path: Path) -> Contents:
    """Return the files of the package at `path`; raises UnusablePackage with one clear line."""
    try:
        if path.is_dir():
            return _read_folder(path)
        if not path.exists():
            raise UnusablePackage(f"{path} does not exist")
        if path.suffix.lower() in _WANTED:
            return _read_file(path)
        return _read_zip(path)
    except OSError as error:
        raise UnusablePackage(f"{path} cannot be read: {error.strerror or error}") from error


def _check_size(name: str, size: int, total: int) -> None:
    if size > MAX_MEMBER_BYTES:
        raise UnusablePackage(f"{name} is larger than {MAX_MEMBER_BYTES // 2**20} MB")
    if total > MAX_TOTAL_BYTES:
        raise UnusablePackage(f"the package unpacks to more than {MAX_TOTAL_BYTES // 2**20} MB")


def _read_file(path: Path) -> Contents:
    size = path.stat().st_size
    _check_size(path.name, size, size)
    return Contents((Member(path.name, path.read_bytes(), None),), ())


def _files_under(folder: Path) -> Iterator[tuple[str, Path]]:
    inside = folder.resolve()
    found = list(islice(folder.rglob("*"), MAX_MEMBERS + 1))
    if len(found) > MAX_MEMBERS:
        raise UnusablePackage(f"the folder holds more than {MAX_MEMBERS} files")
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            raise UnusablePackage(f"{name} is a link that leads out of the package")
        if path.is_file() and not _hidden(name):
            yield name, path


def _read_folder(folder: Path) -> Contents:
    members, others, total = [], [], 0
    for name, path in _files_under(folder):
        if not name.lower().endswith(_WANTED):
            others.append(name)
            continue
        size = path.stat().st_size
        total += size
        _check_size(name, size, total)
        # A file's time in a folder says when it was copied, not when the data were made.
        members.append(Member(name, path.read_bytes(), None))
    return Contents(tuple(members), tuple(others))


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _check_name(info: zipfile.ZipInfo) -> None:
    # orig_filename: the library itself cuts a name at its first NUL.
    name = info.orig_filename.replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        raise UnusablePackage(f"{name!a} in the archive points outside of it")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnusablePackage(f"{name!a} in the archive is a link, not a file")
    if info.flag_bits & 0x1:
        raise UnusablePackage(f"{name!a} in the archive is encrypted")


def _check_list(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise UnusablePackage(f"the archive holds more than {MAX_MEMBERS} files")
    names: set[str] = set()
    total = 0
    for info in infos:
        _check_name(info)
        if info.filename in names:
            raise UnusablePackage(f"the archive holds {info.filename} twice")
        names.add(info.filename)
        total += info.file_size
        _check_size(info.filename, info.file_size, total)
        packed = max(info.compress_size, 1)
        if info.file_size > RATIO_FROM_BYTES and info.file_size / packed > MAX_RATIO:
            raise UnusablePackage(f"{info.filename} is packed too tightly to be text (a zip bomb?)")


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, before: int) -> bytes:
    """Read one member; sizes are counted again while reading, for a directory can lie."""
    parts, size = [], 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _check_size(info.filename, size, before + size)
            parts.append(chunk)
    return b"".join(parts)


def _day(info: zipfile.ZipInfo) -> date | None:
    year, month, day = info.date_time[:3]
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    # The first day of the format's calendar is what tools write when they know no date.
    return None if found == date(1980, 1, 1) else found


def _read_zip(path: Path) -> Contents:
    members, others, total = [], [], 0
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_list(infos)
            for info in sorted(infos, key=lambda info: info.filename):
                if info.is_dir() or _hidden(info.filename):
                    continue
                if not info.filename.lower().endswith(_WANTED):
                    others.append(info.filename)
                    continue
                data = _unpack(archive, info, total)
                total += len(data)
                members.append(Member(info.filename, data, _day(info)))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError) as error:
        raise UnusablePackage(
            f"{path.name} is not a zip archive, or is damaged or cut off ({error})"
        ) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        raise UnusablePackage(f"{path.name} cannot be unpacked: {error}") from error
    return Contents(tuple(members), tuple(others))
