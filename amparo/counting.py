"""How many records are published, by status, kind, country, language and source."""

from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.content import PublishedRecord
from knowledge.languages import LANGUAGES, language_name
from knowledge.places import Places
from knowledge.translations import statuses

Counts = dict[str, dict[str, int]]
HEADINGS = {
    "status": "Status of what a record describes",
    "kind": "Kind of record",
    "country": "Country (or region) it is about",
    "language": "Language",
    "translation": "Language and how far its text is",
    "source": "Source",
}


def count_records(records: Iterable[PublishedRecord], places: Places) -> Counts:
    """Return for each heading how many of `records` fall under each value, most first."""
    tables: dict[str, Counter[str]] = {heading: Counter() for heading in HEADINGS}
    for record in records:
        content = record.content
        tables["status"][content.standing.value] += 1
        tables["kind"][content.kind.value] += 1
        country = places.country(content.place_id) or content.place_id
        tables["country"][places[country].name("en")] += 1
        tables["source"][record.source_id] += 1
        for language in content.texts:
            tables["language"][_name(language)] += 1
        for language, status in statuses(content).items():
            tables["translation"][f"{_name(language)}, {status.value.replace('_', ' ')}"] += 1
    return {
        heading: dict(sorted(table.items(), key=lambda item: (-item[1], item[0])))
        for heading, table in tables.items()
    }


def _name(language: str) -> str:
    return language_name(language, "en") if language in LANGUAGES else language


def as_markdown(counts: Mapping[str, Mapping[str, int]], total: int) -> str:
    """Return the counts as a page of tables."""
    lines = [
        "# What is in the content",
        "",
        "Written by `bin/amparo export counts --out docs/content.md`; a test keeps it true for the",
        f"content that comes with the project: {total} records.",
    ]
    for heading, table in counts.items():
        lines += ["", f"## {HEADINGS[heading]}", "", "| value | records |", "|---|---:|"]
        lines += [f"| {value} | {count} |" for value, count in table.items()]
    return "\n".join(lines) + "\n"
