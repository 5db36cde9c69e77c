"""A record as schema.org JSON-LD: which type, and only what is true."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    Schedule,
    Standing,
    Texts,
)
from tests.support.lima import dentist
from tests.support.record_page import Node, data_of
from tests.support.records import make_content

Draw = Callable[..., Node]
OPEN = [one for one in Standing if one.available]
CLOSED = [one for one in Standing if not one.available]


@pytest.fixture
def data(draw: Draw) -> Callable[..., dict[str, Any]]:
    """Return the data of the page of a content."""
    return lambda content, language="en": data_of(draw(content, language))


def test_a_service_with_all_that_can_be_said(data: Callable[..., dict[str, Any]]) -> None:
    found = data(dentist(1, "Ejemplo"), "ht")
    page = found.pop("mainEntityOfPage")
    address = "https://amparo.example.org/r/invented%3Adentist-1"
    assert found == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": "Klinik dantis Ejemplo",
        "description": "Dantis pou migran: netwayaj, kari ak rache dan.",
        "identifier": "invented:dentist-1",
        "url": address,
        "audience": {"@type": "Audience", "description": "Nenpòt moun ki rete Lima."},
        "serviceType": ["Dantis"],
        "provider": {"@type": "NGO", "name": "Asociación Ejemplo"},
        "areaServed": {
            "@type": "City",
            "name": "Lima",
            "containedInPlace": {"@type": "Country", "name": "Pewou"},
        },
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "serviceLocation": {
                    "@type": "Place",
                    "address": {
                        "@type": "PostalAddress",
                        "streetAddress": "Jirón Inventado 100",
                        "addressLocality": "Lima",
                    },
                    "geo": {
                        "@type": "GeoCoordinates",
                        "latitude": -12.05,
                        "longitude": -77.04,
                    },
                    "hasMap": "https://www.openstreetmap.org/?mlat=-12.05000&mlon=-77.04000"
                    "#map=17/-12.05000/-77.04000",
                },
                "availableLanguage": ["es", "ht"],
            },
            {
                "@type": "ServiceChannel",
                "servicePhone": [{"@type": "ContactPoint", "telephone": "+51 1 1234001"}],
                "availableLanguage": ["es", "ht"],
            },
        ],
        "hoursAvailable": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "opens": "09:00",
                "closes": "17:00",
            }
        ],
        "offers": [{"@type": "Offer", "price": 0}],
    }
    assert page == {
        "@type": "WebPage",
        "@id": address,
        "inLanguage": ["ht"],
        "dateModified": "2026-03-04T12:00:00+00:00",
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "Guía inventada de Lima",
            "url": "https://example.org/guia",
        },
    }


@pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.PROGRAMME])
@pytest.mark.parametrize("standing", OPEN)
def test_what_can_be_used_is_a_service(
    data: Callable[..., dict[str, Any]], kind: Kind, standing: Standing
) -> None:
    assert data(make_content(kind=kind, standing=standing))["@type"] == "GovernmentService"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("standing", CLOSED)
def test_what_is_no_open_door_is_never_a_service(
    data: Callable[..., dict[str, Any]], kind: Kind, standing: Standing
) -> None:
    content = dentist(1, "Ejemplo").model_copy(update={"kind": kind, "standing": standing})
    found = data(content, "es")
    assert found["@type"] == "Article"
    assert found["creativeWorkStatus"] == standing.value
    assert not {"provider", "offers", "availableChannel", "hoursAvailable"} & set(found)
    assert found["description"] != data(dentist(1, "Ejemplo"), "es")["description"]


def test_a_right_is_an_article_about_the_law(data: Callable[..., dict[str, Any]]) -> None:
    right = make_content(
        kind=Kind.RIGHT, legal_kind="law", regulatory_basis="Invented Act 7", place_id="world"
    )
    assert data(right)["about"] == {
        "@type": "Legislation",
        "name": "Invented Act 7",
        "legislationType": "law",
        "legislationJurisdiction": "World",
    }
    promised = data(right.model_copy(update={"standing": Standing.COMMITMENT}))
    assert promised["about"]["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_a_how_to_has_steps(data: Callable[..., dict[str, Any]]) -> None:
    texts = {"en": Texts(name="Ask", steps=("Ring", "Wait"), documents=("A photo",))}
    found = data(make_content(kind=Kind.HOWTO, texts=texts))
    assert found["@type"] == "HowTo"
    assert found["step"] == [
        {"@type": "HowToStep", "position": 1, "text": "Ring"},
        {"@type": "HowToStep", "position": 2, "text": "Wait"},
    ]
    assert found["supply"] == [{"@type": "HowToSupply", "name": "A photo"}]
    assert data(make_content(kind=Kind.HOWTO))["@type"] == "Article"


def test_hours_of_seasons_rules_and_exceptions(data: Callable[..., dict[str, Any]]) -> None:
    content = make_content(
        schedules=(
            Schedule(
                weekday="SA", opens_at="00:00", closes_at="24:00", valid_from=date(2026, 12, 1),
                valid_to=date(2026, 12, 31), except_on=(date(2026, 12, 26),),
            ),
            Schedule(
                rrule="FREQ=YEARLY;COUNT=1", starts_on=date(2026, 12, 10),
                opens_at="08:00", closes_at="10:00",
            ),
        )
    )  # fmt: skip
    assert [
        (hours.get("dayOfWeek"), hours["opens"], hours["closes"],
         hours["validFrom"], hours["validThrough"])
        for hours in data(content)["hoursAvailable"]
    ] == [
        (["Saturday"], "00:00", "23:59", "2026-12-01", "2026-12-31"),
        (None, "08:00", "10:00", "2026-12-10", "2026-12-10"),
        (None, "00:00", "00:00", "2026-12-26", "2026-12-26"),
    ]  # fmt: skip


def test_prices_bodies_fax_and_places(data: Callable[..., dict[str, Any]]) -> None:
    found = data(
        make_content(
            costs=(
                CostOption(amount=5, currency="USD", option="Card"),
                CostOption(amount=float("inf")),
                CostOption(option="Tip"),
            ),
            cost="paid",
            organization=Organization(
                external_id="1", name="Town", kind="municipality", url="https://t.example.org"
            ),
            phones=(Phone(number="+13055550143", type="fax"),),
            locations=(Location(external_id="1", name="Yard", accessibility=("Ramp",)),),
            place_id="us",
        )
    )
    assert found["offers"] == [
        {"@type": "Offer", "price": 5, "priceCurrency": "USD", "description": "Card"}
    ]
    assert found["provider"] == {
        "@type": "GovernmentOrganization", "name": "Town", "url": "https://t.example.org",
    }  # fmt: skip
    yard, remote = found["availableChannel"]
    assert yard["serviceLocation"]["amenityFeature"][0]["name"] == "Ramp"
    assert remote["servicePhone"] == [{"@type": "ContactPoint", "faxNumber": "+1 305-555-0143"}]
    assert found["areaServed"] == {"@type": "Country", "name": "United States"}


def test_reviewed_is_only_what_somebody_verified(data: Callable[..., dict[str, Any]]) -> None:
    verified = make_content(verified_on=date(2026, 11, 2))
    assert data(verified)["mainEntityOfPage"]["lastReviewed"] == "2026-11-02"
    report = verified.model_copy(
        update={"citation": Citation(title="Report", published="2022-01", license="CC BY 4.0")}
    )
    page = data(report)["mainEntityOfPage"]
    assert "lastReviewed" not in page
    assert page["isBasedOn"]["datePublished"] == "2022-01"
    assert page["isBasedOn"]["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}


@pytest.mark.parametrize(
    "hostile", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;\u2028", '"\\}']
)
def test_no_text_breaks_out(data: Callable[..., dict[str, Any]], hostile: str) -> None:
    texts = {"en": Texts(name=hostile, summary=hostile, eligibility=hostile)}
    found = data(make_content(texts=texts, regulatory_basis=hostile))
    assert found["name"] == hostile
    assert found["audience"]["description"] == hostile
