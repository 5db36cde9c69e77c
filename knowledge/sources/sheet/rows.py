"""From the texts of one row to the content of a record, every fault told with its column."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Standing,
    Texts,
    Topic,
)
from knowledge.sources.opening_hours.cell import CellHours, read_hours
from knowledge.sources.sheet import cells
from knowledge.sources.sheet.cells import CellFault
from knowledge.sources.sheet.columns import BY_NAME, LONGEST_ID, Form
from knowledge.sources.sheet.further import add_further
from knowledge.sources.sheet.mapping import Field
from knowledge.sources.sheet.row_cells import NO_WORDS, RowCells, RowReading, Setting
from knowledge.sources.values.links import clean_email, clean_url
from knowledge.sources.values.phones import region_of

_TEXTS: Final = {
    "name": "name",
    "alternate_name": "alternate_name",
    "summary": "summary",
    "description": "body",
    "eligibility_description": "eligibility",
    "application_process": "application_process",
    "fees_description": "fees",
    "steps": "steps",
    "questions": "questions",
    "documents": "documents",
}
"""Our name of a text in a record, by its column."""
TEXT_COLUMNS: Final = {name: column for column, name in _TEXTS.items()}
_ADDRESS: Final = ("address", "city", "state_province", "postal_code", "country")
_KNOWN: Final = (
    "status_required", "proof_of_address_required", "works_with_immigration_enforcement",
)  # fmt: skip

_Cost = tuple[Any, tuple[CostOption, ...]]
_UNKNOWN_COST: Final[_Cost] = ("unknown", ())


def read_row(values: Mapping[Field, str], setting: Setting) -> RowReading:
    """Return the record in a row, given the texts of its cells that are not empty."""
    reader = _RowReader(values, setting)
    reading = RowReading(faults=reader.faults, notes=reader.notes)
    try:
        content = reader.read()
        if not reader.faults:
            reading.content = add_further(content, reader.text("further"), reader.note_further)
    except CellFault as fault:
        reader.faults.append((Field("further"), str(fault)))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        reader.faults.append((Field("further"), f"{place}: {first['msg']}"))
    return reading


class _RowReader(RowCells):
    """Reads a row as a record."""

    def note_further(self, part: str) -> None:
        """Note that a part of the further column no longer counts."""
        self.notes.append((Field("further"), f"{part} was changed by hand: its columns count"))

    def read(self) -> RecordContent:
        """Return the content as the plain columns say it; meaningless when there are faults."""
        for name in ("id", "language", "name"):
            if not self.text(name) and not (name == "name" and self._own_name()):
                self.faults.append((Field(name), "is empty, but every record needs it"))
        setting = self.setting
        place = self.read_cell("place", self.place, setting.place_id)
        language = self.read_cell("language", cells.text_language, "en")
        location = self._location(place)
        hours = self._hours(
            location.place_id if location and location.place_id else place, language
        )
        cost, costs = self.read_cell("cost", _cost, _UNKNOWN_COST)
        note = "\n".join(filter(None, (cells.paragraphs(self.text("hours_note")), hours.note)))
        return RecordContent(
            external_id=cells.line(self.text("id")),
            kind=Kind(self.word("kind", Kind.SERVICE.value)),
            standing=Standing(self.word("status", Standing.OPERATING.value)),
            place_id=place,
            language=language,
            texts=self._all_texts(language),
            organization=self._organization(),
            locations=(location,) if location else (),
            phones=self._phones(place, location),
            schedules=hours.schedules,
            hours_note=note,
            costs=costs,
            cost=cost,
            languages_spoken=self.read_cell("languages", cells.spoken_languages, NO_WORDS),
            topics=self._topics(),
            audience=self.words("audience"),
            journey=self.words("journey"),
            universal={"yes": True, "no": False}.get(self.word("universal", "unknown", "yes_no")),
            **{name: self.word(name, "unknown", "yes_no") for name in _KNOWN},
            regulatory_basis=cells.paragraphs(self.text("regulatory_basis")),
            legal_kind=self.word("legal_kind", ""),
            since=cells.line(self.text("since")),
            url=self.link("url", clean_url),
            email=self.link("email", clean_email),
            citation=Citation(
                title=cells.line(self.text("source_title")) or setting.title,
                url=self.link("source_url", clean_url),
                license=setting.license,
            ),
            verified_on=self.read_cell("verified_on", self.past_day, None),
            review_by=self.read_cell("review_by", self.day, None),
            expires_at=self.read_cell(
                "expires_at",
                lambda text: cells.moment(text, setting.dates, setting.places.timezone(place)),
                None,
            ),
            owner=cells.line(self.text("owner")),
        )

    def _own_name(self) -> str:
        """Return the name where only a translated column says it, in the row's own language."""
        try:
            return self.text("name", cells.text_language(self.text("language")))
        except CellFault:
            return ""

    def _phones(self, place: str, location: Location | None) -> tuple[Phone, ...]:
        country = location.country if location else ""
        region = region_of(country) or region_of(self.setting.places.country(place))
        none: tuple[Phone, ...] = ()
        return self.read_cell(
            "phone", lambda text: tuple(dict.fromkeys(cells.phones(text, region))), none
        )

    def _topics(self) -> tuple[Topic, ...]:
        none: tuple[Topic, ...] = ()
        return self.read_cell("topics", self.topics, none)

    def _hours(self, place: str, language: str) -> CellHours:
        setting = self.setting
        return self.read_cell(
            "opening_hours",
            lambda text: read_hours(
                text,
                timezone=setting.places.timezone(place),
                language=language,
                folder=setting.folder,
            ),
            CellHours(),
        )

    def _organization(self) -> Organization | None:
        name = cells.line(self.text("organization"))
        kind = self.word("organization_kind", "other")
        url = self.link("organization_url", clean_url)
        if not name:
            for column in ("organization_kind", "organization_url"):
                if self.text(column):
                    reason = "tells of an organization, but the column organization is empty"
                    self.faults.append((Field(column), reason))
            return None
        return Organization(external_id=name[:LONGEST_ID], name=name, kind=kind, url=url)

    def _location(self, place: str) -> Location | None:
        said = {name: cells.line(self.text(name)) for name in _ADDRESS}
        said["country"] = self.read_cell("country", cells.country, "")
        point = [self.read_cell(name, cells.degrees, None) for name in ("latitude", "longitude")]
        if not any(said.values()) and point == [None, None]:
            return None
        return Location(
            external_id=cells.line(self.text("id")),
            latitude=point[0],
            longitude=point[1],
            place_id=self.setting.find_town(said["city"], said["state_province"], place),
            **said,
        )

    def _all_texts(self, language: str) -> dict[str, Texts]:
        told = dict.fromkeys([language, *(at.language for at in self.values if at.language)])
        texts: dict[str, Texts] = {}
        for code in told:
            provenance = "source" if code == language else "human"
            digest = "" if code == language else texts[language].digest()
            said = dict(self._texts(code, own=code == language))
            if code != language and not said["name"]:
                said["name"] = texts[language].name  # official names are often the same
            texts[code] = Texts(**said, provenance=provenance, source_digest=digest)
        return texts

    def _texts(self, language: str, *, own: bool) -> Iterator[tuple[str, Any]]:
        for column, name in _TEXTS.items():
            text = self.text(column, language)
            if own and (plain := self.text(column)):
                if text and text != plain:
                    reason = f"says something else than {column}, in the same language"
                    self.faults.append((Field(column, language), reason))
                text = plain
            if column in {"steps", "questions"}:
                yield name, cells.lines(text, "|")
            elif column == "documents":
                yield name, cells.lines(text, ";")
            elif BY_NAME[column].form is Form.LINE:
                yield name, cells.line(text)
            else:
                yield name, cells.paragraphs(text)


def _cost(text: str) -> _Cost:
    if option := cells.price(text):
        return ("free" if option.amount == 0 else "paid"), (option,)
    return cells.word("cost", text), ()
