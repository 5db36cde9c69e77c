"""Records of an invented town, and strategies that write any record there can be."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    PublishedRecord,
    RecordContent,
    Schedule,
    Standing,
    Term,
    Texts,
    Topic,
)
from knowledge.ingest import SourceInfo
from knowledge.languages import LANGUAGES

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
INVENTED = SourceInfo(id="invented", kind="sheet", title="Invented Town", place_id="miami")


def make_content(external_id: str = "kitchen", **fields: Any) -> RecordContent:
    """Return a small record of an invented kitchen; `fields` replace what it says.

    `name`, `summary` and `body` go into the text of its first language.
    """
    language = fields.get("language", "en")
    said = {field: fields.pop(field) for field in ("name", "summary", "body") if field in fields}
    plain: dict[str, Any] = {
        "kind": Kind.SERVICE,
        "standing": Standing.OPERATING,
        "place_id": "miami",
        "language": "en",
        "texts": {language: Texts(**{"name": f"Invented Kitchen {external_id}", **said})},
        "citation": Citation(title="Book of Invented Services"),
    }
    return RecordContent(external_id=external_id, **{**plain, **fields})


def published(content: RecordContent, source_id: str = "invented") -> PublishedRecord:
    """Return `content` as if it were live."""
    return PublishedRecord(
        id=f"{source_id}:{content.external_id}",
        source_id=source_id,
        version=1,
        published_at=NOON,
        content=content,
    )


_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
"""What PostgreSQL takes in a text: anything but surrogates and NUL."""
_text = st.text(_LETTERS, max_size=30)
_name = st.text(_LETTERS, min_size=1, max_size=30)
_code = st.text("abcXYZ-0123", min_size=1, max_size=8)
_day = st.dates(date(1990, 1, 1), date(2060, 1, 1))
_known = st.sampled_from(["yes", "no", "unknown"])
_zones = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_clock = st.times().map(lambda time: f"{time:%H:%M}")


def _lists(items: st.SearchStrategy[Any], key: Any = None) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=3, unique_by=key).map(tuple)


_texts = st.builds(
    Texts,
    name=_name,
    alternate_name=_text,
    summary=_text,
    body=_text,
    eligibility=_text,
    application_process=_text,
    fees=_text,
    steps=_lists(_text),
    documents=_lists(_text),
    questions=_lists(_text),
    provenance=st.sampled_from(["source", "human", "machine", "community"]),
    source_digest=st.text("0123456789abcdef", max_size=16),
)
_locations = st.builds(
    Location,
    external_id=_code,
    name=_text,
    address=_text,
    city=_text,
    state_province=_text,
    postal_code=st.text(_LETTERS, max_size=20),
    country=_text,
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
    place_id=st.sampled_from(["", "miami", "florida"]),
    transportation=_text,
    accessibility=_lists(_text),
)
_organizations = st.builds(
    Organization, external_id=_code, name=_name, kind=_code, url=_text, email=_text
)
_citations = st.builds(
    Citation,
    title=_name,
    publisher=_text,
    url=_text,
    locator=_text,
    license=_text,
    published=st.sampled_from(["", "2023", "2022-01"]),
)


@st.composite
def contents(draw: st.DrawFn, external_ids: st.SearchStrategy[str] = _code) -> RecordContent:
    """Draw any record that the tables must be able to hold."""
    language = draw(st.sampled_from(LANGUAGES))
    others = draw(st.lists(st.sampled_from(LANGUAGES), unique=True))
    return RecordContent(
        external_id=draw(external_ids),
        kind=draw(st.sampled_from(Kind)),
        standing=draw(st.sampled_from(Standing)),
        place_id=draw(st.sampled_from(["world", "us", "florida", "miami", "mx"])),
        language=language,
        texts={code: draw(_texts) for code in dict.fromkeys([language, *others])},
        organization=draw(st.none() | _organizations),
        locations=draw(_lists(_locations, lambda spot: spot.external_id)),
        phones=draw(
            _lists(
                st.builds(Phone, number=_name, extension=_text, type=_code, description=_text),
                None,
            )
        ),
        schedules=draw(
            _lists(
                st.builds(
                    Schedule,
                    weekday=st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
                    opens_at=_clock,
                    closes_at=_clock | st.just("24:00"),
                )
            )
        ),
        hours_note=draw(_text),
        costs=draw(
            _lists(
                st.builds(
                    CostOption,
                    amount=st.none() | st.floats(0, 1e6),
                    currency=st.sampled_from(["", "USD", "HTG"]),
                    option=_text,
                )
            )
        ),
        cost=draw(st.sampled_from(["free", "paid", "unknown"])),
        languages_spoken=draw(_lists(_code)),
        topics=draw(
            _lists(st.builds(Topic, id=_code, confidence=st.floats(0, 1)), lambda topic: topic.id)
        ),
        terms=draw(_lists(st.builds(Term, code=_code, name=_text), lambda term: term.code)),
        audience=draw(_lists(_code)),
        journey=draw(_lists(_code)),
        universal=draw(st.none() | st.booleans()),
        status_required=draw(_known),
        proof_of_address_required=draw(_known),
        works_with_immigration_enforcement=draw(_known),
        regulatory_basis=draw(_text),
        legal_kind=draw(st.sampled_from(["", "law", "procedure", "recommendation"])),
        since=draw(st.text(_LETTERS, max_size=20)),
        url=draw(_text),
        email=draw(_text),
        citation=draw(_citations),
        verified_on=draw(st.none() | _day),
        review_by=draw(st.none() | _day),
        expires_at=draw(
            st.none() | st.datetimes(datetime(2000, 1, 2), datetime(2060, 1, 1), timezones=_zones)
        ),
        owner=draw(_text),
    )
