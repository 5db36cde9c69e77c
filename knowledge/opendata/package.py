"""A data package of all published records: a zip of JSON services that imports again unchanged."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from knowledge.content import PublishedRecord
from knowledge.opendata.context import Context
from knowledge.opendata.extension import EXTENSION, HSDS_VERSION, PROFILE_VERSION, Json
from knowledge.opendata.services import write_service
from knowledge.opendata.statuses import is_service

SERVICES: Final = "services"
"""Stem of the files of what HSDS calls services; the only ones that other programs look for."""
BEYOND: Final = EXTENSION
"""Stem of the files of rights, how-tos and what is only planned, promised or recommended."""
PART_BYTES: Final = 32 * 1024 * 1024
"""A file that grows beyond this is followed by another: importers bound the size of one."""
_SPOOLED_BYTES: Final = 8 * 1024 * 1024


@dataclass
class PackageCounts:
    """What a package holds."""

    services: int = 0
    records: int = 0
    files: list[str] = field(default_factory=list)


def write_package(
    records: Iterable[PublishedRecord],
    path: Path,
    context: Context,
    *,
    title: str,
    part_bytes: int = PART_BYTES,
) -> PackageCounts:
    """Write `records` as a zip at `path`, one after the other; return what it holds.

    The file is whole or not there: it is written beside and put in place at the end.
    """
    counts = PackageCounts()
    licenses: dict[str, None] = {}
    partial = path.with_name(path.name + ".partial")
    try:
        with (
            zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
            tempfile.SpooledTemporaryFile(_SPOOLED_BYTES) as aside,
        ):
            beyond = io.TextIOWrapper(aside, encoding="utf-8", newline="\n")

            def services() -> Iterator[str]:
                for record in records:
                    counts.records += 1
                    licenses.setdefault(record.content.citation.license)
                    line = json.dumps(write_service(record, context), ensure_ascii=False)
                    if is_service(record.content):
                        counts.services += 1
                        yield line
                    else:
                        beyond.write(line + "\n")

            counts.files = _write_lists(archive, SERVICES, services(), part_bytes)
            beyond.seek(0)
            if counts.records > counts.services:
                lines = (line.rstrip("\n") for line in beyond)
                counts.files += _write_lists(archive, BEYOND, lines, part_bytes)
            described = _descriptor(title, counts.files, list(filter(None, licenses)))
            archive.writestr(
                "datapackage.json", json.dumps(described, ensure_ascii=False, indent=1)
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def _write_lists(
    archive: zipfile.ZipFile, stem: str, lines: Iterator[str], part_bytes: int
) -> list[str]:
    """Write JSON objects, given as text, as lists in as many files as their size asks for."""
    names: list[str] = []
    waiting = next(lines, None)
    while waiting is not None or not names:
        names.append(f"{stem}.json" if not names else f"{stem}-{len(names) + 1}.json")
        with _list_in(archive, names[-1]) as file:
            size = 0
            while waiting is not None and size < part_bytes:
                data = (",\n" if size else "").encode() + waiting.encode()
                size += file.write(data)
                waiting = next(lines, None)
    return names


@contextmanager
def _list_in(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    member = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    # Its size is not known before it is written; zip needs to be told that it may be large.
    with archive.open(member, "w", force_zip64=True) as file:
        file.write(b"[\n")
        yield file
        file.write(b"\n]\n")


def _descriptor(title: str, names: list[str], licenses: list[str]) -> Json:
    """Return the descriptor (Frictionless data package, https://specs.frictionlessdata.io)."""
    return {
        "name": "amparo-open-data",
        "title": title,
        "description": "Published records as services of HSDS 3.0 with all related data. Other"
        f" programs read {SERVICES}.json; {BEYOND}.json holds rights, how-to articles and what is"
        " only planned, promised or recommended: none of it is a service to go to.",
        "profile": "data-package",
        "version": HSDS_VERSION,
        "licenses": [{"name": name} for name in licenses],
        "resources": [
            {
                "name": name.removesuffix(".json").replace("_", "-"),
                "path": name,
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
            }
            for name in names
        ],
        EXTENSION: {"profile": PROFILE_VERSION},
    }
