"""Figures for the overview of the panel: what is published, and what people could not find."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from admin.overview import Figures, Gap
from amparo.wiring import App
from bot.conversations import GapRow
from knowledge.models import ImportRun, Record, Source
from knowledge.publishing import live_records

GAP_DAYS = 30
FEWEST = 5
"""A count below this is not shown: few people in a small place could be recognised (001:179)."""


def read_figures(app: App) -> Figures:
    """Return the figures as they are now."""
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    with app.sessions() as session:
        for record in live_records(session):
            kinds[record.content.kind.value] += 1
            languages.update(record.content.texts.keys())
        sources = [
            (title, int(records))
            for title, records in session.execute(
                select(Source.title, func.count(Record.id))
                .join(Record, Record.source_id == Source.id)
                .group_by(Source.id, Source.title)
            )
        ]
        last = session.scalar(select(func.max(ImportRun.finished_at)))
        since = datetime.now(UTC).date() - timedelta(days=GAP_DAYS)
        gaps = [
            Gap(topic=row.topic_id, place=row.place_id, language=row.language, count=row.total)
            for row in session.execute(
                select(
                    GapRow.topic_id,
                    GapRow.place_id,
                    GapRow.language,
                    func.sum(GapRow.count).label("total"),
                )
                .where(GapRow.day >= since)
                .group_by(GapRow.topic_id, GapRow.place_id, GapRow.language)
                .having(func.sum(GapRow.count) >= FEWEST)
                .order_by(func.sum(GapRow.count).desc())
                .limit(50)
            )
        ]
    return Figures(
        records=dict(kinds),
        languages=dict(languages),
        sources=sources,
        last_import=last,
        gaps=gaps,
        topics={name: topic.names for name, topic in app.topics.items()},
        places={place.id: place.names for place in app.places},
    )
