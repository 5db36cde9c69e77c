"""What a page says: words, perhaps with a link, perhaps in another language than the page's."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from knowledge.content import Location

_EMAIL: Final = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")


@dataclass(frozen=True)
class Said:
    """Words, where they link to, and their language when it is not the page's.

    `away` marks links to other sites. `more` goes with the words: the map of an address, what a
    telephone number is for.
    """

    text: str
    href: str = ""
    lang: str = ""
    more: tuple["Said", ...] = ()

    @property
    def away(self) -> bool:
        """Whether the link leads to another site."""
        return self.href.startswith("http")


@dataclass(frozen=True)
class Row:
    """A fact: what it is about, and what is said of it."""

    label: str
    said: tuple[Said, ...]


def row(label: str, *said: Said | None) -> list[Row]:
    """Return the row, or [] when nothing is said; what is said twice stands there once."""
    kept = {one.text.casefold(): one for one in said if one is not None and one.text.strip()}
    return [Row(label, tuple(kept.values()))] if kept else []


def web_link(url: str) -> str:
    """Return `url` when a browser can open it without harm (http or https), else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    plain = parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"\s", url)
    return url if plain else ""


def mail_link(address: str) -> str:
    """Return the link that writes to a mail address, "" when it is none."""
    return f"mailto:{quote(address, safe='@')}" if _EMAIL.fullmatch(address) else ""


def map_link(spot: Location) -> str:
    """Return the address of a location on OpenStreetMap, "" when its point is not known."""
    if spot.latitude is None or spot.longitude is None:
        return ""
    latitude, longitude = f"{spot.latitude:.5f}", f"{spot.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
