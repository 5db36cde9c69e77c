"""The columns of a sheet: the one list that reading, writing, the template and the docs follow.

Names are those of HSDS 3 (https://docs.openreferral.org/en/v3.0/), flattened to one row a record;
what HSDS lacks comes after.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from knowledge.content import AUDIENCES, BODY_KINDS, LEGAL_KINDS, STAGES, Kind, Standing
from knowledge.strings import LONGEST_NAME, LONGEST_TEXT

LONGEST_ID: Final = 120


class Form(StrEnum):
    """How a cell of a column is written."""

    LINE = "text"
    PARAGRAPHS = "text of several lines"
    LINES = "one to a line"
    WORD = "one of a list"
    WORDS = "several of a list, parted by ;"
    DATE = "date, YYYY-MM-DD"
    MOMENT = "date, or date and time (YYYY-MM-DD HH:MM)"
    NUMBER = "degrees, with a point"
    JSON = "made by the export"


@dataclass(frozen=True)
class Column:
    """One column: how its cells are written, and what people are told about it.

    `words` names a closed list of `knowledge.sources.sheet.words`. A `translated` column may come
    again for each language ("name:es").
    """

    name: str
    help: str
    form: Form = Form.LINE
    longest: int = 300
    needed: bool = False
    translated: bool = False
    words: str = ""
    example: str = ""


def _texts(name: str, help_: str, form: Form = Form.PARAGRAPHS, example: str = "") -> Column:
    return Column(name, help_, form, LONGEST_TEXT, translated=True, example=example)


def _known(name: str, help_: str) -> Column:
    return Column(name, help_, Form.WORD, words="yes_no", example="no")


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "id",
        "The record's own name in this list: letters or figures that never change and stand in "
        "one row only. A row with the same id updates the record.",
        longest=LONGEST_ID,
        needed=True,
        example="comedor-1",
    ),
    Column(
        "kind",
        f"What the row is about: {', '.join(Kind)}. Empty: service.",
        Form.WORD,
        words="kind",
        example="service",
    ),
    Column(
        "status",
        f"Whether it exists now: {', '.join(Standing)}. Empty: operating. What is only promised "
        "or planned must say so: it is never shown as open.",
        Form.WORD,
        words="status",
        example="operating",
    ),
    Column("place", "Place it is for, by id or name. Empty: the place of the whole list."),
    Column(
        "language",
        "Language that name, summary, description and the other texts of this row are in, as a "
        "code or a name (es, español).",
        needed=True,
        example="es",
    ),
    Column(
        "name",
        "Name of the service, programme or right, as people know it.",
        longest=LONGEST_NAME,
        needed=True,
        translated=True,
        example="Comedor Inventado",
    ),
    Column(
        "alternate_name",
        "Another name or the acronym.",
        longest=LONGEST_NAME,
        translated=True,
    ),
    _texts("summary", "What a person gets, for whom, where: one or two plain sentences."),
    _texts("description", "The whole text, in short paragraphs and plain words."),
    _texts("eligibility_description", "Who can go, and on what conditions."),
    _texts("application_process", "How to get it: come, call, book."),
    _texts("fees_description", "What it costs, in words."),
    _texts("documents", "Papers to bring, one to a line or parted by ;", Form.LINES),
    _texts("steps", "Steps to take, one to a line or parted by |", Form.LINES),
    _texts(
        "questions",
        "How people ask for this in their own words, one to a line or parted by | (search uses "
        "them, they are not shown).",
        Form.LINES,
    ),
    Column("organization", "Body that gives the service.", longest=500),
    Column(
        "organization_kind",
        f"Kind of body: {', '.join(BODY_KINDS)}. Empty: other.",
        Form.WORD,
        words="organization_kind",
        example="ngo",
    ),
    Column("organization_url", "Web address of the body.", longest=1000),
    Column("address", "Street and number, as on a letter.", longest=500),
    Column("city", "City or town of the address.", longest=120),
    Column("state_province", "State, province or department of the address.", longest=120),
    Column("postal_code", "Postal code. Format the column as text: zeros in front stay.",
           longest=20),
    Column("country", "Country of the address: two letters (PE) or its name.", longest=60),
    Column("latitude", "Latitude of the door, in degrees (-12.0464).", Form.NUMBER),
    Column("longitude", "Longitude of the door, in degrees (-77.0428).", Form.NUMBER),
    Column(
        "phone",
        "Telephone numbers, parted by ; with the country's code or as dialled in the country. "
        'An extension follows as "ext. 12", a fax begins with "fax:". Format the column as text.',
        longest=1000,
        example="+51 1 1234567 ext. 12; fax: +51 1 1234568",
    ),
    Column("email", "E-mail address.", longest=320),
    Column("url", "Web address of the service.", longest=1000),
    Column(
        "opening_hours",
        'Opening hours: the week ("Mo-Fr 09:00-17:00; Sa 10:00-13:00", "lun-ven 9:00-17:00", '
        '"24/7"), or iCalendar for what is not weekly (DTSTART, DTEND, RRULE, EXDATE), or the '
        "name of an .ics file beside the sheet. Clock of the place.",
        Form.PARAGRAPHS,
        LONGEST_TEXT * 10,
        example="Mo-Fr 09:00-17:00; Sa 10:00-13:00",
    ),
    Column("hours_note", "What hours cannot say: by appointment, tickets from 8.",
           Form.PARAGRAPHS, LONGEST_TEXT),
    Column("languages", "Languages spoken there, parted by ; codes or names.", Form.WORDS,
           example="es; ht"),
    Column(
        "cost",
        "free, paid or unknown; or a price with its currency (15 PEN).",
        Form.WORD,
        words="cost",
        example="free",
    ),
    Column(
        "topics",
        "What it helps with, most important first, parted by ; ids or names of the topic list in "
        "any of the five languages.",
        Form.WORDS,
        1000,
        example="food",
    ),
    Column("audience", f"For whom: {', '.join(AUDIENCES)}.", Form.WORDS, words="audience",
           example="everyone"),
    Column("journey", f"For which time of a journey: {', '.join(STAGES)}.", Form.WORDS,
           words="journey", example="arriving; settled"),
    _known("universal", "Is it for everybody who lives there, migrant or not? yes, no, unknown."),
    _known("status_required", "Do they ask for migration papers? yes, no, unknown."),
    _known("proof_of_address_required", "Do they ask for a proof of address? yes, no, unknown."),
    _known(
        "works_with_immigration_enforcement",
        "Do they work with immigration police? yes, no, unknown.",
    ),
    Column("regulatory_basis", "Law, decree or agreement it rests on.", Form.PARAGRAPHS,
           LONGEST_TEXT),
    Column(
        "legal_kind",
        f"For a right: {', '.join(LEGAL_KINDS)}.",
        Form.WORD,
        words="legal_kind",
    ),
    Column("since", "Since when: 2019, 2019-05 or in words.", longest=20),
    Column("source_title", "Document, page or office the facts come from; every answer shows it. "
           "Empty: the title of the list.", longest=500),
    Column("source_url", "Web address of the source.", longest=1000),
    Column("verified_on", "Day on which somebody last made sure that this is true.", Form.DATE,
           example="2026-03-15"),
    Column("review_by", "Day by which it must be looked at again.", Form.DATE),
    Column("expires_at", "When it is over: from then on it is no longer shown. A date alone "
           "counts to its end.", Form.MOMENT),
    Column("owner", "Office or person who answers for this row.", longest=120),
)  # fmt: skip
"""In the order of the template."""
FURTHER: Final = Column(
    "further",
    "What the other columns cannot say (a second address, who translated): made by the export, "
    "not written by hand. A part of it counts as long as the columns it goes with stay as they "
    "were.",
    Form.JSON,
    1_000_000,
)
"""Only in sheets that were exported."""
BY_NAME: Final = {column.name: column for column in (*COLUMNS, FURTHER)}
TEMPLATE_TRANSLATIONS: Final = ("name", "summary", "description")
"""Columns that the template offers in all five languages; the others can be added."""
