"""The sources of records: what each gives, and reading them again on a schedule."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from amparo.importing import ImportOutcome, Order, plan_next, run_import
from amparo.wiring import App
from knowledge.errors import AmparoError, NotFound
from knowledge.ingest import note_run
from knowledge.models import ImportRun, Publication, Record, Source
from knowledge.sources import READERS


def list_sources(session: Session) -> list[dict[str, object]]:
    """Return one row of plain data for each source that has records, in order of their ids."""
    counted = session.execute(
        select(Record.source_id, func.count())
        .join(Publication, Publication.record_id == Record.id)
        .group_by(Record.source_id)
    )
    live = {row[0]: row[1] for row in counted}
    runs = session.execute(
        select(ImportRun.source_id, func.max(ImportRun.finished_at)).group_by(ImportRun.source_id)
    )
    last: dict[str, datetime] = {row[0]: row[1] for row in runs}
    sources = session.scalars(select(Source).where(Source.kind != "places").order_by(Source.id))
    return [
        {
            "id": source.id,
            "kind": source.kind,
            "title": source.title,
            "place": source.place_id,
            "license": source.license,
            "location": source.location,
            "live": live.get(source.id, 0),
            "last_run": _written(last.get(source.id)),
            "every_hours": source.every_hours,
            "next_run": _written(source.next_run),
        }
        for source in sources
    ]


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""


def schedule(app: App, source_id: str, every_hours: int | None) -> None:
    """Set how often a source is read again without a person; None: never. Raises NotFound."""
    with app.sessions.begin() as session:
        source = session.get(Source, source_id)
        if source is None or source.kind not in READERS:
            raise NotFound(f"there is no source {source_id!r} that can be read again")
        if every_hours is None:
            source.every_hours = source.next_run = None
        else:
            plan_next(source, every_hours)


def run_again(app: App, source_id: str) -> ImportOutcome:
    """Read a source again from where it was read last; raises NotFound, UnusablePackage."""
    with app.sessions() as session:
        source = session.get(Source, source_id)
        if source is None or source.kind not in READERS or not source.location:
            raise NotFound(f"there is no source {source_id!r} that can be read again")
        order = Order(
            kind=source.kind,
            location=source.location,
            place_id=source.place_id or "world",
            source_id=source.id,
            options=source.options,
        )
    return run_import(app, order)


def run_due(app: App, now: datetime) -> dict[str, ImportOutcome | AmparoError]:
    """Read again every source whose time has come; return by id what came of it.

    A source that cannot be read keeps its live records, and is tried at its next time. Each is
    taken by one process only: its next run is set before it begins.
    """
    with app.sessions() as session:
        due = session.execute(
            select(Source.id, Source.every_hours, Source.next_run).where(Source.next_run <= now)
        ).all()
    outcomes: dict[str, ImportOutcome | AmparoError] = {}
    for name, every_hours, planned in due:
        following = now + timedelta(hours=every_hours or 24)
        with app.sessions.begin() as session:
            taken = session.execute(
                update(Source)
                .where(Source.id == name, Source.next_run == planned)
                .values(next_run=following)
                .execution_options(synchronize_session=False)
            )
            if not taken.rowcount:  # type: ignore[attr-defined]
                continue
        try:
            outcomes[name] = run_again(app, name)
        except AmparoError as error:
            outcomes[name] = error
            with app.sessions.begin() as session:
                note_run(session, name, {"error": str(error)})
    return outcomes
