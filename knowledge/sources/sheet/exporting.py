"""From records to the rows of a sheet that reads back as the same records."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date
from typing import Final

from knowledge.content import Phone, RecordContent, Texts
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.sources.opening_hours.cell import write_hours
from knowledge.sources.sheet.columns import COLUMNS, FURTHER, TEMPLATE_TRANSLATIONS
from knowledge.sources.sheet.further import write_further
from knowledge.sources.sheet.mapping import Field
from knowledge.sources.sheet.row_cells import Setting
from knowledge.sources.sheet.rows import TEXT_COLUMNS, read_row
from knowledge.sources.sheet.topic_names import TopicNames
from knowledge.topics import Topics

_END_OF_DAYS: Final = date(9998, 12, 31)
_PLAIN: Final = ("hours_note", "regulatory_basis", "legal_kind", "since", "url", "email", "owner")
_KNOWN: Final = (
    "status_required", "proof_of_address_required", "works_with_immigration_enforcement",
)  # fmt: skip
_NEEDED: Final = {"id": "record", "language": "en", "name": "?", "source_title": "?"}
"""What stands in a cell that may not be empty, when the real value cannot: `further` has that."""
Row = dict[Field, str]


def template_headings() -> list[str]:
    """Return the headings of an empty sheet: ours, and the main texts in all five languages."""
    plain = [column.name for column in COLUMNS]
    return plain + [f"{name}:{code}" for code in LANGUAGES for name in TEMPLATE_TRANSLATIONS]


def to_table(
    contents: Iterable[RecordContent], *, places: Places, topics: Topics
) -> list[list[str]]:
    """Return a heading row, then a row for each record; reading them gives the same records."""
    setting = Setting(
        place_id="world",
        title="",
        license="",
        dates="iso",
        today=_END_OF_DAYS,
        places=places,
        topics=TopicNames(topics),
        folder=None,
    )
    rows = [_to_row(content, setting) for content in contents]
    used = {at for row in rows for at in row}
    fields = [Field(column.name) for column in COLUMNS]
    fields += [
        at for code in LANGUAGES for column in COLUMNS if (at := Field(column.name, code)) in used
    ]
    fields += [Field(FURTHER.name)] if Field(FURTHER.name) in used else []
    return [[str(at) for at in fields], *([row.get(at, "") for at in fields] for row in rows)]


def _to_row(content: RecordContent, setting: Setting) -> Row:
    """Return the cells of a record: what they cannot say goes into the further column."""
    told = ((at, _as_kept(text)) for at, text in _cells(content))
    row = {at: text for at, text in told if text}
    reading = read_row(row, setting)
    while reading.faults:
        for at, _ in reading.faults:
            row.pop(at, None)
            if at.column in _NEEDED and not at.language:
                row[at] = _NEEDED[at.column]
        reading = read_row(row, setting)
    if reading.content is None:
        raise AssertionError("a row without a fault is a record")
    if further := write_further(content, reading.content):
        row[Field(FURTHER.name)] = further
    return row


def _as_kept(text: str) -> str:
    """Return a text as the cell of any file gives it back."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _cells(content: RecordContent) -> Iterator[tuple[Field, str]]:
    for column, text in _plain_cells(content):
        yield Field(column), text
    for column, text in _text_cells(content.source_text()):
        yield Field(column), text
    for language in LANGUAGES:  # in the order of the sheet
        if language != content.language and language in content.texts:
            for column, text in _text_cells(content.texts[language]):
                yield Field(column, language), text


def _text_cells(texts: Texts) -> Iterator[tuple[str, str]]:
    for name, column in TEXT_COLUMNS.items():
        said = getattr(texts, name)
        yield column, said if isinstance(said, str) else "\n".join(said)


def _plain_cells(content: RecordContent) -> Iterator[tuple[str, str]]:
    yield "id", content.external_id
    yield "kind", content.kind.value
    yield "status", content.standing.value
    yield "place", content.place_id
    yield "language", content.language
    if body := content.organization:
        yield "organization", body.name
        yield "organization_kind", body.kind
        yield "organization_url", body.url
    for spot in content.locations[:1]:
        for name in ("address", "city", "state_province", "postal_code", "country"):
            yield name, getattr(spot, name)
        for name in ("latitude", "longitude"):
            degrees = getattr(spot, name)
            yield name, "" if degrees is None else repr(degrees)
    yield "phone", "; ".join(map(_phone, content.phones))
    yield "opening_hours", write_hours(content.schedules)
    yield "languages", "; ".join(content.languages_spoken)
    yield "cost", _cost(content)
    yield "topics", "; ".join(topic.id for topic in content.topics)
    yield "audience", "; ".join(content.audience)
    yield "journey", "; ".join(content.journey)
    yield "universal", {True: "yes", False: "no", None: ""}[content.universal]
    for name in _KNOWN:
        known = getattr(content, name)
        yield name, "" if known == "unknown" else known
    for name in _PLAIN:
        yield name, getattr(content, name)
    # Without it the title of the list would count, which the export does not know.
    yield "source_title", content.citation.title.strip() or "?"
    yield "source_url", content.citation.url
    for name in ("verified_on", "review_by"):
        day = getattr(content, name)
        yield name, day.isoformat() if day else ""
    if content.expires_at:
        yield "expires_at", content.expires_at.astimezone(UTC).isoformat(" ")


def _phone(phone: Phone) -> str:
    label = "" if phone.type == "voice" else f"{phone.type}: "
    extension = f" ext. {phone.extension}" if phone.extension else ""
    return f"{label}{phone.number}{extension}"


def _cost(content: RecordContent) -> str:
    if len(content.costs) == 1 and content.costs[0].amount is not None:
        option = content.costs[0]
        if option.currency and not option.option:
            return f"{option.amount:.2f} {option.currency}"
    return "" if content.cost == "unknown" else content.cost
