"""The live records as the API lists them, in step with the change log at every question."""

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from admin.opendata.entries import Entry, Site, make_entry, searched
from admin.opendata.words import WordIndex
from knowledge.content import PublishedRecord, Term
from knowledge.models import Source
from knowledge.opendata.ids import source_taxonomy_id, source_term_id
from knowledge.publishing import changes_since, last_change, live_records, load_live
from knowledge.topics import Topics
from retrieval.text import words

BATCH = 500
"""Records read at a time."""


@dataclass(frozen=True)
class Listing:
    """What is live at one moment, in the order of the records' ids."""

    entries: tuple[Entry, ...]
    sources: dict[str, str]
    """Titles of the sources by id."""

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Entries by the id of their service."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def by_site(self) -> dict[str, Entry]:
        """Entries by the id of each service_at_location."""
        return {site.id: entry for entry in self.entries for site in entry.sites}

    @cached_property
    def by_organization(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by the id of their organization, these by name."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.organization_id].append(entry)
        ordered = sorted(found.items(), key=lambda item: (item[1][0].organization, item[0]))
        return {own: tuple(entries) for own, entries in ordered}

    @cached_property
    def organization_words(self) -> dict[str, frozenset[str]]:
        """Words of the names of organizations by id."""
        return {
            own: frozenset(word for name in {e.organization for e in body} for word in words(name))
            for own, body in self.by_organization.items()
        }

    @cached_property
    def by_postcode(self) -> dict[str, tuple[Site, ...]]:
        """Sites by their postal code."""
        found: dict[str, list[Site]] = defaultdict(list)
        for entry in self.entries:
            for site in entry.sites:
                if site.postal_code:
                    found[site.postal_code].append(site)
        return {code: tuple(sites) for code, sites in found.items()}

    @cached_property
    def terms(self) -> dict[str, tuple[str, Term]]:
        """(source, term) of the sources' own terms, by id; sources and codes in order."""
        found = {
            (entry.source_id, term.code): term for entry in self.entries for term in entry.terms
        }
        return {
            source_term_id(source, code): (source, term)
            for (source, code), term in sorted(found.items(), key=lambda item: item[0])
        }

    @cached_property
    def taxonomies(self) -> dict[str, str]:
        """Ids of the sources that have terms of their own, by the id of their taxonomy."""
        sources = dict.fromkeys(source for source, _ in self.terms.values())
        return {source_taxonomy_id(source): source for source in sources}

    def at(self, now: datetime) -> "Listing":
        """Return the listing without what has expired by `now`."""
        if not any(entry.expires_at and entry.expires_at <= now for entry in self.entries):
            return self
        live = (e for e in self.entries if e.expires_at is None or e.expires_at > now)
        return Listing(tuple(live), self.sources)


class Directory:
    """Follows the change log; holds light entries and words, and loads documents when asked."""

    def __init__(self, sessions: sessionmaker[Session], topics: Topics) -> None:
        self._sessions = sessions
        self._topics = topics
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._words = WordIndex()
        self._seq = -1
        self._opened = secrets.token_hex(8)
        self._listing = Listing((), {})

    def listing(self) -> Listing:
        """Return what is live now, with every change that is committed."""
        with self._lock:
            self._catch_up()
            listing = self._listing.at(datetime.now(UTC))
            if listing is not self._listing:
                # What has expired comes back only by a change, which builds the listing anew.
                self._listing = listing
            return listing

    def stamp(self) -> str:
        """Return what stands for the present state: another one after every change or expiry.

        It also differs between two openings, since a newer program may write otherwise.
        """
        return f"{self._opened} {self._seq} {len(self._listing.entries)}"

    def find(self, query: str) -> set[str] | None:
        """Return the ids of records that hold every word of `query`, None if it has no words."""
        with self._lock:
            return self._words.find(query)

    def load(self, entries: Sequence[Entry]) -> list[PublishedRecord]:
        """Return the records of `entries` in their order, without those that just went."""
        names = [entry.record_id for entry in entries]
        with self._sessions() as session:
            found = load_live(session, names)
        return [found[name] for name in names if name in found]

    def _catch_up(self) -> None:
        with self._sessions() as session:
            newest = last_change(session)
            if newest == self._seq:
                return
            if self._seq < 0:
                self._take(live_records(session))
            else:
                names = [name for _, name in changes_since(session, self._seq)]
                self._renew(session, list(dict.fromkeys(names)))
            rows = session.execute(select(Source.id, Source.title))
            sources = {row.id: row.title for row in rows}
        self._seq = newest
        ordered = sorted(self._entries.items())
        self._listing = Listing(tuple(entry for _, entry in ordered), sources)

    def _renew(self, session: Session, names: Sequence[str]) -> None:
        for start in range(0, len(names), BATCH):
            some = names[start : start + BATCH]
            live = load_live(session, some)
            self._take(live.values())
            for name in some:
                if name not in live:
                    self._entries.pop(name, None)
                    self._words.remove(name)

    def _take(self, records: Iterable[PublishedRecord]) -> None:
        for record in records:
            self._entries[record.id] = make_entry(record, self._topics)
            self._words.put(record.id, searched(record))
