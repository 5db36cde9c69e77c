"""Values in the forms that HSDS asks for: URIs, mail addresses, moments."""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

_URI: Final = re.compile(
    r"https?://(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(?::\d{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
"""A web address in the signs of RFC 3986, section 2; brackets and a second # are seen to below."""
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,63}", re.ASCII
)
_KEPT: Final = "%/?#:@!$&'()*+,;=~"


def uri(written: str) -> str:
    """Return a web address as a URI (RFC 3986), "" when it cannot be one.

    Letters outside ASCII are percent-encoded in paths and turned into Punycode in hosts.
    """
    if _is_uri(written):
        return written
    try:
        parts = urlsplit(written.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError is one
        return ""
    rest = quote(written.strip().split("://", 1)[-1][len(parts.netloc) :], safe=_KEPT)
    made = f"{parts.scheme}://{host}{port}{rest}"
    return made if _is_uri(made) else ""


def _is_uri(text: str) -> bool:
    return bool(_URI.fullmatch(text)) and text.count("#") < 2 and not {"[", "]"} & set(text)


def email(written: str) -> str:
    """Return a mail address, "" when it is none."""
    return written if _EMAIL.fullmatch(written) else ""


def moment(at: datetime) -> str:
    """Return a moment as RFC 3339 in UTC with milliseconds, as HSDS wants `last_modified`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text(value: object, name: str) -> str:
    """Return a text of a document, "" for one that is not there; ValueError for another type."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value


def items(value: object, name: str) -> list[dict[str, object]]:
    """Return a list of objects of a document, [] for one that is not there; ValueError if none."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"{name} is not a list of objects")
    return value
