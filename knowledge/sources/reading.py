"""What every source gives, whatever its format: records, and the account of every row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.content import RecordContent
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

        `options` are the source's own (a mapping file, a sheet); unknown ones are refused. Raises
        UnknownPlace, and UnusablePackage with one line to show; it never gives half of a source
        without an issue for each row left out.
        """
        ...
