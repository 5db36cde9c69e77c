"""What a page says of a record, in which order, in which language."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.phrases import phrases
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
    Topic,
)
from knowledge.languages import LANGUAGES
from tests.support.lima import SUSPENDED, UNTRANSLATED, dentist
from tests.support.record_page import Node, facts_of
from tests.support.records import make_content

Draw = Callable[..., Node]
EN = phrases("en")


def box(page: Node) -> str:
    """Return the warning at the head of the page."""
    (found,) = [node for node in page.all("div") if node.attributes.get("id") == "warning"]
    return found.text


def test_everything_that_a_record_says(draw: Draw) -> None:
    content = make_content(
        texts={
            "en": Texts(
                name="Invented Clinic",
                alternate_name="The Clinic",
                summary="Doctors for all.",
                body="Come early.\n\nBring water.",
                eligibility="Whoever is ill.",
                application_process="Write first.",
                fees="Pay what you can.",
                steps=("Ring", "Wait"),
                documents=("A photo",),
            )
        },
        organization=Organization(
            external_id="1", name="Invented Body", kind="church",
            url="https://body.example.org", email="body@example.org",
        ),
        locations=(
            Location(
                external_id="1", name="Hall", address="1 Invented St", city="Miami",
                state_province="FL", postal_code="33130", latitude=25.77, longitude=-80.19,
                transportation="Bus 3", accessibility=("Ramp",),
            ),
            Location(external_id="2", name="Yard", city="Miami", accessibility=("Lift",)),
        ),
        phones=(
            Phone(number="+13055550142", extension="12", description="Ask for Zoe"),
            Phone(number="+13055550143", type="fax"),
            Phone(number="311"),
        ),
        schedules=(
            Schedule(weekday="MO", opens_at="09:00", closes_at="12:00"),
            Schedule(
                rrule="FREQ=MONTHLY;BYDAY=1TU", starts_on=date(2026, 1, 1),
                opens_at="18:00", closes_at="20:00",
            ),
        ),
        hours_note="Closed when it rains",
        costs=(CostOption(amount=5, currency="USD", option="Card"), CostOption(option="Tip")),
        cost="paid",
        languages_spoken=("en", "ht", "es", "fr", "pt", "zh"),
        topics=(Topic(id="dental"), Topic(id="vaccines", confidence=0.5)),
        audience=("refugees", "women"),
        journey=("arriving",),
        universal=True,
        status_required="no",
        proof_of_address_required="no",
        works_with_immigration_enforcement="no",
        regulatory_basis="Invented Act 7",
        since="2014",
        url="https://clinic.example.org/a?b=c",
        email="clinic@example.org",
        citation=Citation(
            title="Book of Invented Services", publisher="Invented Press", locator="page 3",
            url="https://book.example.org", license="CC BY 4.0",
        ),
        verified_on=date(2026, 11, 2),
        expires_at=datetime(2027, 2, 1, 5, tzinfo=UTC),
        owner="invented-town",
    )  # fmt: skip
    page = draw(content)
    assert page.texts_of("h1") == ["Invented Clinic"]
    assert page.texts_of("h2") == [
        "Contact", "Step by step", "What to bring", "How to apply", "Good to know",
        "Where this comes from",
    ]  # fmt: skip
    assert page.one("ol").texts_of("li") == ["Ring", "Wait"]
    said = page.texts_of("p")
    for text in ("Service · Miami, United States", "The Clinic", "Doctors for all.",
                 "Come early.", "Bring water.", "Write first."):  # fmt: skip
        assert text in said
    assert facts_of(page) == {
        "Address": ["Hall, 1 Invented St, Miami, FL 33130 Map", "Yard, Miami"],
        "Phone": ["+1 305-555-0142 ext. 12 Ask for Zoe", "+1 305-555-0143 fax", "311"],
        "Opening hours": [
            "Monday: 9:00 AM – 12:00 PM",
            "Next days: December 1, 6:00 PM – 8:00 PM; January 5, 6:00 PM – 8:00 PM;"
            " February 2, 6:00 PM – 8:00 PM",
            "Closed when it rains",
        ],
        "E-mail": ["clinic@example.org"],
        "Website": ["https://clinic.example.org/a?b=c"],
        "How to get there": ["Hall: Bus 3"],
        "Accessibility": ["Hall: Ramp", "Yard: Lift"],
        "Who can go": [
            "Whoever is ill.", "Refugees, women", "On arrival", "For everyone who lives there.",
        ],
        "Cost": ["$5.00 Card", "Tip", "Pay what you can."],
        "Languages spoken": ["English, Haitian Creole, Spanish, French, Portuguese, Chinese"],
        "Papers and authorities": [
            "They do not ask for your migration status. They do not share data with immigration"
            " authorities.",
            "They do not ask for proof of address.",
        ],
        "Organisation": ["Invented Body church body@example.org"],
        "Legal basis": ["Invented Act 7"],
        "Place": ["Miami, United States"],
        "Since": ["2014"],
        "Valid until": ["February 1, 2027"],
        "Topic": ["Dentist"],
        "Source": ["Book of Invented Services Invented Press page 3"],
        "Date": ["Verified on November 2, 2026"],
        "Licence": ["CC BY 4.0"],
        "Kept up to date by": ["invented-town"],
    }  # fmt: skip
    links = {link.text: link.attributes["href"] for link in page.one("article").all("a")}
    assert links == {
        "Map": "https://www.openstreetmap.org/?mlat=25.77000&mlon=-80.19000#map=17/25.77000/-80.19000",
        "+1 305-555-0142 ext. 12": "tel:+13055550142",
        "311": "tel:311",
        "clinic@example.org": "mailto:clinic@example.org",
        "https://clinic.example.org/a?b=c": "https://clinic.example.org/a?b=c",
        "Invented Body": "https://body.example.org",
        "body@example.org": "mailto:body@example.org",
        "Book of Invented Services": "https://book.example.org",
    }


def test_what_a_record_does_not_say_is_not_there(draw: Draw) -> None:
    page = draw(make_content())
    assert set(facts_of(page)) == {"Place", "Source", "Date"}
    told = EN("No address or phone is known. Ask at the town hall or at this body.")
    assert told in page.texts_of("p")


@pytest.mark.parametrize("kind", [Kind.RIGHT, Kind.HOWTO])
def test_an_article_has_no_address_to_miss(draw: Draw, kind: Kind) -> None:
    page = draw(make_content(kind=kind, legal_kind="law", regulatory_basis="Act 7"))
    assert "No address" not in page.text
    facts = facts_of(page)
    assert facts["Legal basis"] == ["Law, Act 7"]
    assert facts["Applies in"] == ["Miami, United States"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_comes_before_the_name(draw: Draw, language: str) -> None:
    page = draw(SUSPENDED, language)
    warning = phrases(language)("Attention: this is suspended. It is not open now.")
    warning = " ".join(warning.split())
    assert box(page) == warning
    text = page.one("main").text
    assert text.startswith(warning)
    assert page.one("h1").attributes["aria-describedby"] == "warning"
    assert phrases(language)("Opening hours") not in facts_of(page)


@pytest.mark.parametrize("standing", [one for one in Standing if not one.available])
def test_what_is_no_open_door_shows_no_hours(draw: Draw, standing: Standing) -> None:
    page = draw(make_content(standing=standing, hours_note="Mondays", universal=True))
    assert "Mondays" not in page.text
    assert "Who can go" not in facts_of(page)  # nobody can
    assert "Who it is for" in facts_of(page)
    assert box(page)


def test_an_old_record_says_so_first(draw: Draw) -> None:
    page = draw(make_content(verified_on=date(2025, 1, 5), standing=Standing.UNKNOWN))
    assert box(page) == (
        "We do not know whether this still exists. Ask before you go. Last verified on January 5,"
        " 2025, may have changed. This is old: call or ask before you go."
    )
    fresh = draw(make_content(verified_on=date(2026, 11, 5)))
    assert [node for node in fresh.all("div") if node.attributes.get("id") == "warning"] == []
    assert "aria-describedby" not in fresh.one("h1").attributes


def test_parts_in_another_language_say_which(draw: Draw) -> None:
    page = draw(UNTRANSLATED.model_copy(update={"hours_note": "Puede variar"}), "fr")
    assert page.attributes["lang"] == "fr"
    assert page.one("h1").attributes["lang"] == "es"
    spanish = [node.text for node in page.one("main").all("span")]
    assert spanish == ["Puede variar", "Se paga una parte."]
    assert all(node.attributes["lang"] == "es" for node in page.one("main").all("span"))
    assert phrases("fr")("(Text in {language})", language="espagnol") in page.texts_of("p")
    own = draw(UNTRANSLATED, "es").one("main")
    assert [node for tag in ("p", "h1", "span") for node in own.all(tag)
            if "lang" in node.attributes] == []  # fmt: skip


def test_a_machines_translation_and_an_outdated_one_say_so(draw: Draw) -> None:
    source = Texts(name="Kitchen")
    said = "This text was translated by a machine and not yet checked by a person."

    def notes(provenance: Any, digest: str, language: str = "fr") -> list[str]:
        texts = {
            "en": source,
            "fr": Texts(name="Cuisine", provenance=provenance, source_digest=digest),
        }
        page = draw(make_content(texts=texts), language)
        found = [p for p in page.all("p") if p.attributes.get("class") == "note"]
        links = [link.attributes["href"] for p in found for link in p.all("a")]
        assert links == ["?lang=en"][: len(found)]
        return [p.text for p in found]

    fr = phrases("fr")
    way = fr("Read the original ({language})", language="anglais")
    machine = f"{fr(said)} {way}"
    old = fr(
        "The text in {language} has changed since this translation was made.", language="anglais"
    )
    assert notes("machine", source.digest()) == [machine]
    assert notes("machine", "other") == [machine, old]
    assert notes("human", "other") == [f"{old} {way}"]
    assert notes("human", source.digest()) == []
    assert notes("machine", "other", "en") == []


def test_no_link_but_to_the_web_a_telephone_or_a_letter_box(draw: Draw) -> None:
    page = draw(
        make_content(
            url="javascript:alert(1)",
            email="x@y.example?cc=all@example.org",
            phones=(Phone(number="call us"), Phone(number="*55#"), Phone(number="305 555 0142")),
            organization=Organization(external_id="1", name="Body", url="http://[bad"),
            citation=Citation(title="Book", url="data:text/html,x", license="ftp://x"),
        )
    )
    links = [link.attributes["href"] for link in page.one("article").all("a")]
    assert links == ["tel:*55%23", "tel:+13055550142"]
    assert "javascript:alert(1)" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_are_in_the_readers_language(draw: Draw, language: str) -> None:
    say = phrases(language)
    page = draw(dentist(1, "Ejemplo"), language)
    facts = facts_of(page)
    for label in ("Address", "Phone", "Opening hours", "Cost", "Languages spoken", "Source"):
        assert say(label) in facts
    assert facts[say("Cost")][0] == say("Free")
    assert page.one("nav").attributes["aria-label"] == say("Language")
    assert page.texts_of("footer") == [
        f"{say('This page on the internet:')} "
        f"https://amparo.example.org/r/invented%3Adentist-1?lang={language}"
    ]
