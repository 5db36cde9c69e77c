"""The parts of one service from its linked rows: phones, hours, languages, costs, terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.content import CostOption, Location, Phone, Schedule, Term
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.costs import read_option
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.schedules import Hours, HoursReader, merge
from knowledge.sources.opening_hours.rules import in_order
from knowledge.sources.report import Ledger, SourceRow
from knowledge.sources.values.phones import parse_phones, region_of
from knowledge.sources.values.spoken import parse_spoken


@dataclass(frozen=True)
class Opening:
    """Opening hours of a service; `ends` is the first day on which part of them is over."""

    schedules: tuple[Schedule, ...]
    note: str
    ends: date | None


class PartsReader:
    """Reads what belongs to a service, and gives account of each row it meets."""

    def __init__(
        self,
        linked: LinkedTables,
        ledger: Ledger,
        cleaner: TextCleaner,
        *,
        region: str | None,
        language: str,
        today: date,
    ) -> None:
        self._linked = linked
        self._ledger = ledger
        self._cleaner = cleaner
        self._region = region
        self._language = language
        self._today = today
        self._hours = HoursReader(ledger, cleaner.paragraphs, today)

    def _rows(self, table: str, service: str) -> list[SourceRow]:
        """Return rows of a service, then of its places, then of their locations; each once."""
        places = self._linked.places_of(service)
        rows = dict.fromkeys(self._linked.of(table, "service_id", service))
        for link, column in (("service_at_location_id", "id"), ("location_id", "location_id")):
            for place in places:
                rows |= dict.fromkeys(self._linked.of(table, link, place.get(column)))
        # What names another service belongs to that one, though the location be shared.
        return [row for row in rows if row.get("service_id") in ("", service)]

    def phones(
        self, service: str, organization: str, locations: Sequence[Location]
    ) -> tuple[Phone, ...]:
        """Return the phones of a service, and of its organization when it has none itself."""
        region = self._region or next(filter(None, (region_of(x.country) for x in locations)), None)
        found: dict[tuple[str, str, str], Phone] = {}
        self._read_phones(self._rows("phones", service), region, found)
        if not found:
            body = self._linked.of("phones", "organization_id", organization)
            self._read_phones(body, region, found)
        return tuple(found.values())

    def _read_phones(
        self,
        rows: Iterable[SourceRow],
        region: str | None,
        found: dict[tuple[str, str, str], Phone],
    ) -> None:
        for row in rows:
            if not row.get("number"):
                continue
            phones, fault = parse_phones(
                self._cleaner.line(row.get("number")),
                region=region,
                extension=row.get("extension")[:40],
                kind=row.get("type"),
                description=self._cleaner.line(row.get("description")),
            )
            if fault and phones:
                self._ledger.issue(row, "number", fault)
            elif fault:
                self._ledger.skip(row, "number", fault)
            for phone in phones:
                key = (phone.number, phone.extension, phone.type)
                if key in found:
                    self._ledger.skip(row, "number", f"repeats a phone of its service: {key[0]}")
                else:
                    found[key] = phone
                    self._ledger.use(row)

    def opening(self, service: str, locations: Sequence[Location]) -> Opening:
        """Return the opening hours of a service: its own, else those of its locations."""
        rows = self._rows("schedules", service)
        own = [row for row in rows if row.get("service_id") or row.get("service_at_location_id")]
        for row in rows if own else ():
            if row not in own:
                self._ledger.skip(row, "location_id", "its service has hours of its own")
        sites: dict[str, list[SourceRow]] = {}
        for row in own or rows:
            sites.setdefault(self._site(row), []).append(row)
        names = {location.external_id: location.name for location in locations}
        parts = [(names.get(site, ""), self._hours.read(group)) for site, group in sites.items()]
        hours = merge(parts, self._language) if parts else Hours()
        if not hours.dated and any(part.dated for _, part in parts):
            reason = "its sites have hours that are not weekly and differ: kept in words, if any"
            self._ledger.issue((own or rows)[0], "freq", reason)
        week = [
            Schedule(weekday=day, opens_at=opens, closes_at=closes)
            for day, opens, closes in hours.intervals
        ]
        return Opening(
            in_order([*week, *hours.dated]),
            "\n".join(hours.notes),
            hours.ends,
        )

    def _site(self, row: SourceRow) -> str:
        place = self._linked.by_id["service_at_locations"].get(row.get("service_at_location_id"))
        return row.get("location_id") or (place.get("location_id") if place else "")

    def languages(self, service: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (codes, notes on interpreters) of a service, in file order, each once."""
        codes: dict[str, None] = {}
        notes: dict[str, None] = {}
        for row in self._rows("languages", service):
            code, name = row.get("code"), self._cleaner.paragraphs(row.get("language"))
            spoken = parse_spoken(name)
            found = (parse_spoken(code).codes if code else ()) or spoken.codes
            if not found and not spoken.note:
                if name or code:
                    self._ledger.skip(row, "language", f"names no language spoken: {name or code}")
                continue
            codes |= dict.fromkeys(found)
            notes |= dict.fromkeys(filter(None, (_sentence(spoken.note),)))
            self._ledger.use(row)
        return tuple(codes), tuple(notes)

    def costs(self, service: str) -> tuple[CostOption, ...]:
        """Return the prices of a service that are not over."""
        rows = self._linked.of("cost_options", "service_id", service)
        read = (read_option(row, self._ledger, self._cleaner, self._today) for row in rows)
        return tuple(option for option in read if option is not None)

    def documents(self, service: str) -> tuple[str, ...]:
        """Return the papers to bring."""
        return self._texts("required_documents", "document", service)

    def eligibility(self, service: str) -> tuple[str, ...]:
        """Return the conditions of a service that stand in a table of their own."""
        return self._texts("eligibility", "eligibility", service)

    def _texts(self, table: str, column: str, service: str) -> tuple[str, ...]:
        texts: dict[str, None] = {}
        for row in self._linked.of(table, "service_id", service):
            if text := self._cleaner.paragraphs(row.get(column)):
                texts[text] = None
                self._ledger.use(row)
        return tuple(texts)

    def terms(self, service: str) -> tuple[Term, ...]:
        """Return the terms a service is filed under, in file order, each code once."""
        known = self._linked.by_id["taxonomy_terms"]
        found: dict[str, Term] = {}
        for row in self._linked.of("attributes", "service_id", service):
            key = row.get("taxonomy_term_id")
            term = known.get(key)
            if not key or (term is None and known):
                self._ledger.skip(row, "taxonomy_term_id", f"its term does not exist: {key}")
                continue
            # A package without a table of terms may name them by codes that mean something.
            code = ((term.get("code") if term else "") or key)[:120]
            if code in found:
                self._ledger.skip(row, "taxonomy_term_id", f"repeats a term of its service: {code}")
                continue
            name = self._cleaner.line(term.get("name"))[:300] if term else ""
            found[code] = Term(code=code, name=name)
            self._ledger.use(*filter(None, (row, term)))
        return tuple(found.values())


def _sentence(note: str) -> str:
    """Return a remark that was cut out of a list as a sentence of its own."""
    text = note.strip(" .,;")
    for head in ("and ", "y ", "et ", "ak ", "e "):
        text = text.removeprefix(head)
    return f"{text[0].upper()}{text[1:]}." if text else ""
