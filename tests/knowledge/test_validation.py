"""Every fault of a record is named with its field and reason; whole records pass."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Schedule,
    Term,
    Texts,
    Topic,
)
from knowledge.errors import BadInput
from knowledge.places import Places
from knowledge.sources.starter import read_starter
from knowledge.topics import load_topics
from knowledge.validation import MOST_ITEMS, InvalidRecord, check, check_or_raise
from tests.support.records import make_content

TOPICS = load_topics()
DAY = date(2026, 3, 4)


def _english(**said: Any) -> dict[str, Any]:
    return {"texts": {"en": Texts(**{"name": "Kitchen", **said})}}


def _rule(rule: str, **fields: Any) -> dict[str, Any]:
    plain = {"opens_at": "09:00", "closes_at": "10:00", "rrule": rule, "starts_on": DAY}
    return {"schedules": (Schedule(**{**plain, **fields}),)}


def _spot(external_id: str = "l", **fields: Any) -> Location:
    return Location(external_id=external_id, **fields)


def _body(**fields: Any) -> dict[str, Any]:
    return {"organization": Organization(**{"external_id": "o", "name": "Church", **fields})}


FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("no_source_text", "texts.en", {"texts": {"ht": Texts(name="Kizin")}}),
    ("unknown_language", "texts.de",
     {"texts": {"en": Texts(name="Kitchen"), "de": Texts(name="Küche")}}),
    ("unknown_language", "texts.", {"texts": {"en": Texts(name="K"), "": Texts(name="K")}}),
    ("unknown_language", "language", {"language": "xx", "texts": {"xx": Texts(name="Kitchen")}}),
    ("review_before_verification", "review_by",
     {"verified_on": DAY, "review_by": date(2026, 3, 3)}),
    ("day_to_come", "verified_on", {"verified_on": date(2026, 3, 5)}),
    ("no_time_zone", "expires_at", {"expires_at": datetime(2027, 1, 1)}),
    ("ends_before_it_begins", "schedules.0.valid_to",
     _rule("FREQ=DAILY", valid_from=DAY, valid_to=date(2026, 3, 3))),
    ("unusable_rule", "schedules.0.rrule", _rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
    ("empty", "external_id", {"external_id": " "}),
    ("empty", "texts.en.name", _english(name=" \n")),
    ("too_long", "texts.en.name", _english(name="n" * 301)),
    ("too_long", "texts.en.alternate_name", _english(alternate_name="n" * 501)),
    ("too_long", "texts.en.body", _english(body="b" * 20_001)),
    ("too_long", "external_id", {"external_id": "e" * 121}),
    ("too_long", "owner", {"owner": "o" * 121}),
    ("too_long", "since", {"since": "s" * 21}),
    ("too_long", "url", {"url": "https://example.org/" + "u" * 1000}),
    ("too_long", "citation.title", {"citation": Citation(title="t" * 501)}),
    ("too_long", "phones.0.number", {"phones": (Phone(number="1" * 61),)}),
    ("too_long", "terms.0.code", {"terms": (Term(code="c" * 121, name="Food"),)}),
    ("too_long", "costs.0.currency", {"costs": (CostOption(amount=5.0, currency="DOLLARS"),)}),
    ("too_long", "languages_spoken", {"languages_spoken": ("l" * 17,)}),
    ("too_many", "texts.en.steps", _english(steps=("go",) * (MOST_ITEMS + 1))),
    ("too_many", "texts.en.documents", _english(documents=("id",) * (MOST_ITEMS + 1))),
    ("markup", "texts.en.steps", _english(steps=("go", "<b>ask</b>"))),
    ("markup", "hours_note", {"hours_note": "<script>alert(1)</script>"}),
    ("markup", "phones.0.description",
     {"phones": (Phone(number="305 555", description="<img src=x onerror=alert(1)>"),)}),
    ("markup", "locations.0.address", {"locations": (_spot(address="<iframe src=x>"),)}),
    ("markup", "organization.name", _body(name="<svg/onload=alert(1)>")),
    ("markup", "citation.title", {"citation": Citation(title="<a href=x>Book</a>")}),
    ("script", "texts.en.body", _english(body="[here](javascript:alert(1))")),
    ("hidden_sign", "texts.en.summary", _english(summary="call \u202e5550100")),
    ("hidden_sign", "url", {"url": "https://example.org/\u202egro.elpmaxe"}),
    ("not_a_web_address", "url", {"url": "javascript:alert(1)"}),
    ("not_a_web_address", "url", {"url": "//example.org"}),
    ("not_a_web_address", "url", {"url": "https://localhost"}),
    ("not_a_web_address", "url", {"url": "https://city.example.org@evil.example.com/"}),
    ("not_a_web_address", "url", {"url": "https://evil.example.com\\@city.example.org"}),
    ("not_a_web_address", "url", {"url": "https://[::1"}),
    ("not_a_web_address", "url", {"url": 'https://example.org/"onclick="x'}),
    ("not_a_web_address", "citation.url", {"citation": Citation(title="B", url="see the book")}),
    ("not_a_web_address", "organization.url", _body(url="ftp://example.org")),
    ("not_an_email", "email", {"email": "nobody"}),
    ("not_an_email", "email", {"email": "a@example"}),
    ("not_an_email", "email", {"email": "a@b@example.org"}),
    ("not_an_email", "organization.email", _body(email="a b@example.org")),
    ("unknown_place", "place_id", {"place_id": "atlantis"}),
    ("unknown_place", "locations.0.place_id", {"locations": (_spot(place_id="atlantis"),)}),
    ("half_a_point", "locations.0", {"locations": (_spot(latitude=5.0),)}),
    ("out_of_range", "locations.0.latitude",
     {"locations": (_spot(latitude=90.5, longitude=0.0),)}),
    ("out_of_range", "locations.0.longitude",
     {"locations": (_spot(latitude=0.0, longitude=float("nan")),)}),
    ("out_of_range", "topics", {"topics": (Topic(id="food", confidence=1.1),)}),
    ("out_of_range", "topics", {"topics": (Topic(id="food", confidence=float("nan")),)}),
    ("out_of_range", "costs.0.amount", {"costs": (CostOption(amount=-1.0),)}),
    ("out_of_range", "costs.0.amount", {"costs": (CostOption(amount=float("inf")),)}),
    ("out_of_range", "costs.0.amount", {"costs": (CostOption(amount=float("nan")),)}),
    ("unknown_topic", "topics", {"topics": (Topic(id="treasure"),)}),
    ("unknown_word", "audience", {"audience": ("everybody",)}),
    ("unknown_word", "journey", {"journey": ("flying",)}),
    ("unknown_word", "legal_kind", {"kind": Kind.RIGHT, "legal_kind": "rumour"}),
    ("unknown_word", "organization.kind", _body(kind="pirates")),
    ("not_a_right", "legal_kind", {"kind": Kind.SERVICE, "legal_kind": "law"}),
    ("repeated", "locations", {"locations": (_spot(), _spot())}),
    ("repeated", "topics", {"topics": (Topic(id="food"), Topic(id="food"))}),
    ("repeated", "terms", {"terms": (Term(code="a", name="A"), Term(code="a", name="B"))}),
    ("repeated", "languages_spoken", {"languages_spoken": ("ht", "ht")}),
    ("repeated", "audience", {"audience": ("women", "women")}),
    ("repeated", "journey", {"journey": ("arriving", "arriving")}),
    ("no_number", "phones.0.number", {"phones": (Phone(number="ask"),)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "field", "fields"), FAULTS, ids=[f"{code}-{field}" for code, field, _ in FAULTS]
)
def test_a_fault_is_named_with_its_field_and_reason(
    places: Places, code: str, field: str, fields: dict[str, Any]
) -> None:
    content = make_content(**fields)
    found = check(content, places=places, topics=TOPICS, today=DAY)
    [problem] = [found for found in found if (found.code, found.field) == (code, field)]
    assert problem.reason
    assert "\n" not in str(problem)
    assert len(problem.value) <= 60
    assert {other.field for other in found} == {field}, "nothing else is wrong"
    with pytest.raises(InvalidRecord) as raised:
        check_or_raise(content, places=places, topics=TOPICS, today=DAY)
    assert str(problem) in str(raised.value)
    assert raised.value.problems == tuple(found)


def test_all_faults_are_told_at_once_as_bad_input(places: Places) -> None:
    content = make_content(place_id="atlantis", url="nowhere", email="nobody")
    with pytest.raises(BadInput, match=r"record 'kitchen': url: .*; email: .*; place_id: "):
        check_or_raise(content, places=places, topics=TOPICS)


def test_without_a_day_nothing_lies_in_the_future(places: Places) -> None:
    content = make_content(verified_on=date(2999, 1, 1))
    assert check(content, places=places, topics=TOPICS) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"language": "de", "texts": {"de": Texts(name="Küche"), "en": Texts(name="Kitchen")}},
        {"verified_on": DAY, "review_by": DAY},
        {"review_by": date(2020, 1, 1)},
        {"url": "https://example.org:8443/a(b)?q=1&r=é#x", "email": "ana@mail.example.org"},
        {"locations": (_spot("a", latitude=-90.0, longitude=180.0), _spot("b"))},
        {"kind": Kind.RIGHT, "legal_kind": "law", "audience": ("women", "children")},
        {"topics": (Topic(id="food", confidence=0.0),), "phones": (Phone(number="*77"),)},
        {"costs": (CostOption(amount=0.0, currency="HTG"), CostOption(option="as you can"))},
        _rule("FREQ=MONTHLY;BYDAY=1TU", valid_from=DAY, valid_to=DAY),
        _english(body="5 < 6 > 4 « oui » 👩‍👧 data: see below", steps=("go",) * MOST_ITEMS),
    ],
)  # fmt: skip
def test_a_whole_record_passes(places: Places, fields: dict[str, Any]) -> None:
    assert check(make_content(**fields), places=places, topics=TOPICS, today=DAY) == []


def test_all_starter_records_pass(places: Places) -> None:
    records = read_starter()
    assert len(records) > 100
    faults = [
        f"{content.external_id}: {problem}"
        for content in records
        for problem in check(content, places=places, topics=TOPICS, today=date.today())
    ]
    assert faults == []


HOSTILE = [
    "<script>alert(1)</script>", "<IMG SRC=x OnError=alert(1)>", "<svg/onload=alert(1)>",
    "[x](JaVaScRiPt:alert(1))", "[x](java&#115;cript:alert(1))", "[x](java&Tab;script:alert(1))",
    "[x](javascript&colon;alert(1))", "java\tscript:alert(1)", "[x](data:text/html;base64,PHN2)",
    "![x](vbscript:msgbox)", "&lt;script&gt;", "call \u202e0010555", "nul\x00here", "\u2066iso",
]  # fmt: skip
TEXT_FIELDS = [name for name in Texts.model_fields if name not in {"provenance", "source_digest"}]


@settings(max_examples=200, deadline=None)
@given(
    hostile=st.sampled_from(HOSTILE),
    field=st.sampled_from(TEXT_FIELDS),
    language=st.sampled_from(["en", "ht"]),
    before=st.sampled_from(["", "Come in. ", "a\n\n"]),
)
def test_hostile_words_pass_in_no_field_and_no_language(
    places: Places, hostile: str, field: str, language: str, before: str
) -> None:
    value: Any = before + hostile
    if field in {"steps", "documents", "questions"}:
        value = ("go", value)
    texts = {"en": Texts(name="Kitchen"), "ht": Texts(name="Kizin")}
    texts[language] = texts[language].model_copy(update={field: value})
    found = check(make_content(texts=texts), places=places, topics=TOPICS)
    assert {problem.field for problem in found} == {f"texts.{language}.{field}"}
    assert {problem.code for problem in found} <= {"markup", "script", "hidden_sign"}


def _strings(content: RecordContent) -> list[str]:
    return [
        name
        for name, value in content.model_dump().items()
        if isinstance(value, str) and name not in {"language", "kind", "standing", "place_id"}
    ]


@pytest.mark.parametrize("field", _strings(make_content()))
def test_no_other_text_of_a_record_takes_hostile_words_either(places: Places, field: str) -> None:
    for hostile in HOSTILE:
        content = make_content().model_copy(update={field: hostile})
        problems = check(content, places=places, topics=TOPICS)
        assert field in {problem.field for problem in problems}
