"""HSDS 3 JSON: nested services, pages and lists of them, and the tabular form, to neutral rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.opendata.extension import EXTENSION
from knowledge.opendata.reading import has_profile
from knowledge.sources.hsds.json_values import cells, plain
from knowledge.sources.hsds.profile import Profiled, read_profiled
from knowledge.sources.hsds.versions import SHAPES, neutral
from knowledge.sources.report import SourceRow

_SERVICE_SIGNS: Final = frozenset(
    (
        "service_at_locations", "organization", "organization_id", "program", "program_id",
        "eligibility_description", "application_process", "interpretation_services", "assured_date",
        "required_documents", "cost_options", "service_areas",
    )
)  # fmt: skip
"""A thing with one of these and a name is a service: no other object of the standard has them."""
_PAGES: Final = ("contents", "content", "items", "results", "data")
"""Where a page of an API holds its objects: the standard's word, then those often met."""
_OTHER_SIGNS: Final = frozenset(
    ("addresses", "location_type", "latitude", "legal_status", "website")
)


@dataclass
class JsonTables:
    """Neutral rows read from JSON, by table; `strangers` counts objects that are no service."""

    rows: dict[str, list[SourceRow]] = field(default_factory=dict)
    strangers: int = 0
    shared: set[tuple[str, str]] = field(default_factory=set)
    """(table, id) of what several services may repeat and is kept once."""
    profiled: dict[SourceRow, Profiled] = field(default_factory=dict)
    """Services of our own profile, which are whole records."""

    def add(self, table: str, row: SourceRow) -> None:
        """Append a row to a table."""
        self.rows.setdefault(table, []).append(row)


def _objects(value: Any) -> Iterator[Any]:
    """Yield the single objects of a document: itself, a list's, or those of a page."""
    if isinstance(value, dict):
        pages = (value.get(key) for key in _PAGES)
        value = next((page for page in pages if isinstance(page, list)), value)
    yield from value if isinstance(value, list) else [value]


def _services(thing: Any) -> list[Any] | None:
    """Return the services an object holds: itself, or an organization's; None when neither."""
    if not isinstance(thing, dict):
        return None
    if isinstance(thing.get("services"), list):
        body = {key: value for key, value in thing.items() if key != "services"}
        return [
            {**item, "organization": item.get("organization") or (body if "name" in body else None)}
            if isinstance(item, dict) else item
            for item in thing["services"]
        ]  # fmt: skip
    if _SERVICE_SIGNS & thing.keys() or (
        "id" in thing
        and not _OTHER_SIGNS & thing.keys()
        and {"description", "status"} <= thing.keys()
    ):
        return [thing]
    return None


def read_services(
    name: str, value: Any, tables: JsonTables, complain: Callable[[SourceRow, str, str], None]
) -> list[SourceRow]:
    """Add the services of one JSON document to `tables`; return their rows, one a service.

    A row's line is the ordinal of its service in the file, from 1. `complain` takes (row, field,
    reason) for parts of the wrong form; a row without values is a broken one.
    """
    rows: list[SourceRow] = []
    for thing in _objects(value):
        found = _services(thing)
        if found is None:
            tables.strangers += 1
            continue
        for service in found:
            row = SourceRow(name, len(rows) + 1)
            rows.append(row)
            if not isinstance(service, dict):
                complain(row, "", "not a JSON object")
                continue
            fault = ""
            if has_profile(service):
                try:
                    tables.profiled[row] = read_profiled(service)
                except ValueError as error:
                    fault = str(error)
                else:
                    row.values.update({"id": plain(service.get("id"))})
                    tables.add("services", row)
                    continue
            _Flattener(row, tables, complain).add_service(service)
            if fault:
                complain(row, EXTENSION, f"not in the form of the profile, left aside: {fault}")
    return rows


class _Flattener:
    """Takes one nested service apart into rows that point at each other."""

    def __init__(
        self, row: SourceRow, tables: JsonTables, complain: Callable[[SourceRow, str, str], None]
    ) -> None:
        self._row = row
        self._tables = tables
        self._complain = complain

    def add_service(self, service: dict[str, Any]) -> None:
        self._row.values.update(neutral(SHAPES["services"], cells(service)))
        key = self._row.get("id")
        self._tables.add("services", self._row)
        body = service.get("organization")
        if isinstance(body, dict):
            self._row.values["organization_id"] = self._add_shared(
                "organizations", body, f"{key}/organization", ("phones",)
            )
        link = {"service_id": key}
        for table in ("phones", "schedules", "languages", "required_documents", "cost_options"):
            self._add_parts(table, service.get(table), link)
        self._add_attributes(service.get("attributes"), link)
        for item in self._parts("metadata", service.get("metadata")):
            # What changed at a nested thing names another kind; the service's own may name none.
            if plain(item.get("resource_type")) in ("", "service"):
                self._add("metadata", item, {"resource_id": key, "resource_type": "service"})
        places = self._parts("service_at_locations", service.get("service_at_locations"))
        for number, item in enumerate(places, start=1):
            self._add_place(item, key, number)

    def _add_place(self, item: dict[str, Any], key: str, number: int) -> None:
        own = plain(item.get("id")) or f"{key}/at-{number}"
        location = item.get("location")
        where = plain(item.get("location_id"))
        if isinstance(location, dict):
            where = self._add_shared(
                "locations", location, f"{key}/location-{number}",
                ("addresses", "phones", "schedules", "languages", "accessibility"),
            )  # fmt: skip
        link = {"id": own, "service_id": key, "location_id": where}
        self._add("service_at_locations", {}, link)
        for table in ("phones", "schedules"):
            self._add_parts(table, item.get(table), {"service_at_location_id": own})

    def _add_shared(
        self, table: str, thing: dict[str, Any], spare: str, parts: Iterable[str]
    ) -> str:
        """Add a thing that several services may repeat, once; return its id."""
        key = plain(thing.get("id")) or spare
        if (table, key) not in self._tables.shared:
            self._tables.shared.add((table, key))
            self._add(table, thing, {"id": key})
            for part in parts:
                self._add_parts(part, thing.get(part), {f"{table[:-1]}_id": key})
        return key

    def _add_attributes(self, value: Any, link: dict[str, str]) -> None:
        for item in self._parts("attributes", value):
            term = item.get("taxonomy_term")
            if isinstance(term, dict):
                key = self._add_shared("taxonomy_terms", term, plain(term.get("code")), ())
                self._add("attributes", {**item, "taxonomy_term_id": key}, link)
            else:
                self._add("attributes", item, link)

    def _add_parts(self, table: str, value: Any, link: dict[str, str]) -> None:
        for item in self._parts(table, value):
            self._add(table, item, link)

    def _parts(self, name: str, value: Any) -> list[dict[str, Any]]:
        if value is None:
            return []
        if not isinstance(value, list):
            self._complain(self._row, name, "not a list")
            return []
        good = [item for item in value if isinstance(item, dict)]
        if len(good) < len(value):
            self._complain(self._row, name, "holds something that is no object")
        return good

    def _add(self, table: str, thing: dict[str, Any], link: dict[str, str]) -> None:
        values = neutral(SHAPES[table], cells(thing)) | link
        # A nested thing belongs to what it stands in, whatever keys it repeats.
        for key in SHAPES[table].links:
            if key not in link:
                values.pop(key, None)
        row = SourceRow(self._row.file, self._row.line, values, counted=False)
        self._tables.add(table, row)
