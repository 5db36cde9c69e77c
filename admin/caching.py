"""What callers have already: conditional requests, for every public page and answer."""

from fastapi import Request


def is_known(request: Request, tag: str) -> bool:
    """Return whether If-None-Match names `tag`, by the weak comparison (RFC 9110, 13.1.2)."""
    given = request.headers.get("if-none-match", "")
    names = {name.strip().removeprefix("W/") for name in given.split(",")}
    return "*" in names or tag.removeprefix("W/") in names
