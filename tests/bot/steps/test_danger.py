"""Danger first: numbers of the country and places that help, in every language."""

from collections.abc import Callable

import pytest

from amparo.wiring import App
from bot.messages import Status
from bot.phrases import phrases
from knowledge.content import Phone, Standing, Texts
from knowledge.ingest import apply
from knowledge.languages import LANGUAGES, OWN_NAMES
from knowledge.places import emergency_numbers
from tests.support.lima import SOURCE, record
from tests.support.person import Person, buttons_of, text_of

Meet = Callable[[], Person]

DANGER = {
    "es": "mi marido me está pegando, ayúdenme",
    "en": "my husband is beating me right now, help",
    "fr": "mon mari est en train de me frapper, au secours",
    "ht": "mari m ap bat mwen kounye a, anmwe",
    "pt": "meu marido está me batendo agora, socorro",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["pe", "us", "ht"])
def test_danger_gives_the_numbers_of_the_country(meet: Meet, language: str, country: str) -> None:
    person = meet().met(language)
    person.presses(f"place:{country}")
    answer = person.says(DANGER[language])
    assert (answer.status, answer.intent, answer.language) == (Status.URGENT, "urgent", language)
    numbers = [number for _kind, number in emergency_numbers(country)]
    assert numbers
    for number in numbers:
        assert f": {number}" in answer.replies[0].text
    say = phrases(language)
    assert say("These numbers have not been confirmed by a local office yet.") in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_at_the_first_word_is_answered_at_once(meet: Meet, language: str) -> None:
    answer = meet().says(DANGER[language])
    say = phrases(language)
    assert (answer.status, answer.language) == (Status.URGENT, language)
    assert answer.replies[0].text.startswith(say("You matter. If you are in danger now, call:"))
    assert "911" in answer.replies[0].text
    assert "112" in answer.replies[0].text
    assert set(OWN_NAMES.values()) <= set(buttons_of(answer))
    assert buttons_of(answer)[say("Talk to a person")] == "person"


def test_danger_in_a_named_place_gives_the_numbers_of_its_country(meet: Meet) -> None:
    answer = meet().says("mi marido me está pegando, ayúdenme, estoy en Lima")
    assert answer.status is Status.URGENT
    assert "105" in answer.replies[0].text


def test_danger_comes_before_everything_that_was_going_on(meet: Meet) -> None:
    person = meet().met("es")
    person.says("necesito comida")  # asks for the place
    assert person.says(DANGER["es"]).status is Status.URGENT
    person.says("olvídame")  # asks whether to erase
    assert person.says(DANGER["es"]).status is Status.URGENT
    assert person.memory.greeted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_safe_place_with_a_phone_is_named_and_no_closed_one(own_app: App, language: str) -> None:
    def refuge(number: int, standing: Standing, *phones: Phone) -> object:
        texts = {
            code: Texts(
                name=f"Casa Inventada {number}",
                summary="Refugio para mujeres maltratadas, violencia del marido, golpes.",
            )
            for code in LANGUAGES
        }
        return record(
            f"refuge-{number}", "domestic_violence", texts, standing=standing, phones=phones
        )

    house = Phone(number="+5111230001")
    contents = [
        refuge(1, Standing.OPERATING, house),
        refuge(2, Standing.SUSPENDED, Phone(number="+5111230002")),
        refuge(3, Standing.OPERATING),
    ]
    with own_app.sessions.begin() as session:
        apply(session, SOURCE, contents, author="tests")  # type: ignore[arg-type]
    person = Person(own_app, "asker").met(language)
    person.presses("place:lima")
    answer = person.says(DANGER[language])
    assert answer.records == ("lima:refuge-1",)
    assert "• Casa Inventada 1: +51 1 1230001" in text_of(answer)
    assert "Casa Inventada 2" not in text_of(answer)
    assert "Casa Inventada 3" not in text_of(answer)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿dónde hay ayuda para mujeres con pareja violenta?"),
        ("en", "where is help for women with a violent partner?"),
        ("fr", "où trouver de l'aide pour les femmes battues ?"),
        ("ht", "ki kote ki gen èd pou fanm mari ap maltrete?"),
        ("pt", "onde tem ajuda para mulher com marido violento?"),
    ],
)
def test_a_question_about_violence_has_the_numbers_and_an_answer(
    meet: Meet, language: str, question: str
) -> None:
    person = meet().met(language)
    person.presses("place:pe")
    answer = person.says(question)
    assert "105" in text_of(answer)
    assert "americas-leave-violence" in answer.records or answer.status is Status.URGENT
