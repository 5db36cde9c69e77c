"""Questions: answered from records with their source, for a place, or honestly not at all."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from amparo.wiring import App
from bot.buttons import COMMON_TOPICS
from bot.conversations import GapRow
from bot.messages import Status
from bot.phrases import phrases
from bot.steps.find import AT_ONCE
from knowledge.ingest import SourceInfo, apply
from knowledge.languages import LANGUAGES, OWN_NAMES
from knowledge.models import Publication
from tests.support.lima import DENTISTS, dentist
from tests.support.person import Person, buttons_of, text_of

Meet = Callable[[], Person]

SHELTER = {
    "es": "necesito un albergue en Tijuana",
    "en": "I need a shelter in Tijuana",
    "fr": "je cherche un abri à Tijuana",
    "ht": "m bezwen yon kote pou m dòmi nan Tijuana",
    "pt": "preciso de abrigo em Tijuana",
}
SCHOOL = {
    "es": "¿mi hijo puede ir a la escuela sin papeles?",
    "en": "can my child go to school without papers",
    "fr": "mon enfant peut aller à l'école sans papiers ?",
    "ht": "èske pitit mwen ka al lekòl san papye",
    "pt": "meu filho pode ir à escola sem documentos?",
}
FOOD = {
    "es": "necesito comida",
    "fr": "j'ai besoin de nourriture",
    "ht": "mwen bezwen manje",
    "pt": "preciso de comida",
}
DENTIST = {
    "es": "necesito un dentista en Lima",
    "en": "I need a dentist in Lima",
    "fr": "je cherche un dentiste à Lima",
    "ht": "m bezwen yon dantis nan Lima",
    "pt": "preciso de um dentista em Lima",
}
COMES_FROM = {
    "es": "soy de Venezuela y necesito comida",
    "en": "I am from Venezuela and I need food",
    "fr": "je viens du Venezuela et j'ai besoin de nourriture",
    "ht": "mwen soti Venezwela, m bezwen manje",
    "pt": "sou da Venezuela e preciso de comida",
}
IN_STOCKHOLM = {
    "es": "busco un albergue en Estocolmo",
    "en": "I need a night shelter in Stockholm",
    "fr": "je cherche un hébergement à Stockholm",
    "ht": "m bezwen yon kote pou m dòmi nan Stòkòlm",
    "pt": "preciso de abrigo em Estocolmo",
}
JOKE = {
    "es": "cuéntame un chiste",
    "en": "tell me a joke",
    "fr": "raconte-moi une blague",
    "ht": "rakonte m yon blag",
    "pt": "me conta uma piada",
}


def gaps(app: App) -> dict[tuple[str, str, str], int]:
    with app.sessions() as session:
        rows = session.scalars(select(GapRow)).all()
    return {(row.language, row.place_id, row.topic_id): row.count for row in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_answered_with_its_source_and_date(meet: Meet, language: str) -> None:
    answer = meet().met(language).says(SHELTER[language])
    assert (answer.status, answer.language) == (Status.ANSWERED, language)
    assert answer.records[0] == "mx-tijuana-cim-carmen-serdan"
    assert len(answer.sources) == len(answer.records) == AT_ONCE
    said = text_of(answer)
    for source in answer.sources:
        assert phrases(language)("Source: {title}", title=source.title) in said
    assert "2022" in said  # what the report says, it says of 2022


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_right_is_answered_with_where_it_applies(meet: Meet, language: str) -> None:
    person = meet().met(language)
    answer = person.says(SCHOOL[language])
    assert (answer.status, answer.intent, answer.language) == (
        Status.ANSWERED, "ask_right", language,
    )  # fmt: skip
    assert answer.records[0] == "americas-school-without-papers"
    place = person.app.places["americas"].name(language)
    assert phrases(language)("Applies in: {place}", place=place) in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_law_is_answered_with_what_it_rests_on(meet: Meet, language: str) -> None:
    answer = (
        meet()
        .met(language)
        .says(
            {
                "es": "ley de migración de Uruguay",
                "en": "migration law of Uruguay",
                "fr": "loi sur la migration en Uruguay",
                "ht": "ki lwa ki genyen sou migrasyon an Irigwe",
                "pt": "lei de migração do Uruguai",
            }[language]
        )
    )
    assert answer.records[0] == "uy-migration-law-2008"
    say = phrases(language)
    assert say("Basis: {basis}", basis=say("law")) in text_of(answer)


@pytest.mark.parametrize("language", FOOD)
def test_the_place_is_asked_once_and_then_the_question_is_answered(
    meet: Meet, language: str
) -> None:
    person = meet().met(language)
    asked = person.says(FOOD[language])
    assert asked.status is Status.CLARIFY
    assert asked.replies[-1].ask_location
    offered = buttons_of(asked)
    assert len(offered) > 1
    assert all(payload.startswith("place:") for payload in offered.values())
    answered = person.says("Tijuana")
    assert (answered.status, answered.language) == (Status.ANSWERED, language)
    assert "mx-tijuana-cim-carmen-serdan" in answered.records
    place = person.app.places["tijuana"].name(language)
    said = phrases(language)("Your place is now {place}.", place=place)
    assert [reply.text for reply in answered.replies].count(said) == 1
    assert person.says(FOOD[language]).status is not Status.CLARIFY


def test_the_place_can_be_told_by_a_button(meet: Meet) -> None:
    person = meet().met("es")
    offered = buttons_of(person.says(FOOD["es"]))
    place = next(payload for payload in offered.values())
    answer = person.presses(place)
    assert answer.status is Status.ANSWERED
    assert person.memory.place == place.removeprefix("place:")


def test_the_place_can_be_told_in_a_whole_sentence(meet: Meet) -> None:
    person = meet().met("es")
    person.says(FOOD["es"])
    answer = person.says("estoy con mi familia en Tijuana desde ayer")
    assert answer.status is Status.ANSWERED
    assert "mx-tijuana-cim-carmen-serdan" in answer.records
    assert person.memory.place == "tijuana"


def test_the_place_can_be_told_by_the_location(meet: Meet) -> None:
    from bot.messages import Point

    person = meet().met("es")
    person.says(FOOD["es"])
    answer = person.says("", point=Point(32.53, -117.02))
    assert answer.status is Status.ANSWERED
    assert person.memory.place == "tijuana"


def test_the_place_is_not_asked_a_second_time(meet: Meet) -> None:
    person = meet().met("es")
    assert person.says(FOOD["es"]).status is Status.CLARIFY
    person.says("no quiero decir")
    again = person.says(FOOD["es"])
    assert phrases("es")("The answer depends on where you are.") not in text_of(again)
    assert again.status is not Status.CLARIFY


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_is_not_asked_when_the_answer_is_the_same_everywhere(
    meet: Meet, language: str
) -> None:
    assert meet().met(language).says(SCHOOL[language]).status is Status.ANSWERED


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_somebody_comes_from_is_not_where_they_are(meet: Meet, language: str) -> None:
    person = meet().met(language)
    assert person.says(COMES_FROM[language]).status is Status.CLARIFY
    assert person.memory.place == ""
    person.says("Tijuana")
    person.says(COMES_FROM[language])
    assert person.memory.place == "tijuana"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_records_gets_none_of_another_place(meet: Meet, language: str) -> None:
    person = meet().met(language)
    answer = person.says(IN_STOCKHOLM[language])
    assert (answer.status, answer.records) == (Status.NO_ANSWER, ())
    assert person.app.places["stockholm"].name(language) in text_of(answer)


def test_what_is_called_by_its_name_needs_no_place(meet: Meet) -> None:
    answer = meet().met("en").says("what is IDNYC")
    assert answer.status is Status.ANSWERED
    assert answer.records[0] == "us-new-york-idnyc"


def test_a_place_in_the_question_is_remembered_for_the_next(meet_in_lima: Meet) -> None:
    person = meet_in_lima().met("es")
    person.says(DENTIST["es"])
    assert person.memory.place == "lima"
    assert person.says("¿y dónde hay vacunas?").records[0] == "lima:vaccines"


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_results_are_other_ones_until_there_are_none(
    meet_in_lima: Meet, language: str
) -> None:
    person = meet_in_lima().met(language)
    say = phrases(language)
    first = person.says(DENTIST[language])
    assert first.status is Status.ANSWERED
    assert buttons_of(first)[say("More results")] == "more"
    shown = list(first.records)
    more = person.presses("more")
    while more.status is Status.ANSWERED:
        assert more.intent == "more_results"
        assert not set(more.records) & set(shown)
        shown += more.records
        more = person.presses("more")
    assert {f"lima:dentist-{number}" for number in range(1, len(DENTISTS) + 1)} <= set(shown)
    assert text_of(more) == say("That is all I have on this. You can ask in other words.")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "¿hay más opciones?"),
        ("en", "show me other options"),
        ("fr", "d'autres adresses ?"),
        ("ht", "èske gen lòt ankò?"),
        ("pt", "tem outras opções?"),
    ],
)
def test_more_results_can_be_asked_for_in_words(
    meet_in_lima: Meet, language: str, words: str
) -> None:
    person = meet_in_lima().met(language)
    first = person.says(DENTIST[language])
    more = person.says(words)
    assert (more.status, more.intent) == (Status.ANSWERED, "more_results")
    assert not set(more.records) & set(first.records)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_ours_is_said_so_and_counted_nowhere(meet: Meet, language: str) -> None:
    person = meet().met(language)
    before = gaps(person.app)
    answer = person.says(JOKE[language])
    say = phrases(language)
    assert answer.status is Status.NO_ANSWER
    assert answer.records == ()
    assert say("I cannot help with that. I know services and rights for people on the move.") in (
        text_of(answer)
    )
    topics = {payload for payload in buttons_of(answer).values() if payload.startswith("topic:")}
    assert topics == {f"topic:{name}" for name in COMMON_TOPICS}
    assert gaps(person.app) == before


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_a_question_without_a_record_offers_topics_and_a_person_and_counts_a_gap(
    own_app: App, language: str
) -> None:
    person = Person(own_app, "asker").met(language)
    question = {
        "es": "¿dónde arreglan bicicletas de carrera en Tijuana?",
        "en": "where can I rent a yacht in Tijuana",
        "fr": "où louer un yacht à Tijuana",
    }[language]
    answer = person.says(question)
    say = phrases(language)
    assert answer.status is Status.NO_ANSWER
    assert (answer.records, answer.sources) == ((), ())
    offered = buttons_of(answer)
    assert any(payload.startswith("topic:") for payload in offered.values())
    assert offered[say("Talk to a person")] == "person"
    assert "Tijuana" in text_of(answer)
    ((counted, count),) = gaps(own_app).items()
    assert (counted[:2], count) == ((language, "tijuana"), 1)
    assert counted[2] in own_app.topics
    person.says(question)
    assert sum(gaps(own_app).values()) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("record", "question", "warning"),
    [
        (
            "mx-mexico-city-sederec-credential",
            "SEDEREC {mexico_city}",
            "Attention: this is suspended. It is not open now.",
        ),
        ("gy-primes", "PRIMES Guyana", "Attention: this no longer exists."),
        (
            "cr-provisional-id-work-permit",
            {
                "es": "permiso de trabajo en Costa Rica al pedir asilo",
                "en": "work permit in Costa Rica when asking for asylum",
                "fr": "permis de travail au Costa Rica pour demandeur d'asile",
                "ht": "pèmi travay nan Costa Rica lè w mande azil",
                "pt": "autorização de trabalho na Costa Rica ao pedir refúgio",
            },
            "Attention: this is a promise by the authorities. It may not exist in practice.",
        ),
    ],
)
def test_what_is_not_there_now_is_never_offered_as_open(
    meet: Meet, language: str, record: str, question: str | dict[str, str], warning: str
) -> None:
    person = meet().met(language)
    if isinstance(question, str):
        question = question.format(mexico_city=person.app.places["mexico_city"].name(language))
    else:
        question = question[language]
    answer = person.says(question, language=language)
    assert record in answer.records
    say = phrases(language)
    blocks = text_of(answer).split("\n\n")
    name = person.app.searcher.index.entry(record).titles[language]
    (block,) = [block for block in blocks if name in block.split("\n")[0]]
    assert say(warning) in block
    assert say("Open now, day and night") not in block


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suspended_service_is_not_open_though_its_timetable_says_so(
    meet_in_lima: Meet, language: str
) -> None:
    answer = (
        meet_in_lima()
        .met(language)
        .says(
            {
                "es": "ayuda para dejar el alcohol en Lima",
                "en": "help to stop drinking alcohol in Lima",
                "fr": "aide pour arrêter l'alcool à Lima",
                "ht": "èd pou m kite bwè alkòl nan Lima",
                "pt": "ajuda para parar de beber álcool em Lima",
            }[language]
        )
    )
    assert answer.records[0] == "lima:alcohol"
    say = phrases(language)
    assert say("Attention: this is suspended. It is not open now.") in text_of(answer)
    assert say("Open now, day and night") not in text_of(answer)


@pytest.mark.parametrize(
    ("language", "question", "spanish", "languages"),
    [
        ("en", "where can I get vaccines in Lima", "Spanish", "Spanish, Quechua"),
        ("fr", "où faire les vaccins à Lima", "espagnol", "espagnol, quechua"),
        ("ht", "ki kote pou m pran vaksen nan Lima", "panyòl", "panyòl"),
        ("pt", "onde tomar vacina em Lima", "espanhol", "espanhol, quíchua"),
    ],
)
def test_a_record_that_is_not_translated_shows_its_fields_and_names_its_language(
    meet_in_lima: Meet, language: str, question: str, spanish: str, languages: str
) -> None:
    answer = meet_in_lima().met(language).says(question)
    assert (answer.language, answer.records[0]) == (language, "lima:vaccines")
    said, say = text_of(answer), phrases(language)
    assert say("(Text in {language})", language=spanish) in said
    assert say("Open now, day and night") in said
    assert say("They do not ask for your migration status.") in said
    assert f"🗣 {languages}" in said
    assert "📞 +51 1 1239999" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_is_asked_about_by_its_button(meet_in_lima: Meet, language: str) -> None:
    person = meet_in_lima().met(language)
    person.presses("place:lima")
    answer = person.presses("topic:dental")
    assert (answer.status, answer.language) == (Status.ANSWERED, language)
    assert all(record.startswith("lima:dentist") for record in answer.records)


def test_a_published_record_is_found_at_the_next_question(own_app: App) -> None:
    person = Person(own_app, "asker").met("es")
    before = person.says(DENTIST["es"])
    assert not any(record.startswith("lima:") for record in before.records)
    source = SourceInfo(id="lima", kind="sheet", title="Guía", place_id="pe")
    with own_app.sessions.begin() as session:
        apply(session, source, [dentist(1, "Ejemplo")], author="tests")
    assert person.says(DENTIST["es"]).records[0] == "lima:dentist-1"


def test_a_record_whose_time_is_over_is_not_shown_any_more(own_app: App) -> None:
    person = Person(own_app, "asker").met("es")
    assert person.says(SHELTER["es"]).records[0] == "mx-tijuana-cim-carmen-serdan"
    with own_app.sessions.begin() as session:
        live = session.get(Publication, "mx-tijuana-cim-carmen-serdan")
        assert live is not None
        live.expires_at = datetime.now(UTC)
    assert "mx-tijuana-cim-carmen-serdan" not in person.says(SHELTER["es"]).records


def test_the_five_languages_have_a_name_of_their_own() -> None:
    assert set(OWN_NAMES) == set(LANGUAGES)
