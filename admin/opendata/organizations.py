"""Routes of organizations: /organizations, /organizations/{id}."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from admin.opendata.answers import Refused, answer, wanted_languages
from admin.opendata.desk import Desk, shown_in
from admin.opendata.entries import Entry
from admin.opendata.questions import Full, PagingDep, Profile, Search
from admin.opendata.schemas import many, one
from knowledge.content import PublishedRecord
from knowledge.opendata.bodies import write_organization
from knowledge.opendata.extension import Json
from knowledge.opendata.services import write_service, write_service_row
from knowledge.opendata.sites import write_location
from retrieval.text import words

FullService = Annotated[bool, Query(description="The organization's services whole, not in short.")]
_Body = tuple[Entry, ...]
"""The entries of one organization."""


def organization_routes(desk: Desk) -> APIRouter:
    """Return the routes of organizations."""
    router = APIRouter()

    @router.get(
        "/organizations",
        operation_id="getPaginatedListOfOrganizations",
        summary="Organizations, in pages",
        responses=many("compiled/organization_list.json"),
    )
    def list_organizations(
        request: Request,
        paging: PagingDep,
        search: Search = "",
        full: Full = False,
        full_service: FullService = False,
        profile: Profile = "hsds",
    ) -> Response:
        """Return the organizations behind services, by name; whole with their services if asked."""
        listing = desk.directory.listing()
        bodies = listing.by_organization.values()
        found = [some for body in bodies if (some := _visible(body, profile))]
        if wanted := set(words(search)):
            said = listing.organization_words
            found = [body for body in found if wanted <= said[body[0].organization_id]]
        if not (full or full_service):
            return desk.listed(request, found, paging, _in_short(desk))
        shown = shown_in(request)
        return desk.listed(
            request,
            found,
            paging,
            lambda some: [_whole(desk, request, body, full_service) for body in some],
            lambda some: shown([entry for body in some for entry in body]),
        )

    @router.get(
        "/organizations/{id}",
        operation_id="getOrganizationById",
        summary="One organization with its locations and services",
        responses=one("compiled/organization.json"),
    )
    def one_organization(
        request: Request,
        id: str,  # noqa: A002  the standard's name
        full_service: FullService = False,
        profile: Profile = "hsds",
    ) -> Response:
        """Return the whole organization."""
        body = desk.directory.listing().by_organization.get(id.lower(), ())
        if entries := _visible(body, profile):
            whole = _whole(desk, request, entries, full_service)
            return answer(request, whole, shown_in(request)(entries))
        raise Refused(404, "no organization has this id")

    return router


def _visible(body: _Body, profile: str) -> _Body:
    return body if profile == "all" else tuple(entry for entry in body if entry.is_service)


def _newest(body: _Body) -> Entry:
    """Return the entry whose words on its organization are the newest."""
    return max(body, key=lambda entry: (entry.modified, entry.record_id))


def _in_short(desk: Desk) -> Callable[[Sequence[_Body]], list[Json]]:
    def write(some: Sequence[_Body]) -> list[Json]:
        records = desk.directory.load([_newest(body) for body in some])
        return [write_organization(record, nested=False) for record in records]

    return write


def _whole(desk: Desk, request: Request, body: _Body, full_service: bool) -> Json:
    wanted = wanted_languages(request)
    records = desk.directory.load(body)
    if not records:
        raise Refused(404, "the organization has just gone")
    newest = max(records, key=lambda record: (record.published_at, record.id))
    writer = write_service if full_service else write_service_row
    services = [writer(record, desk.context, wanted) for record in records]
    for service in services:
        service.pop("organization")
    locations = _locations(records)
    whole = write_organization(newest)
    return {**whole, **({"locations": locations} if locations else {}), "services": services}


def _locations(records: Sequence[PublishedRecord]) -> list[Json]:
    found: dict[str, Json] = {}
    for record in records:
        for spot in record.content.locations:
            location = write_location(record.source_id, spot)
            found.setdefault(location["id"], location)
    return list(found.values())
