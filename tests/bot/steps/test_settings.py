"""Language, place, help and being forgotten: by button, command and words."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from amparo.wiring import App
from bot.conversations import ConversationRow
from bot.messages import Status
from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES
from tests.support.person import Person, buttons_of, text_of

Meet = Callable[[], Person]

WISHES = {
    "es": "quiero hablar en español",
    "en": "I want to speak English",
    "fr": "je veux parler français",
    "ht": "mwen vle pale kreyòl",
    "pt": "quero falar português",
}
FORGET = {
    "es": "borra todo lo que sabes de mí",
    "en": "delete everything you know about me",
    "fr": "supprime toutes mes informations",
    "ht": "efase tout sa w konnen sou mwen",
    "pt": "apaga todas as minhas informações",
}
YES = {"es": "sí", "en": "yes", "fr": "oui", "ht": "wi", "pt": "sim"}
SHORT = "ok"
"""A word that says nothing of the language."""


def rows(app: App) -> set[str]:
    with app.sessions() as session:
        return set(session.scalars(select(ConversationRow.key)))


# Language


@pytest.mark.parametrize("before", LANGUAGES)
@pytest.mark.parametrize("wanted", LANGUAGES)
def test_a_language_is_chosen_by_its_button(meet: Meet, before: str, wanted: str) -> None:
    person = meet().met(before)
    answer = person.presses(f"lang:{wanted}")
    assert (answer.status, answer.language) == (Status.SETTINGS, wanted)
    said = phrases(wanted)("We speak {language} now. What do you need?", language=OWN_NAMES[wanted])
    assert text_of(answer) == said
    assert person.says(SHORT).language == wanted


@pytest.mark.parametrize("wanted", LANGUAGES)
def test_a_language_is_chosen_in_words(meet: Meet, wanted: str) -> None:
    before = "en" if wanted != "en" else "es"
    person = meet().met(before)
    answer = person.says(WISHES[wanted])
    assert (answer.status, answer.intent, answer.language) == (
        Status.SETTINGS, "change_language", wanted,
    )  # fmt: skip
    assert person.says(SHORT).language == wanted


@pytest.mark.parametrize(
    ("before", "words", "wanted"),
    [
        ("es", "quiero hablar en francés", "fr"),
        ("en", "speak Creole please", "ht"),
        ("fr", "je veux parler espagnol", "es"),
        ("ht", "pale angle avè m", "en"),
        ("pt", "quero falar espanhol", "es"),
    ],
)
def test_another_language_can_be_asked_for_in_ones_own(
    meet: Meet, before: str, words: str, wanted: str
) -> None:
    assert meet().met(before).says(words).language == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wanted", LANGUAGES)
def test_a_language_is_chosen_by_typing_its_own_name(
    meet: Meet, language: str, wanted: str
) -> None:
    answer = meet().met(language).says(OWN_NAMES[wanted])
    assert (answer.status, answer.language) == (Status.SETTINGS, wanted)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["/language", "lang", "lang:de"])
def test_without_a_language_the_five_are_offered(meet: Meet, language: str, way: str) -> None:
    person = meet().met(language)
    answer = person.says(way) if way.startswith("/") else person.presses(way)
    assert text_of(answer) == phrases(language)("Which language do you want?")
    assert list(buttons_of(answer)) == list(OWN_NAMES.values())


def test_who_writes_in_another_language_is_answered_in_it(meet: Meet) -> None:
    person = meet().met("es")
    assert person.says("I need a shelter in Tijuana, who can help me").language == "en"
    assert person.says("merci beaucoup pour votre aide, bonne journée").language == "fr"


def test_a_chosen_language_stays_through_short_words(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("lang:ht")
    for word in ("ok", "no", "visa", "Miami"):
        assert person.says(word).language == "ht"


def test_the_name_of_a_place_does_not_change_the_language(meet: Meet) -> None:
    for language in LANGUAGES:
        assert meet().met(language).says("New York").language == language


def test_a_language_set_outside_the_conversation_is_used_at_once(meet: Meet) -> None:
    assert meet().says("hola", language="pt").language == "pt"
    assert meet().presses("start", language="ht").language == "ht"


# Place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["place", "/place", "label"])
def test_the_place_is_asked_for_and_then_known(meet: Meet, language: str, way: str) -> None:
    person = meet().met(language)
    say = phrases(language)
    if way == "place":
        asked = person.presses("place")
    else:
        asked = person.says(say("Change place") if way == "label" else way)
    assert (asked.status, asked.intent) == (Status.CLARIFY, "change_place")
    assert text_of(asked) == say("Which city or country are you in?")
    assert asked.replies[-1].ask_location
    place = person.app.places["montevideo"].name(language)
    known = person.says(place)
    assert known.status is Status.SETTINGS
    assert text_of(known).startswith(say("Your place is now {place}.", place=place))
    assert person.memory.place == "montevideo"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "ahora estoy en Bogotá"),
        ("en", "I am in Bogotá now"),
        ("fr", "maintenant je suis à Bogota"),
        ("ht", "kounye a mwen nan Bogota"),
        ("pt", "agora estou em Bogotá"),
    ],
)
def test_a_move_is_told_in_words(meet: Meet, language: str, words: str) -> None:
    person = meet().met(language)
    person.presses("place:lima")
    assert person.says(words).status is Status.SETTINGS
    assert person.memory.place == "bogota"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Tijuana, México", "tijuana"),
        ("tihuana", "tijuana"),
        ("Springfield, Ohio", "springfield_oh"),
        ("USA", "us"),
        ("haiti", "ht"),
    ],
)
@pytest.mark.parametrize("command", [True, False])
def test_a_place_is_read_however_it_is_written(
    meet: Meet, written: str, place: str, command: bool
) -> None:
    person = meet().met("es")
    if command:
        answer = person.says(f"/place {written}")
    else:
        person.presses("place")
        answer = person.says(written)
    assert answer.status is Status.SETTINGS
    assert person.memory.place == place


@pytest.mark.parametrize("way", ["payload", "command", "words", "sentence"])
def test_an_unknown_place_is_answered_with_near_names(meet: Meet, way: str) -> None:
    person = meet().met("es")
    person.presses("place")
    answer = {
        "payload": lambda: person.presses("place:montevidio_sur"),
        "command": lambda: person.says("/place Xochimontevid"),
        "words": lambda: person.says("Xochimontevid"),
        "sentence": lambda: person.says("estoy en Xochimontevid"),
    }[way]()
    assert answer.status is Status.CLARIFY
    assert text_of(answer) == phrases("es")(
        "I do not know that place. Choose one, or write the nearest big city:"
    )
    offered = buttons_of(answer)
    assert "place:montevideo" in offered.values()
    assert all(payload.startswith("place:") for payload in offered.values())
    assert person.memory.place == ""
    person.presses("place:montevideo")
    assert person.memory.place == "montevideo"


def test_what_asks_for_something_else_is_no_place(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("place")
    assert person.says("muchas gracias").status is Status.SMALLTALK
    person.presses("place")
    answer = person.says("dentista")
    assert "I do not know that place" not in text_of(answer)
    assert answer.intent == "ask_service"


def test_a_shared_location_is_the_place_where_nothing_was_asked(meet: Meet) -> None:
    from bot.messages import Point

    person = meet().met("fr")
    answer = person.says("", point=Point(32.52, -117.03))
    assert answer.status is Status.SETTINGS
    assert person.memory.place == "tijuana"
    nowhere = meet().met("fr").says("", point=Point(0.0, -150.0))
    assert text_of(nowhere) == phrases("fr")("Which city or country are you in?")


def test_a_place_set_outside_the_conversation_is_only_a_beginning(meet: Meet) -> None:
    person = meet()
    person.presses("start", place="lima")
    assert person.memory.place == "lima"
    person.presses("place:bogota", place="lima")
    assert person.memory.place == "bogota"
    assert meet().presses("start", place="atlantis").status is Status.SMALLTALK


def test_a_new_place_answers_the_last_question_again(meet: Meet) -> None:
    person = meet().met("es")
    assert person.says("necesito un albergue en Tijuana").records[0].startswith("mx-tijuana")
    answer = person.presses("place:monterrey")
    assert answer.status is Status.ANSWERED
    assert "mx-monterrey-casa-monarca" in answer.records
    assert "mx-tijuana-cim-carmen-serdan" not in answer.records


# Help


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["help", "/help", "label"])
def test_help_says_what_can_be_done(meet: Meet, language: str, way: str) -> None:
    person = meet().met(language)
    say = phrases(language)
    if way == "help":
        answer = person.presses("help")
    else:
        answer = person.says(say("What I can do") if way == "label" else way)
    assert (answer.status, answer.intent) == (Status.SMALLTALK, "help")
    assert say("Commands: /language /place /help /forget") in text_of(answer)
    assert buttons_of(answer)[say("Talk to a person")] == "person"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "¿qué puedes hacer?"),
        ("en", "what do you do?"),
        ("fr", "qu'est-ce que tu sais faire ?"),
        ("ht", "ki bagay ou ka fè?"),
        ("pt", "o que você faz?"),
    ],
)
def test_help_can_be_asked_for_in_words(meet: Meet, language: str, words: str) -> None:
    assert meet().met(language).says(words).intent == "help"


# Being forgotten


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["promised", "words", "/forget", "forget"])
@pytest.mark.parametrize("yes", ["button", "word"])
def test_a_person_is_forgotten_after_one_question(
    meet: Meet, language: str, way: str, yes: str
) -> None:
    person = meet().met(language)
    app, say = person.app, phrases(language)
    person.presses("place:lima")
    before = rows(app)
    words = {"promised": say("forget me"), "words": FORGET[language], "/forget": "/forget"}
    asked = person.says(words[way]) if way in words else person.presses("forget")
    assert (asked.status, asked.intent) == (Status.CLARIFY, "forget_me")
    assert text_of(asked) == say("Do you want me to erase everything I keep of you?")
    assert rows(app) == before
    assert buttons_of(asked) == {say("Yes, erase everything"): "forget:yes"}
    done = person.says(YES[language]) if yes == "word" else person.presses("forget:yes")
    assert (done.status, done.language) == (Status.FORGOTTEN, language)
    assert rows(app) == before - {app.conversations.key(person.channel, person.user)}
    assert len(rows(app)) == len(before) - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_welcome_are_the_ones_that_work(meet: Meet, language: str) -> None:
    person = meet()
    welcome = text_of(person.presses("start", language_hint=language))
    quoted = phrases(language)("forget me")
    assert quoted in welcome
    assert person.says(quoted.upper()).intent == "forget_me"


def test_who_was_forgotten_is_welcomed_as_if_new(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("place:lima")
    person.presses("forget")
    person.presses("forget:yes")
    answer = person.says("bonjour")
    assert answer.language == "fr"
    assert set(OWN_NAMES.values()) <= set(buttons_of(answer))
    assert person.memory.place == ""


def test_no_keeps_everything_and_a_later_yes_is_about_something_else(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("place:lima")
    person.presses("forget")
    person.says("no")
    assert person.says("sí").status is not Status.FORGOTTEN
    assert person.memory.place == "lima"


def test_another_question_in_between_keeps_everything_too(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("forget")
    person.says("necesito un albergue en Tijuana")
    assert person.says("sí").status is not Status.FORGOTTEN
    assert person.memory.greeted


def test_only_the_one_who_asks_is_forgotten(meet: Meet) -> None:
    one, other = meet().met("es"), meet().met("es")
    other.presses("place:lima")
    one.presses("forget:yes")
    assert other.memory.place == "lima"


def test_the_same_name_on_another_channel_is_another_person(meet: Meet) -> None:
    here = meet().met("es")
    there = Person(here.app, here.user, channel="elsewhere").met("fr")
    here.presses("forget:yes")
    assert there.memory.language == "fr"
