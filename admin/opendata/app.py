"""The open data API as an application of its own, to be mounted: public, read only, for anybody."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException

from admin.opendata.answers import Refused, answer, refusal
from admin.opendata.desk import Desk
from admin.opendata.directory import Directory
from admin.opendata.organizations import organization_routes
from admin.opendata.schemas import own
from admin.opendata.services import service_routes
from admin.opendata.sites import site_routes
from admin.opendata.taxonomies import taxonomy_routes
from knowledge.opendata.context import Context
from knowledge.opendata.extension import (
    HSDS_VERSION,
    PROFILE_NAME,
    PROFILE_VERSION,
    SCHEMA_FILE,
    extended_objects,
    merge_patch,
    profile_schema,
)
from knowledge.topics import load_groups

ROUTES = (service_routes, site_routes, organization_routes, taxonomy_routes)
_URI = {"type": "string", "format": "uri"}


def open_data_app(
    sessions: sessionmaker[Session], context: Context, *, public_url: str = ""
) -> FastAPI:
    """Return the API of HSDS 3.0 over what is live in the database of `sessions`.

    `public_url` is the address of the server as others see it; empty: the one they called.
    """
    desk = Desk(Directory(sessions, context.topics), context, load_groups(), public_url)
    app = FastAPI(
        title="Amparo open data",
        version=PROFILE_VERSION,
        summary=f"Human Services Data Specification {HSDS_VERSION}, with the Amparo profile",
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET"],
        allow_headers=["Accept-Language", "If-None-Match"],
        expose_headers=["ETag", "Content-Language"],
    )
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    _add_base(app, desk)
    for routes in ROUTES:
        app.include_router(routes(desk))
    return app


def _add_base(app: FastAPI, desk: Desk) -> None:
    @app.get(
        "/",
        operation_id="getAPIMetaInformation",
        summary="What this API is",
        responses=own(
            "Version, profile and API document",
            {"version": {"type": "string"}, "profile": _URI, "openapi_url": _URI},
        ),
    )
    def base(request: Request) -> Response:
        """Return the version of HSDS, and where profile and API document are."""
        here = desk.base(request)
        document = {
            "version": HSDS_VERSION,
            "profile": f"{here}/profile",
            "openapi_url": f"{here}/openapi.json",
        }
        return answer(request, document)

    @app.get("/profile", summary="What the profile adds to HSDS", responses=own("The profile", {}))
    def profile(request: Request) -> Response:
        """Return what the profile is, its schema, and its merge patches by object."""
        here = desk.base(request)
        document = {
            "name": PROFILE_NAME,
            "version": PROFILE_VERSION,
            "based_on": f"HSDS {HSDS_VERSION}",
            "description": profile_schema()["description"],
            "schema": f"{here}/{SCHEMA_FILE}",
            "patches": {name: f"{here}/profile/{name}.json" for name in extended_objects()},
        }
        return answer(request, document)

    @app.get(f"/{SCHEMA_FILE}", summary="JSON Schema of the extension", responses=own("It", {}))
    def schema(request: Request) -> Response:
        """Return the JSON Schema of the extension."""
        return answer(request, {"$id": f"{desk.base(request)}/{SCHEMA_FILE}", **profile_schema()})

    @app.get(
        "/profile/{name}.json",
        summary="Merge patch of one schema of HSDS",
        responses=own("JSON Merge Patch (RFC 7386)", {}, 404),
    )
    def patch(request: Request, name: str) -> Response:
        """Return how the profile changes the schema of an object."""
        if name not in extended_objects():
            raise Refused(404, "the profile leaves this object as it is")
        return answer(request, merge_patch(name, f"{desk.base(request)}/{SCHEMA_FILE}"))


def _refused(_request: Request, error: Exception) -> JSONResponse:
    return refusal(error if isinstance(error, Refused) else Refused(500, "it failed"))


def _not_valid(_request: Request, error: Exception) -> JSONResponse:
    faults: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    said = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults)
    return refusal(Refused(422, said))


def _http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return refusal(Refused(500, "it failed"))
    reason = "no such address" if error.status_code == 404 else str(error.detail)
    return JSONResponse({"detail": reason}, status_code=error.status_code, headers=error.headers)
