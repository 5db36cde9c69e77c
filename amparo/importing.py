"""An import as a whole: read, encode, then publish in one transaction."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from amparo.wiring import App
from knowledge.content import PublishedRecord
from knowledge.ingest import IngestCounts, SourceInfo, apply, note_run, plan
from knowledge.sources.hsds import PackageReading, read_package
from knowledge.store import record_id
from retrieval.passages import passages
from retrieval.sync import encode_missing


@dataclass(frozen=True)
class ImportOutcome:
    """What an import read and changed."""

    source: str
    place: str
    dry_run: bool
    reading: PackageReading
    counts: IngestCounts

    def as_dict(self) -> dict[str, object]:
        """Return the JSON of the command line."""
        return {
            "source": self.source,
            "place": self.place,
            "dry_run": self.dry_run,
            "title": self.reading.title,
            "version": self.reading.version,
            "records": len(self.reading.contents),
            **asdict(self.counts),
            "report": self.reading.report.as_dict(),
        }

    def text(self) -> str:
        """Return the same for a person."""
        counts = self.counts
        head = f"{self.reading.title} (HSDS {self.reading.version}): "
        head += f"{len(self.reading.contents)} records; {counts.added} added, "
        head += f"{counts.updated} updated, {counts.unchanged} unchanged, "
        head += f"{counts.withdrawn} withdrawn"
        if self.dry_run:
            head += " (dry run: nothing was changed)"
        return f"{self.reading.report.text()}\n{head}"


def import_hsds(
    app: App,
    path: Path,
    *,
    place_id: str,
    source_id: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
) -> ImportOutcome:
    """Import an Open Referral package for a place; all of it is published, or nothing.

    Raises UnusablePackage. Passages are encoded before the transaction begins, so that the
    database is held for seconds only, and a stopped import goes on where it was.
    """
    source = source_id or f"{place_id}-hsds"
    reading = read_package(path, place_id=place_id, places=app.places, topics=app.topics)
    info = SourceInfo(id=source, kind="hsds", title=reading.title, place_id=place_id)
    if dry_run:
        with app.sessions() as session:
            counts = plan(session, source, reading.contents)
        return ImportOutcome(source, place_id, True, reading, counts)
    now = datetime.now(UTC)
    wanted = (
        passage
        for content in reading.contents
        for passage in passages(
            PublishedRecord(
                id=record_id(source, content.external_id),
                source_id=source,
                version=1,
                published_at=now,
                content=content,
            )
        )
    )
    with app.report.task("Reading the directory", "passages") as progress:
        encode_missing(app.sessions, app.encoder, wanted, progress)
    with app.report.task("Publishing", "records") as progress, app.sessions.begin() as session:
        done = 0

        def one_more(count: int) -> None:
            nonlocal done
            done += count
            if done % 100 == 0 or done == len(reading.contents):
                progress(done, len(reading.contents))

        counts = apply(
            session, info, reading.contents, author="import", replace=replace, progress=one_more
        )
        note_run(session, source, {**asdict(counts), **reading.report.as_dict()})
    return ImportOutcome(source, place_id, False, reading, counts)
