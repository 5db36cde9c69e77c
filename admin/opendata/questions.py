"""The query parameters of the standard, checked; and what of the listing they leave."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Annotated, Final, Literal

from fastapi import Depends, Query

from admin.opendata.answers import Refused
from admin.opendata.directory import Directory, Listing
from admin.opendata.entries import Entry, Site, plain_postcode
from knowledge.places import Places
from knowledge.places.tree import distance_km

DEFAULT_PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 1000
_MOST_PAGES: Final = 10**9
"""A page number beyond this is a slip; it also keeps the arithmetic small."""

Search = Annotated[str, Query(description="Words that must all be there, in any language.")]
Format = Annotated[
    Literal["json", "ndjson"], Query(description="ndjson streams all results, without pages.")
]
Page = Annotated[int, Query(ge=1, le=_MOST_PAGES, description="Number of the page, from 1.")]
PerPage = Annotated[
    int, Query(ge=1, le=MOST_PER_PAGE, description="Objects on a page, at most 1000.")
]
Full = Annotated[bool, Query(description="Whole objects, with all that is nested in them.")]
TermId = Annotated[
    str, Query(description="Id of a taxonomy term; a group of topics stands for all of them.")
]
TaxonomyId = Annotated[str, Query(description="Id of a taxonomy of which any term applies.")]
OrganizationId = Annotated[str, Query(description="Id of the organization behind the service.")]
ModifiedAfter = Annotated[
    str, Query(description="ISO 8601 moment; what changed at or after it. UTC where none is said.")
]
Profile = Annotated[
    Literal["hsds", "all"],
    Query(
        description="all: also rights, how-to articles and what is only planned, promised or"
        " recommended, which are no services; their status is never active."
    ),
]


@dataclass(frozen=True)
class Paging:
    """Which part of the results is wanted, and in which form."""

    page: int
    per_page: int
    stream: bool


def paging(
    page: Page = 1,
    per_page: PerPage = DEFAULT_PER_PAGE,
    format: Format = "json",  # noqa: A002  the standard's name
) -> Paging:
    """Return the paging that a question asks for."""
    return Paging(page, per_page, format == "ndjson")


@dataclass(frozen=True)
class Filter:
    """The conditions of a question about services; all of them must hold."""

    search: str
    term: str
    taxonomy: str
    organization: str
    modified_after: datetime | None
    everything: bool

    def holds(self, directory: Directory) -> Callable[[Entry], bool]:
        """Return the test that an entry must pass."""
        found = directory.find(self.search)

        def test(entry: Entry) -> bool:
            return (
                (self.everything or entry.is_service)
                and (found is None or entry.record_id in found)
                and (not self.term or self.term in entry.subjects)
                and (not self.taxonomy or self.taxonomy in entry.taxonomies)
                and (not self.organization or self.organization == entry.organization_id)
                and (self.modified_after is None or entry.modified >= self.modified_after)
            )

        return test


def service_filter(
    search: Search = "",
    taxonomy_term_id: TermId = "",
    taxonomy_id: TaxonomyId = "",
    organization_id: OrganizationId = "",
    modified_after: ModifiedAfter = "",
    profile: Profile = "hsds",
) -> Filter:
    """Return the conditions that a question makes."""
    return Filter(
        search=search,
        term=taxonomy_term_id.lower(),
        taxonomy=taxonomy_id.lower(),
        organization=organization_id.lower(),
        modified_after=_moment(modified_after) if modified_after else None,
        everything=profile == "all",
    )


def _moment(written: str) -> datetime:
    try:
        # A plus that was not escaped arrives as a blank.
        at = datetime.fromisoformat(
            written.strip().replace(" ", "+") if "T" in written else written
        )
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(422, f"modified_after: not an ISO 8601 moment: {written[:60]!a}") from error


@dataclass(frozen=True)
class Near:
    """Where services are asked for: a postal code, and metres around it where given."""

    postcode: str
    metres: float | None

    def sites(
        self, listing: Listing, entries: Sequence[Entry], places: Places
    ) -> Iterator[tuple[Entry, Site]]:
        """Yield the sites of `entries` that answer it.

        A postal code is known by the addresses of live records; its centre is the median of their
        points, which one wrong point does not move. It is covered by a service whose place
        contains or serves it, and by one that is given there.
        """
        there = listing.by_postcode.get(self.postcode, ())
        towns = {site.place_id for site in there if site.place_id in places}
        points = [site.at for site in there if site.at]
        middle = (median(p[0] for p in points), median(p[1] for p in points)) if points else None
        serving = {
            place
            for place in {entry.place_id for entry in entries}
            if any(places.related(place, town) for town in towns)
        }
        for entry in entries:
            covered = not self.postcode or entry.place_id in serving
            if covered or any(site.postal_code == self.postcode for site in entry.sites):
                for site in entry.sites:
                    if self.metres is None or _within(site.at, middle, self.metres):
                        yield entry, site


def _within(
    at: tuple[float, float] | None, middle: tuple[float, float] | None, metres: float
) -> bool:
    return at is not None and middle is not None and distance_km(at, middle) * 1000 <= metres


def near(
    postcode: Annotated[
        str, Query(description="Postal code of a point that the service must cover.")
    ] = "",
    proximity: Annotated[str, Query(description="Metres from the middle of the postal code.")] = "",
) -> Near:
    """Return where services are asked for."""
    plain = plain_postcode(postcode)
    if postcode and not plain:
        raise Refused(422, "postcode: no letter or digit in it")
    if not proximity:
        return Near(plain, None)
    if not plain:
        raise Refused(422, "proximity: needs a postcode to measure from")
    try:
        metres = float(proximity)
    except ValueError:
        metres = math.nan
    if not (math.isfinite(metres) and metres >= 0):
        raise Refused(422, f"proximity: not a number of metres: {proximity[:60]!a}")
    return Near(plain, metres)


PagingDep = Annotated[Paging, Depends(paging)]
FilterDep = Annotated[Filter, Depends(service_filter)]
NearDep = Annotated[Near, Depends(near)]
