"""From the linked rows of a service to the content of a record."""

from collections.abc import Iterable, Mapping
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
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.costs import judge_cost
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.links import clean_email, clean_url
from knowledge.sources.hsds.locations import LocationReader
from knowledge.sources.hsds.names import readable_name
from knowledge.sources.hsds.parts import PartsReader
from knowledge.sources.hsds.schedules import iso_day
from knowledge.sources.report import Ledger, SourceRow
from knowledge.topics import Topics

MAX_NAME: Final = 500
_OLDEST_AGE: Final = 130
_STANDINGS: Final = {
    "": Standing.OPERATING,  # a directory lists what there is
    "active": Standing.OPERATING,
    "inactive": Standing.DEFUNCT,
    "defunct": Standing.DEFUNCT,
    "temporarily closed": Standing.SUSPENDED,
}
_AGES: Final = {
    "en": ("Ages {0} to {1}", "From age {0}", "Up to age {1}"),
    "es": ("De {0} a {1} años", "Desde los {0} años", "Hasta los {1} años"),
    "fr": ("De {0} à {1} ans", "À partir de {0} ans", "Jusqu'à {1} ans"),
    "ht": ("Laj {0} rive {1} an", "Apati {0} an", "Jiska {1} an"),
    "pt": ("De {0} a {1} anos", "A partir de {0} anos", "Até {1} anos"),
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


class RecordMapper:
    """Makes records of services; every row it takes something from is marked as used."""

    def __init__(
        self,
        linked: LinkedTables,
        ledger: Ledger,
        cleaner: TextCleaner,
        *,
        setting: Setting,
        parts: PartsReader,
        locations: LocationReader,
        acronyms: frozenset[str],
        topics: Topics,
    ) -> None:
        self._linked = linked
        self._ledger = ledger
        self._cleaner = cleaner
        self._setting = setting
        self._parts = parts
        self._locations = locations
        self._acronyms = acronyms
        self._topics = topics
        self._one_numbering = _numbered_together(linked)
        self._changes = _last_changes(linked)

    def map_service(self, row: SourceRow) -> RecordContent | None:
        """Return the record of a service row, None (with the reason reported) if it cannot be."""
        name = self._name(row)
        if not name:
            self._ledger.skip(row, "name", f"service without a name: {row.get('id')}")
            return None
        self._ledger.use(row)
        key = row.get("id")
        locations = self._places(key)
        organization = self._organization(row)
        codes, notes = self._parts.languages(key)
        opening = self._parts.opening(key, locations)
        costs, terms = self._parts.costs(key), self._parts.terms(key)
        fees = self._cleaner.paragraphs(row.get("fees"))
        url = self._checked(row, "url", clean_url(row.get("url")))
        return RecordContent(
            external_id=key,
            kind=Kind.SERVICE,
            standing=self._standing(row),
            place_id=self._setting.place_id,
            language=self._setting.language,
            texts={self._setting.language: self._texts(row, name, fees, notes)},
            organization=organization,
            locations=locations,
            phones=self._parts.phones(key, row.get("organization_id"), locations),
            schedules=opening.schedules,
            hours_note=opening.note,
            costs=costs,
            cost=judge_cost(fees, costs),
            languages_spoken=codes,
            topics=self._topics.of_terms(terms),
            terms=terms,
            url=url,
            email=self._checked(row, "email", clean_email(row.get("email"))),
            citation=Citation(
                title=self._setting.title,
                url=url,
                locator=f"{row.file.rsplit('/', 1)[-1]} id {key}"[:200],
                license=self._setting.license,
            ),
            verified_on=self._verified_on(row),
            review_by=opening.ends,
        )

    def _name(self, row: SourceRow) -> str:
        line = self._cleaner.line
        name = readable_name(
            line(row.get("name")) or line(row.get("alternate_name")), self._acronyms
        )
        if len(name) > MAX_NAME:
            self._ledger.issue(row, "name", f"longer than {MAX_NAME} signs, cut")
        return name[:MAX_NAME].strip()

    def _checked(self, row: SourceRow, column: str, read: tuple[str, str]) -> str:
        value, fault = read
        if fault:
            self._ledger.issue(row, column, fault)
        return value

    def _texts(self, row: SourceRow, name: str, fees: str, notes: Iterable[str]) -> Texts:
        clean, key = self._cleaner.paragraphs, row.get("id")
        body = [clean(row.get("description")), clean(row.get("interpretation_services"))]
        body += [" ".join(notes), clean(row.get("alert"))]
        conditions = [*self._parts.eligibility(key), clean(row.get("eligibility_description"))]
        conditions.append(self._ages(row))
        other = readable_name(self._cleaner.line(row.get("alternate_name")), self._acronyms)
        return Texts(
            name=name,
            alternate_name=other[:MAX_NAME] if other != name else "",
            body=_joined(body),
            eligibility=_joined(conditions),
            application_process=clean(row.get("application_process")),
            fees=fees,
            documents=self._parts.documents(key),
            provenance="source",
        )

    def _ages(self, row: SourceRow) -> str:
        ages: list[int | None] = []
        for column in ("minimum_age", "maximum_age"):
            written = row.get(column)
            try:
                age = int(float(written)) if written else 0
            except (ValueError, OverflowError):
                age = -1
            if not 0 <= age <= _OLDEST_AGE:
                self._ledger.issue(row, column, f"not an age: {written}")
            ages.append(age if 0 < age <= _OLDEST_AGE else None)
        both, since, until = _AGES.get(self._setting.language, _AGES["en"])
        if ages[0] and ages[1]:
            return both.format(*ages)
        if ages[0]:
            return since.format(*ages)
        return until.format(*ages) if ages[1] else ""

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

    def _organization(self, row: SourceRow) -> Organization | None:
        key = row.get("organization_id")
        body = self._linked.by_id["organizations"].get(key)
        if body is None and key:
            body = self._body_above(key) if self._one_numbering else None
            stands_in = ", that of the service of this id is taken" if body else ""
            reason = f"its organization does not exist{stands_in}: {key}"
            self._ledger.issue(row, "organization_id", reason)
        if body is None:
            return None
        name = readable_name(self._cleaner.line(body.get("name")), self._acronyms)[:MAX_NAME]
        if not name:
            self._ledger.skip(body, "name", f"organization without a name: {key}")
            return None
        self._ledger.use(body)
        return Organization(
            external_id=body.get("id"),
            name=name,
            url=self._checked(body, "url", clean_url(body.get("url"))),
            email=self._checked(body, "email", clean_email(body.get("email"))),
        )

    def _body_above(self, key: str) -> SourceRow | None:
        """Return the organization of the service with id `key`, or of that one's, and so on up.

        Some directories number bodies, their sites and their programmes in one row, and let a
        programme name its site where the standard wants the organization.
        """
        seen: set[str] = set()
        while key not in seen and (service := self._linked.by_id["services"].get(key)):
            seen.add(key)
            key = service.get("organization_id")
            if body := self._linked.by_id["organizations"].get(key):
                return body
        return None

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


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def _numbered_together(linked: LinkedTables) -> bool:
    """Return whether organizations and services share their ids.

    They do when every organization is a service of that id too, by the same name or by the end
    of it ("PARENT - NAME").
    """
    services = linked.by_id["services"]
    bodies = linked.by_id["organizations"]
    return bool(bodies) and all(
        key in services and body.get("name").endswith(services[key].get("name"))
        for key, body in bodies.items()
    )


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
