"""The rows of a package by what they belong to, and why a row belongs to nothing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from knowledge.sources.hsds.versions import SHAPES
from knowledge.sources.report import Ledger, SourceRow

MAX_ID: Final = 120
"""The longest id that the store keeps."""
_KEYED: Final = {
    "services": "service", "organizations": "organization", "locations": "location",
    "service_at_locations": "service at location", "taxonomy_terms": "term",
}  # fmt: skip
_LINK_TABLE: Final = {
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_locations",
    "organization_id": "organizations",
}

_UNREACHED: Final = {
    "organizations": "no imported service belongs to this organization",
    "locations": "no imported service is given at this location",
    "taxonomy_terms": "no imported service is filed under this term",
}


class LinkedTables:
    """Neutral tables with their links followed; rows with a repeated or bad id are set aside."""

    def __init__(self, tables: dict[str, list[SourceRow]], ledger: Ledger) -> None:
        self.tables = tables
        self._ledger = ledger
        self.by_id: dict[str, dict[str, SourceRow]] = {
            table: self._index(table, tables.get(table, [])) for table in _KEYED
        }
        self._of: dict[tuple[str, str], dict[str, list[SourceRow]]] = {}
        for table, shape in SHAPES.items():
            for link in shape.links:
                groups: dict[str, list[SourceRow]] = defaultdict(list)
                for row in tables.get(table, []):
                    if key := row.get(link):
                        groups[key].append(row)
                self._of[table, link] = dict(groups)
        self._table_of = {
            row: table for table, rows in tables.items() for row in rows if row.counted
        }

    def _index(self, table: str, rows: Iterable[SourceRow]) -> dict[str, SourceRow]:
        found: dict[str, SourceRow] = {}
        for row in rows:
            key = row.get("id")
            if not key:
                # Links between services and locations need no id of their own; others do.
                if table != "service_at_locations" and row.values:
                    self._ledger.skip(row, "id", f"{_KEYED[table]} without an id")
            elif len(key) > MAX_ID:
                self._ledger.skip(row, "id", f"id longer than {MAX_ID} signs")
            elif key in found:
                first = found[key].line
                self._ledger.skip(row, "id", f"repeats an id: {key}, first in line {first}")
            else:
                found[key] = row
        return found

    def of(self, table: str, link: str, key: str) -> list[SourceRow]:
        """Return the rows of `table` whose column `link` names `key`, in file order."""
        return self._of[table, link].get(key, []) if key else []

    def places_of(self, service: str) -> list[SourceRow]:
        """Return the service_at_location rows of a service."""
        return self.of("service_at_locations", "service_id", service)

    def explain(self, row: SourceRow) -> tuple[str, str]:
        """Return (field, reason) for a row that reached no record."""
        table = self._table_of.get(row, "")
        links = SHAPES[table].links if table else ()
        named = [(link, row.get(link)) for link in links if row.get(link)]
        lost = [(link, key) for link, key in named if key not in self.by_id[_LINK_TABLE[link]]]
        column, reason = "", "nothing in it is shown by a record"
        if not row.values:
            reason = "empty row"
        elif links and not named:
            column, reason = links[0], f"names no {' or '.join(map(_spoken, links))}"
        elif lost:
            column, key = lost[0]
            reason = f"its {_spoken(column)} does not exist: {key}"
        elif named and len(row.values) <= len(named) + bool(row.get("id")):
            reason = "says nothing but where it belongs"
        elif table in _UNREACHED:
            column, reason = "id", f"{_UNREACHED[table]}: {row.get('id')}"
        elif named:
            column, reason = named[0][0], f"what it belongs to shows it not: {named[0][1]}"
        return column, reason


def _spoken(link: str) -> str:
    return link.removesuffix("_id").replace("_", " ")
