"""Routes of services: /services, /services/{id}."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from admin.opendata.answers import Refused, answer, wanted_languages
from admin.opendata.desk import Desk, shown_in
from admin.opendata.entries import Entry
from admin.opendata.questions import (
    FilterDep,
    Full,
    Paging,
    PagingDep,
    Profile,
)
from admin.opendata.schemas import many, one
from knowledge.opendata.extension import Json
from knowledge.opendata.services import write_service, write_service_row
from knowledge.opendata.values import moment

Minimal = Annotated[
    bool, Query(description="Only id and modified_date; all on one page unless per_page is said.")
]


def service_routes(desk: Desk) -> APIRouter:
    """Return the routes of services."""
    router = APIRouter()

    @router.get(
        "/services",
        operation_id="getPaginatedListOfServices",
        summary="Services, in pages",
        responses=many("compiled/service_list.json"),
    )
    def list_services(
        request: Request,
        conditions: FilterDep,
        paging: PagingDep,
        minimal: Minimal = False,
        full: Full = False,
    ) -> Response:
        """Return services with the properties they have one of, or whole."""
        entries = desk.directory.listing().entries
        found = list(filter(conditions.holds(desk.directory), entries))
        if minimal:
            everything = "per_page" not in request.query_params
            wide = Paging(1, max(len(found), 1), paging.stream) if everything else paging
            return desk.listed(request, found, wide, _minimal)
        wanted = wanted_languages(request)

        def write(entries: Sequence[Entry]) -> list[Json]:
            records = desk.directory.load(entries)
            writer = write_service if full else write_service_row
            return [writer(record, desk.context, wanted) for record in records]

        return desk.listed(request, found, paging, write, shown_in(request))

    @router.get(
        "/services/{id}",
        operation_id="getFullyNestedServiceById",
        summary="One service with all that belongs to it",
        responses=one("compiled/service.json"),
    )
    def one_service(request: Request, id: str, profile: Profile = "hsds") -> Response:  # noqa: A002
        """Return the whole service."""
        entry = desk.directory.listing().by_id.get(id.lower())
        if entry is None or not (entry.is_service or profile == "all"):
            raise Refused(404, "no service has this id")
        for record in desk.directory.load([entry]):
            service = write_service(record, desk.context, wanted_languages(request))
            return answer(request, service, shown_in(request)([entry]))
        raise Refused(404, "no service has this id")

    return router


def _minimal(entries: Sequence[Entry]) -> list[Json]:
    return [{"id": entry.id, "modified_date": moment(entry.modified)} for entry in entries]
