"""What makes two records look like the same thing, and what does not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Location, Organization, Phone, Texts, Topic
from knowledge.duplicates.likeness import CROWD, THRESHOLD, Card, card_of, compare, pairs
from tests.support.records import contents, make_content, published

PHONE = (Phone(number="+1 305-555-0100"),)
CHURCH = Organization(external_id="o", name="Invented Church of Miami")


def _spot(latitude: float = 25.77, longitude: float = -80.19, **fields: Any) -> tuple[Location]:
    return (Location(external_id="l", latitude=latitude, longitude=longitude, **fields),)


def _card(source: str = "one", external_id: str = "kitchen", **fields: Any) -> Card:
    fields = {"name": "Invented Soup Kitchen", **fields}
    if "texts" in fields:
        del fields["name"]
    return card_of(published(make_content(external_id, **fields), source))


def _found(*cards: Card, only: str | None = None) -> list[tuple[str, str]]:
    return [(one.record_id, other.record_id) for one, other, _ in pairs(cards, only)]


@pytest.mark.parametrize(
    "fields",
    [
        {"phones": (Phone(number="(305) 555 0100"),)},
        {"locations": _spot(25.7705, -80.1905)},
        {"phones": PHONE, "name": "KITCHEN, SOUP (Invented)"},
        {"phones": PHONE, "name": "Invented Soup Kichen"},
        {"phones": PHONE, "name": "Invènted Soup-Kitchen"},
        {"url": "http://Kitchen.example.org/"},
        {"email": "SOUP@example.org", "organization": CHURCH},
    ],
)
def test_the_same_name_with_a_sign_in_common_is_proposed(fields: dict[str, Any]) -> None:
    one = _card(
        phones=PHONE, locations=_spot(), url="https://www.kitchen.example.org",
        email="soup@example.org", organization=CHURCH,
    )  # fmt: skip
    other = _card("two", **fields)
    assert compare(one, other).score >= THRESHOLD
    assert _found(one, other) == [("one:kitchen", "two:kitchen")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),  # a name alone: towns share names of services
        ({"phones": PHONE}, {"phones": PHONE, "name": "Invented Night Shelter"}),
        ({"phones": PHONE, "name": "Centre II"}, {"phones": PHONE, "name": "Centre III"}),
        ({"phones": PHONE, "name": "Clinic 1"}, {"phones": PHONE, "name": "Clinic 2"}),
        ({"phones": (Phone(number="911"),)}, {"phones": (Phone(number="911"),)}),
        ({"locations": _spot()}, {"locations": _spot(25.79)}),
        ({"url": "https://facebook.com"}, {"url": "https://www.facebook.com/"}),
    ],
)
def test_too_little_in_common_is_not_proposed(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert _found(_card(**one), _card("two", **other)) == []


def test_numbers_in_another_order_are_the_same_numbers() -> None:
    one = _card(name="24 Hour Clinic 2", phones=PHONE)
    assert compare(one, _card("two", name="Clinic 2, 24 Hour", phones=PHONE)).score >= THRESHOLD


def test_two_records_of_one_source_are_never_compared() -> None:
    assert _found(_card(phones=PHONE), _card("one", "pantry", phones=PHONE)) == []


def test_only_pairs_with_the_source_that_is_asked_for_are_given() -> None:
    cards = [_card(source, phones=PHONE) for source in ("one", "two", "three")]
    assert len(_found(*cards)) == 3
    assert all("two:kitchen" in pair for pair in _found(*cards, only="two"))
    assert len(_found(*cards, only="two")) == 2
    assert _found(*cards, only="four") == []


def test_between_two_languages_everything_else_must_agree() -> None:
    agree: dict[str, Any] = {
        "phones": PHONE, "locations": _spot(), "organization": CHURCH,
        "topics": (Topic(id="food"),),
    }  # fmt: skip
    creole = {"language": "ht", "texts": {"ht": Texts(name="Kizin Soup")}}
    assert compare(_card(**agree), _card("two", **agree, **creole)).score >= THRESHOLD
    for name in agree:
        less = {field: value for field, value in agree.items() if field != name}
        assert compare(_card(**agree), _card("two", **less, **creole)).score < THRESHOLD


def test_a_record_in_several_languages_is_found_by_any_of_its_names() -> None:
    both = {"en": Texts(name="Soup Kitchen"), "ht": Texts(name="Kizin Soup")}
    creole = {"language": "ht", "texts": {"ht": Texts(name="Kizin Soup")}}
    one, other = _card(texts=both, phones=PHONE), _card("two", phones=PHONE, **creole)
    assert compare(one, other).score >= THRESHOLD


def test_the_reasons_say_what_speaks_for_it() -> None:
    more: dict[str, Any] = {"phones": PHONE, "locations": _spot(), "organization": CHURCH}
    likeness = compare(_card(**more), _card("two", **more))
    assert likeness.reasons == (
        "name 100% alike", "same phone", "same address", "same organisation",
    )  # fmt: skip
    assert likeness.score == 1.0


def test_a_sign_that_a_crowd_shares_says_nothing() -> None:
    hotline = [
        _card(f"s{number}", name=f"Office of {chr(97 + number % 26) * 9}{number}", phones=PHONE)
        for number in range(CROWD + 1)
    ]
    assert _found(*hotline) == []


def test_a_web_address_that_cannot_be_read_is_no_sign() -> None:
    assert _card(url="https://[::1").pages == frozenset()


_cards = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), contents(st.sampled_from("abc"))),
    max_size=5,
    unique_by=lambda pair: (pair[0], pair[1].external_id),
)


@settings(max_examples=60, deadline=None)
@given(some=_cards)
def test_any_records_can_be_compared_both_ways_and_each_pair_comes_once(some: Any) -> None:
    cards = [card_of(published(content, source)) for source, content in some]
    for one in cards:
        for other in cards:
            score = compare(one, other).score
            assert 0 <= score <= 1
            assert score == compare(other, one).score
    found = [frozenset(pair) for pair in _found(*cards)]
    assert len(found) == len(set(found))
    assert {frozenset(pair) for pair in _found(*reversed(cards))} == set(found)
