"""What every source gives, whatever its format: records, and the account of every row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from knowledge.content import RecordContent
from knowledge.errors import BadInput
from knowledge.places import Places
from knowledge.sources.report import ImportReport
from knowledge.topics import Topics


@dataclass(frozen=True)
class Reading:
    """What a source holds: its records in their own order, and the report.

    `version` names the form that was read ("HSDS 1.1", "CSV"); `license` is the data's own.
    """

    title: str
    version: str
    license: str
    contents: tuple[RecordContent, ...]
    report: ImportReport


NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})


def refuse_unknown(options: Mapping[str, str], known: Collection[str] = ()) -> None:
    """Raise BadInput, with one line, when a reader is told an option that it does not have."""
    for name in options:
        if name not in known:
            which = f"the options are {', '.join(known)}" if known else "there are none"
            raise BadInput(f"unknown option {name!r}: {which}")


class SourceReader(Protocol):
    """The one interface of importers; `tests/support/source_contract.py` says what each keeps."""

    def __call__(
        self,
        path: Path,
        *,
        place_id: str,
        places: Places,
        topics: Topics,
        options: Mapping[str, str],
    ) -> Reading:
        """Return the records at `path`, a file or folder that speaks for the place `place_id`.

        `options` are the source's own (a mapping file, a sheet); unknown ones raise
        BadInput. Raises UnknownPlace, and UnusablePackage with one line to show; it never gives
        half of a source without an issue for each row left out.
        """
        ...
