"""Web and mail addresses as people type them: made whole, or dropped when they are none."""

import re
from typing import Final

from knowledge.sources.report import Ledger, SourceRow

MAX_URL: Final = 1000
MAX_EMAIL: Final = 320
_SCHEME: Final = re.compile(r"(?:(https?)\s*:?\s*/{1,3}\s*)+", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?::\d{1,5})?", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}")
_NONE: Final = frozenset(("n/a", "na", "none", "no", "-", "--", "null", "tbd", "ninguno", "aucun"))


def clean_url(written: str) -> tuple[str, str]:
    """Return (address, fault): a whole http(s) address or "", and what was wrong with it or "".

    Of several addresses in one cell the first is taken.
    """
    text = written.strip().strip("<>\"'")
    if not text or text.lower() in _NONE:
        return "", ""
    first = re.split(r"[\s,;]+(?=\S)|[\s,;]+$", _SCHEME.sub(lambda m: f"{m[1].lower()}://", text))[
        0
    ]
    scheme, mark, rest = first.partition("://")
    if not mark:
        scheme, rest = "https", first
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if scheme not in ("http", "https") or not _HOST.fullmatch(host) or "\\" in rest:
        return "", f"not a web address: {written}"
    url = f"{scheme}://{host.lower()}{rest[len(host) :]}".rstrip(".,;")
    return (url, "") if len(url) <= MAX_URL else ("", f"longer than {MAX_URL} signs")


def clean_email(written: str) -> tuple[str, str]:
    """Return (address, fault) of a mail address; of several in one cell the first is taken."""
    text = re.sub(r"(?i)^mailto:", "", written.strip().strip("<>\"'"))
    if not text or text.lower() in _NONE:
        return "", ""
    first = re.split(r"[\s,;/]+", text)[0].rstrip(".")
    if not _EMAIL.fullmatch(first) or len(first) > MAX_EMAIL:
        return "", f"not a mail address: {written}"
    return first, ""


def checked(ledger: Ledger, row: SourceRow, column: str, read: tuple[str, str]) -> str:
    """Return the value of what one of the above has read, and report its fault."""
    value, fault = read
    if fault:
        ledger.issue(row, column, fault)
    return value
