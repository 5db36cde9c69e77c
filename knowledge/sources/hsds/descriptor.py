"""A package in one shape, and what it says about itself: title, licence, version, language."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from knowledge.errors import UnusablePackage
from knowledge.languages import parse_language
from knowledge.sources.hsds.archive import Member
from knowledge.sources.hsds.json_values import load
from knowledge.sources.hsds.profile import Profiled
from knowledge.sources.hsds.versions import table_of
from knowledge.sources.report import SourceRow

NAME: Final = "datapackage.json"
_TEMPLATE_TITLES: Final = (
    "human services data specification",
    "human services data specification template",
    "human_services_data",
    "human services data",
    "hsds",
)
_MAX_TITLE: Final = 300
_MAX_LICENSE: Final = 100


@dataclass(frozen=True)
class Descriptor:
    """The descriptor as far as we use it; "" for what it does not say."""

    title: str = ""
    license: str = ""
    version: str = ""
    language: str = ""


@dataclass
class NeutralPackage:
    """A package in one shape whatever its version: tables, and what it says about itself."""

    descriptor: Descriptor
    version: str
    tables: dict[str, list[SourceRow]] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)
    mangled: bool = False
    profiled: dict[SourceRow, Profiled] = field(default_factory=dict)
    """Services of our own profile, which are whole records."""

    @property
    def language(self) -> str:
        """The language of the texts, "en" when the package does not say."""
        said = {
            code
            for row in self.tables.get("meta_table_descriptions", [])
            if table_of(PurePosixPath(row.get("name").lower()).stem, ()) in self.tables
            and (code := parse_language(row.get("language")))
        }
        return self.descriptor.language or (said.pop() if len(said) == 1 else "en")


def read_descriptor(member: Member) -> Descriptor:
    """Return what the descriptor says; raises UnusablePackage when it is no JSON object."""
    raw = load(member.name, member.data)
    if not isinstance(raw, dict):
        raise UnusablePackage(f"{member.name} is not a JSON object")
    title = _text(raw.get("title")) or _text(raw.get("name"))
    if title.lower() in _TEMPLATE_TITLES:
        title = ""
    languages = raw.get("languages") if isinstance(raw.get("languages"), list) else []
    language = _text(raw.get("language")) or (_text(languages[0]) if languages else "")
    return Descriptor(
        title=title[:_MAX_TITLE],
        license=_license(raw)[:_MAX_LICENSE],
        version=_text(raw.get("version")),
        language=parse_language(language) or "",
    )


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _license(raw: dict[str, Any]) -> str:
    """Return the shortest name of the licence: HSDS writes one, data packages a list."""
    licenses = raw.get("licenses")
    first = raw.get("license") or (licenses[0] if isinstance(licenses, list) and licenses else "")
    if isinstance(first, dict):
        keys = ("type", "name", "title", "url", "path")
        return next((text for key in keys if (text := _text(first.get(key)))), "")
    return _text(first)
