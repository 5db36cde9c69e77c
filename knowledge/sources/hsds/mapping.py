"""From the linked rows of a service to the content of a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.content import (
    Citation,
    Kind,
    Location,
    Organization,
    RecordContent,
    Standing,
    Texts,
)
from knowledge.sources.hsds.bodies import OrganizationReader
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.costs import judge_cost
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.locations import LocationReader
from knowledge.sources.hsds.parts import PartsReader
from knowledge.sources.hsds.recurring import iso_day
from knowledge.sources.hsds.wording import TextsReader
from knowledge.sources.report import Ledger, SourceRow
from knowledge.sources.values.links import checked, clean_email, clean_url
from knowledge.topics import Told, Topics

_STANDINGS: Final = {
    "": Standing.OPERATING,  # a directory lists what there is
    "active": Standing.OPERATING,
    "inactive": Standing.DEFUNCT,
    "defunct": Standing.DEFUNCT,
    "temporarily closed": Standing.SUSPENDED,
}


@dataclass(frozen=True)
class Setting:
    """What is the same for all records of a package."""

    title: str
    license: str
    language: str
    place_id: str
    today: date
    days: Mapping[str, date | None]
    """The date of each file in the archive, by the name it has in the report."""


@dataclass(frozen=True)
class Readers:
    """What reads the parts of a record."""

    parts: PartsReader
    locations: LocationReader
    bodies: OrganizationReader
    texts: TextsReader


class RecordMapper:
    """Makes records of services; every row it takes something from is marked as used."""

    def __init__(
        self,
        linked: LinkedTables,
        ledger: Ledger,
        cleaner: TextCleaner,
        *,
        setting: Setting,
        readers: Readers,
        topics: Topics,
    ) -> None:
        self._linked = linked
        self._ledger = ledger
        self._cleaner = cleaner
        self._setting = setting
        self._parts = readers.parts
        self._locations = readers.locations
        self._bodies = readers.bodies
        self._texts = readers.texts
        self._topics = topics
        self._changes = _last_changes(linked)

    def map_service(self, row: SourceRow) -> RecordContent | None:
        """Return the record of a service row, None (with the reason reported) if it cannot be."""
        name = self._texts.name(row)
        if not name:
            self._ledger.skip(row, "name", f"service without a name: {row.get('id')}")
            return None
        self._ledger.use(row)
        key = row.get("id")
        locations = self._places(key)
        organization = self._bodies.read(row)
        codes, notes = self._parts.languages(key)
        opening = self._parts.opening(key, locations)
        costs, terms = self._parts.costs(key), self._parts.terms(key)
        fees = self._cleaner.paragraphs(row.get("fees"))
        url = checked(self._ledger, row, "url", clean_url(row.get("url")))
        texts = self._texts.read(row, name, fees, notes)
        return RecordContent(
            external_id=key,
            kind=Kind.SERVICE,
            standing=self._standing(row),
            place_id=self._setting.place_id,
            language=self._setting.language,
            texts={self._setting.language: texts},
            organization=organization,
            locations=locations,
            phones=self._parts.phones(key, row.get("organization_id"), locations),
            schedules=opening.schedules,
            hours_note=opening.note,
            costs=costs,
            cost=judge_cost(fees, costs),
            languages_spoken=codes,
            topics=self._topics.of_terms(terms, self._told(texts, organization)),
            terms=terms,
            url=url,
            email=checked(self._ledger, row, "email", clean_email(row.get("email"))),
            citation=Citation(
                title=self._setting.title,
                url=url,
                locator=f"{row.file.rsplit('/', 1)[-1]} id {key}"[:200],
                license=self._setting.license,
            ),
            verified_on=self._verified_on(row),
            review_by=opening.ends,
        )

    def _told(self, texts: Texts, organization: Organization | None) -> Told:
        body = organization.name if organization else ""
        return Told(texts.name, body, f"{texts.summary}\n{texts.body}", self._setting.language)

    def _standing(self, row: SourceRow) -> Standing:
        written = " ".join(row.get("status").lower().replace("_", " ").split())
        if written not in _STANDINGS:
            self._ledger.issue(row, "status", f"not a status of the standard: {written}")
        return _STANDINGS.get(written, Standing.UNKNOWN)

    def _places(self, key: str) -> tuple[Location, ...]:
        found: dict[str, Location] = {}
        for place in self._linked.places_of(key):
            where = place.get("location_id")
            location = self._locations.read(where)
            if location is None:
                continue
            if where in found:
                self._ledger.skip(place, "location_id", f"repeats a location: {where}")
                continue
            found[where] = location
            self._ledger.use(place)
        return tuple(found.values())

    def _verified_on(self, row: SourceRow) -> date | None:
        """Return the day the data were last confirmed, as far as the package says.

        The row's own dates come first (assured, last modified, last action in metadata), then the
        date of its file in the archive: the data's own date, and never today's.
        """
        sources = [(row, "assured_date"), (row, "last_modified")]
        if change := self._changes.get(row.get("id")):
            sources.append((change, "last_action_date"))
        for source, column in sources:
            written = source.get(column)
            day = iso_day(written)
            if day and day <= self._setting.today:
                self._ledger.use(source)
                return day
            if written:
                reason = "a date to come" if day else "not an ISO date"
                self._ledger.issue(source, column, f"{reason}: {written}")
        day = self._setting.days.get(row.file.split("#")[0])
        return day if day and day <= self._setting.today else None


def _last_changes(linked: LinkedTables) -> dict[str, SourceRow]:
    """Return the row of `metadata` that tells of the last action on each service."""
    found: dict[str, SourceRow] = {}
    for row in linked.tables.get("metadata", []):
        key, day = row.get("resource_id"), row.get("last_action_date")
        if key and day and row.get("resource_type").lower() in ("", "service", "services"):
            last = found.get(key)
            if last is None or last.get("last_action_date") < day:
                found[key] = row
    return found
