"""Published records for others: JSON lines of our own form, an HSDS 3 package, a spreadsheet."""

from collections import Counter
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotFound
from knowledge.opendata.context import Context
from knowledge.opendata.package import PackageCounts, write_package
from knowledge.places import Places
from knowledge.publishing import live_records
from knowledge.sources.sheet.exporting import to_table
from knowledge.topics import Topics

TITLE = "Amparo: services and rights for people on the move"


def export_records(session: Session, file: TextIO) -> int:
    """Write every live record as one JSON object a line; return how many."""
    count = 0
    for record in live_records(session):
        file.write(record.model_dump_json() + "\n")
        count += 1
    return count


def export_hsds(session: Session, path: Path, context: Context) -> PackageCounts:
    """Write every live record into an HSDS 3 package with our profile; return what it holds."""
    return write_package(live_records(session), path, context, title=TITLE)


def export_table(
    session: Session, *, places: Places, topics: Topics, source_id: str = "", place_id: str = ""
) -> list[list[str]]:
    """Return the live records of a source, in a place, or all, as the table of a spreadsheet.

    Headings come first; importing the sheet into the same source changes nothing. Raises NotFound
    when there is no such record, and BadInput when records of several sources share an id.
    """
    records = [
        record
        for record in live_records(session)
        if source_id in ("", record.source_id)
        and (not place_id or places.within(record.content.place_id, place_id))
    ]
    if not records:
        raise NotFound("nothing that is published is of this source and place")
    ids = Counter(record.content.external_id for record in records)
    if twice := [name for name, count in ids.items() if count > 1]:
        raise BadInput(f"several sources have a record {twice[0]!r}: name one source")
    contents = (record.content for record in records)
    return to_table(contents, places=places, topics=topics)
