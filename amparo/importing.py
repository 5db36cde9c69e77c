"""An import as a whole: fetch, read, encode, then publish in one transaction."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from amparo.wiring import App
from knowledge.content import PublishedRecord
from knowledge.duplicates.proposals import propose
from knowledge.errors import BadInput, UnusablePackage
from knowledge.ingest import IngestCounts, SourceInfo, apply, note_run, plan
from knowledge.models import Source
from knowledge.sources import READERS
from knowledge.sources.reading import Reading
from knowledge.store import record_id
from retrieval.passages import passages
from retrieval.sync import encode_missing

LARGEST_DOWNLOAD = 200 * 1024 * 1024
"""Bytes of a package fetched from the internet; the readers have limits of their own beside it."""
DOWNLOAD_SECONDS = 60.0


@dataclass(frozen=True)
class Order:
    """What is to be imported: which kind of source, from where, for which place."""

    kind: str
    location: str
    """Path, or http(s) address."""
    place_id: str
    source_id: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    every_hours: int | None = None
    """Hours between two runs without a person; None: only this once."""

    @property
    def source(self) -> str:
        """Id of the source: named, or made of place and kind."""
        return self.source_id or f"{self.place_id}-{self.kind}"


@dataclass(frozen=True)
class ImportOutcome:
    """What an import read and changed; `proposals` are new pairs that may be the same thing."""

    source: str
    place: str
    dry_run: bool
    reading: Reading
    counts: IngestCounts
    proposals: int = 0

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
            "proposals": self.proposals,
            "report": self.reading.report.as_dict(),
        }

    def text(self) -> str:
        """Return the same for a person."""
        counts = self.counts
        lines = [self.reading.report.text()]
        for kept in counts.kept:
            fields = ", ".join(kept.fields)
            lines.append(
                f"  {kept.external_id}: changed here and at the source, ours kept: {fields}"
            )
        head = f"{self.reading.title} ({self.reading.version}): "
        head += f"{len(self.reading.contents)} records; {counts.added} added, "
        head += f"{counts.updated} updated, {counts.unchanged} unchanged, "
        head += f"{counts.withdrawn} withdrawn"
        if counts.held:
            head += f", {counts.held} kept away (deleted, archived or merged here)"
        if self.dry_run:
            head += " (dry run: nothing was changed)"
        lines.append(head)
        if self.proposals:
            lines.append(f"{self.proposals} pairs may be the same thing: see `amparo duplicates`")
        return "\n".join(lines)


def run_import(
    app: App, order: Order, *, replace: bool = False, dry_run: bool = False, author: str = "import"
) -> ImportOutcome:
    """Import a source; all of it is published, or nothing.

    Raises UnusablePackage, and BadInput for a kind or an option that is not known. Passages are
    encoded before the transaction begins, so that the database is held for seconds only, and a
    stopped import goes on where it was.
    """
    reader = READERS.get(order.kind)
    if reader is None:
        raise BadInput(f"no source of kind {order.kind!r}; known: {', '.join(sorted(READERS))}")
    with _fetched(order.location) as path:
        reading = reader(
            path,
            place_id=order.place_id,
            places=app.places,
            topics=app.topics,
            options=order.options,
        )
    if dry_run:
        with app.sessions() as session:
            counts = plan(session, order.source, reading.contents)
        return ImportOutcome(order.source, order.place_id, True, reading, counts)
    _encode(app, order, reading)
    counts = _publish(app, order, reading, replace=replace, author=author)
    with app.sessions.begin() as session:
        found = propose(session, at=datetime.now(UTC), source_id=order.source)
    return ImportOutcome(order.source, order.place_id, False, reading, counts, found)


def _encode(app: App, order: Order, reading: Reading) -> None:
    now = datetime.now(UTC)
    wanted = (
        passage
        for content in reading.contents
        for passage in passages(
            PublishedRecord(
                id=record_id(order.source, content.external_id),
                source_id=order.source,
                version=1,
                published_at=now,
                content=content,
            )
        )
    )
    with app.report.task("Reading the directory", "passages") as progress:
        encode_missing(app.sessions, app.encoder, wanted, progress)


def _publish(
    app: App, order: Order, reading: Reading, *, replace: bool, author: str
) -> IngestCounts:
    info = SourceInfo(
        id=order.source,
        kind=order.kind,
        title=reading.title,
        place_id=order.place_id,
        license=reading.license,
    )
    with app.report.task("Publishing", "records") as progress, app.sessions.begin() as session:
        done = 0

        def one_more(count: int) -> None:
            nonlocal done
            done += count
            if done % 100 == 0 or done == len(reading.contents):
                progress(done, len(reading.contents))

        counts = apply(
            session, info, reading.contents, author=author, replace=replace, progress=one_more
        )
        source = session.get_one(Source, order.source)
        source.location, source.options = order.location, dict(order.options)
        if order.every_hours is not None:
            plan_next(source, order.every_hours)
        note_run(session, order.source, {**asdict(counts), **reading.report.as_dict()})
    return counts


@contextmanager
def _fetched(location: str) -> Iterator[Path]:
    """Give the path of a source; what lies on the internet is fetched into a temporary file."""
    parts = urlsplit(location)
    if parts.scheme not in {"http", "https"}:
        yield Path(location)
        return
    with tempfile.TemporaryDirectory(prefix="amparo-") as folder:
        path = Path(folder) / (Path(unquote(parts.path)).name or "package")
        try:
            _download(location, path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise UnusablePackage(f"{location} cannot be fetched: {reason}") from error
        yield path


def _download(url: str, path: Path) -> None:
    size = 0
    client = httpx.Client(timeout=DOWNLOAD_SECONDS, follow_redirects=True, max_redirects=5)
    with client, client.stream("GET", url) as answer, path.open("wb") as file:
        answer.raise_for_status()
        for chunk in answer.iter_bytes():
            size += len(chunk)
            if size > LARGEST_DOWNLOAD:
                raise UnusablePackage(f"{url} is larger than {LARGEST_DOWNLOAD >> 20} MB")
            file.write(chunk)


def plan_next(source: Source, every_hours: int) -> None:
    """Have `source` read again `every_hours` from now on; raises BadInput below one hour."""
    if every_hours < 1:
        raise BadInput("a source is read again every hour at most")
    if source.location and not source.location.startswith(("http://", "https://")):
        source.location = str(Path(source.location).resolve())
    source.every_hours = every_hours
    source.next_run = datetime.now(UTC) + timedelta(hours=every_hours)
