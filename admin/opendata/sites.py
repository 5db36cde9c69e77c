"""Routes of services at their locations: /service_at_locations, /service_at_locations/{id}."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from admin.opendata.answers import Refused, answer, wanted_languages
from admin.opendata.desk import Desk, shown_in
from admin.opendata.entries import Entry, Site
from admin.opendata.questions import FilterDep, Full, NearDep, PagingDep, Profile
from admin.opendata.schemas import many, one
from knowledge.opendata.extension import Json
from knowledge.opendata.services import write_sites

_Found = tuple[Entry, Site]


def site_routes(desk: Desk) -> APIRouter:
    """Return the routes of service_at_location."""
    router = APIRouter()

    @router.get(
        "/service_at_locations",
        operation_id="getPaginatedListOfServiceAtLocation",
        summary="Services at their locations, in pages",
        responses=many("compiled/service_at_location_list.json"),
    )
    def list_sites(
        request: Request,
        conditions: FilterDep,
        where: NearDep,
        paging: PagingDep,
        full: Full = False,
    ) -> Response:
        """Return each service at each of its locations."""
        listing = desk.directory.listing()
        holds = conditions.holds(desk.directory)
        entries = [entry for entry in listing.entries if entry.sites and holds(entry)]
        found = list(where.sites(listing, entries, desk.context.places))
        wanted, shown = wanted_languages(request), shown_in(request)

        def write(some: Sequence[_Found]) -> list[Json]:
            records = desk.directory.load(list(dict.fromkeys(entry for entry, _ in some)))
            made: dict[str, Json] = {}
            for record in records:
                made |= write_sites(record, desk.context, wanted, full=full)
            return [made[site.id] for _, site in some if site.id in made]

        return desk.listed(
            request, found, paging, write, lambda some: shown([entry for entry, _ in some])
        )

    @router.get(
        "/service_at_locations/{id}",
        operation_id="getServiceAtLocationWithNestedDataById",
        summary="One service at one of its locations",
        responses=one("compiled/service.json"),
    )
    def one_site(request: Request, id: str, profile: Profile = "hsds") -> Response:  # noqa: A002
        """Return the service_at_location with its location and its whole service."""
        own = id.lower()
        entry = desk.directory.listing().by_site.get(own)
        if entry is not None and (entry.is_service or profile == "all"):
            for record in desk.directory.load([entry]):
                sites = write_sites(record, desk.context, wanted_languages(request))
                if site := sites.get(own):
                    # The standard's API document asks for the schema of a service here, and its
                    # example shows a service_at_location: this answers to both.
                    told = {name: site["service"][name] for name in ("name", "status")}
                    return answer(request, {**told, **site}, shown_in(request)([entry]))
        raise Refused(404, "no service_at_location has this id")

    return router
