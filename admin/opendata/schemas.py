"""How the API's own OpenAPI document speaks of answers: by the schemas of the standard."""

from typing import Any, Final

from knowledge.opendata.extension import HSDS_VERSION

STANDARD: Final = (
    f"https://raw.githubusercontent.com/openreferral/specification/{HSDS_VERSION}/schema/"
)
_PAGE: Final = {
    "total_items": {"type": "integer", "description": "Objects that answer the question."},
    "total_pages": {"type": "integer", "description": "Pages that they fill."},
    "page_number": {"type": "integer", "description": "Number of this page, from 1."},
    "size": {"type": "integer", "description": "Objects on this page."},
    "first_page": {"type": "boolean", "description": "Whether this is the first page."},
    "last_page": {"type": "boolean", "description": "Whether no page follows."},
    "empty": {"type": "boolean", "description": "Whether there is nothing on this page."},
}
Responses = dict[int | str, dict[str, Any]]
_REFUSED: Final = {
    "type": "object",
    "required": ["detail"],
    "properties": {"detail": {"type": "string", "description": "One line that says why."}},
}


def _of(description: str, schema: dict[str, Any], *refusals: int) -> Responses:
    told = {304: "Not changed since the ETag in If-None-Match", 404: "No such id", 422: "Refused"}
    found: Responses = {
        200: {"description": description, "content": {"application/json": {"schema": schema}}},
        304: {"description": told[304]},
    }
    for status in refusals:
        content = {"application/json": {"schema": _REFUSED}}
        found[status] = {"description": told[status], "content": content}
    return found


def one(name: str) -> Responses:
    """Return the answers of a route that gives one object of the schema `name`."""
    return _of(f"An object of {name}", {"$ref": STANDARD + name}, 404, 422)


def many(name: str) -> Responses:
    """Return the answers of a route that gives pages of objects of the schema `name`."""
    contents = {"type": "array", "items": {"$ref": STANDARD + name}}
    schema = {"type": "object", "properties": {**_PAGE, "contents": contents}}
    responses = _of(f"A page of objects of {name}", schema, 422)
    responses[200]["content"]["application/x-ndjson"] = {"schema": {"$ref": STANDARD + name}}
    return responses


def own(description: str, properties: dict[str, Any], *refusals: int) -> Responses:
    """Return the answers of a route that gives an object with these properties."""
    return _of(description, {"type": "object", "properties": properties}, *refusals)
