"""What is asked about what was just shown: in words, by button, also about the second one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from amparo.wiring import App
from bot.compose.timetable import week_lines
from bot.messages import Status
from bot.phrases import phrases
from bot.steps.follow_up import FACTS
from knowledge.ingest import apply
from knowledge.languages import LANGUAGES
from knowledge.publishing import load_live, withdraw
from tests.support.lima import LIMA, SOURCE
from tests.support.person import Person, text_of

Meet = Callable[[], Person]

DENTIST = {
    "es": "necesito un dentista en Lima",
    "en": "I need a dentist in Lima",
    "fr": "je cherche un dentiste à Lima",
    "ht": "m bezwen yon dantis nan Lima",
    "pt": "preciso de um dentista em Lima",
}
ASKED = {
    "es": {
        "hours": "¿y el horario?",
        "address": "¿cuál es la dirección?",
        "phone": "¿cuál es el teléfono?",
        "documents": "¿qué documentos tengo que llevar?",
        "cost": "¿cuánto cuesta?",
        "eligibility": "¿quién puede ir?",
        "languages": "¿en qué idioma atienden?",
    },
    "en": {
        "hours": "what are the hours?",
        "address": "what's the address?",
        "phone": "what's the phone number?",
        "documents": "what documents do I need to bring?",
        "cost": "how much does it cost?",
        "eligibility": "who can go?",
        "languages": "what languages do they speak?",
    },
    "fr": {
        "hours": "quels sont les horaires ?",
        "address": "quelle est l'adresse ?",
        "phone": "quel est le numéro de téléphone ?",
        "documents": "quels documents il faut apporter ?",
        "cost": "combien ça coûte ?",
        "eligibility": "qui a le droit d'y aller ?",
        "languages": "quelles langues parlent-ils ?",
    },
    "ht": {
        "hours": "a ki lè yo louvri?",
        "address": "ki adrès la?",
        "phone": "ki nimewo telefòn yo?",
        "documents": "ki dokiman pou m pote?",
        "cost": "konbyen li koute?",
        "eligibility": "ki moun ki ka ale?",
        "languages": "ki lang yo pale?",
    },
    "pt": {
        "hours": "qual o horário?",
        "address": "qual o endereço?",
        "phone": "qual o telefone?",
        "documents": "que documentos preciso levar?",
        "cost": "quanto custa?",
        "eligibility": "quem pode ir?",
        "languages": "que línguas falam?",
    },
}
SECOND = {
    "es": "¿y el teléfono del segundo?",
    "en": "the phone of the second one?",
    "fr": "le téléphone du deuxième ?",
    "ht": "telefòn dezyèm nan?",
    "pt": "o telefone do segundo?",
}


def facts(app: App, record: str, language: str) -> dict[str, list[str]]:
    """Return what each answer about a dentist of Lima must contain."""
    with app.sessions() as session:
        content = load_live(session, [record])[record].content
    say, texts = phrases(language), content.texts[language]
    spoken = {
        "es": ["español", "criollo haitiano"],
        "en": ["Spanish", "Haitian Creole"],
        "fr": ["espagnol", "créole haïtien"],
        "ht": ["kreyòl", "panyòl"],
        "pt": ["espanhol", "haitiano"],
    }
    return {
        "hours": week_lines(content, app.places, datetime.now(UTC), say),
        "address": [content.locations[0].address, "https://www.openstreetmap.org/?mlat=-12.05"],
        "phone": [f"+51 1 {content.phones[0].number.removeprefix('+511')}"],
        "documents": [texts.documents[0], say("They do not ask for your migration status.")],
        "cost": [say("Free")],
        "eligibility": [texts.eligibility],
        "languages": spoken[language],
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_told_when_asked_in_words(meet_in_lima: Meet, language: str, fact: str) -> None:
    person = meet_in_lima().met(language)
    first = person.says(DENTIST[language]).records[0]
    answer = person.says(ASKED[language][fact])
    assert (answer.status, answer.intent, answer.language) == (
        Status.ANSWERED, f"follow_up_{fact}", language,
    )  # fmt: skip
    assert answer.records == (first,)
    for part in facts(person.app, first, language)[fact]:
        assert part in text_of(answer)
    assert phrases(language)("Source: {title}", title=SOURCE.title) in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_told_when_its_button_is_pressed(
    meet_in_lima: Meet, language: str, fact: str
) -> None:
    person = meet_in_lima().met(language)
    third = person.says(DENTIST[language]).records[2]
    answer = person.presses(f"about:{fact}:3")
    assert (answer.records, answer.intent) == ((third,), f"follow_up_{fact}")
    for part in facts(person.app, third, language)[fact]:
        assert part in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_one_can_be_asked_about(meet_in_lima: Meet, language: str) -> None:
    person = meet_in_lima().met(language)
    second = person.says(DENTIST[language]).records[1]
    answer = person.says(SECOND[language])
    assert answer.records == (second,)
    assert facts(person.app, second, language)["phone"][0] in text_of(answer)


def test_several_facts_can_be_asked_one_after_the_other(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("es")
    first = person.says(DENTIST["es"]).records[0]
    for fact, question in ASKED["es"].items():
        answer = person.says(question)
        assert (answer.records, answer.intent) == ((first,), f"follow_up_{fact}")


def test_without_a_number_the_button_asks_about_the_first(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("es")
    first = person.says(DENTIST["es"]).records[0]
    assert person.presses("about:phone").records == (first,)


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "", "9" * 5000])
def test_a_number_that_none_has_is_taken_for_the_first(meet_in_lima: Meet, number: str) -> None:
    person = meet_in_lima().met("es")
    first = person.says(DENTIST["es"]).records[0]
    assert person.presses(f"about:phone:{number}").records == (first,)


@pytest.mark.parametrize("payload", ["about:hours:1", "about:dance:1", "about", "about:phone"])
def test_a_button_about_nothing_shown_asks_what_is_needed(meet: Meet, payload: str) -> None:
    answer = meet().met("es").presses(payload)
    assert answer.status is Status.UNREADABLE
    assert text_of(answer) == phrases("es")(
        "Tell me in a few words what you need, or choose a topic:"
    )


def test_what_the_record_does_not_say_is_not_made_up(meet: Meet) -> None:
    person = meet().met("en")
    person.says("I need a shelter in Tijuana")
    answer = person.says("what are the hours?")
    assert "The record does not say. Please ask them." in text_of(answer)


def test_who_does_not_know_is_given_the_phone(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("en")
    person.says("where can I get vaccines in Lima")
    answer = person.presses("about:address:1")
    assert "The record does not say. Please ask them. 📞 +51 1 1239999" in text_of(answer)


def test_a_suspended_service_stays_suspended_when_asked_about(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("en")
    assert person.says("help to stop drinking alcohol in Lima").records[0] == "lima:alcohol"
    for fact in FACTS:
        said = text_of(person.presses(f"about:{fact}:1"))
        assert "Attention: this is suspended. It is not open now." in said
        assert "all day" not in said
        assert "Open now" not in said


def test_the_second_stays_the_second_when_the_first_is_withdrawn(own_app: App) -> None:
    with own_app.sessions.begin() as session:
        apply(session, SOURCE, LIMA, author="tests")
    person = Person(own_app, "asker").met("es")
    first, second, _third = person.says(DENTIST["es"]).records
    with own_app.sessions.begin() as session:
        withdraw(session, [first], at=datetime.now(UTC))
    assert person.presses("about:phone:2").records == (second,)


def test_a_new_question_is_not_taken_for_one_about_what_was_shown(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("es")
    person.says(DENTIST["es"])
    answer = person.says("¿dónde me pongo vacunas en Lima?")
    assert answer.records[0] == "lima:vaccines"
