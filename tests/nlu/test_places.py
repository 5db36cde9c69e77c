"""Places in messages: every name there is, typos too, but not words that only look like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from nlu.examples import load_examples
from nlu.places import PlaceFinder
from nlu.training import COMMON_WORD
from retrieval.text import words

PLACES = Places(place_files())
SHORT_CIRCUIT = 3
"""Letters of the shortest name that is looked for."""


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    counts: dict[str, int] = {}
    for example in load_examples():
        for word in set(words(example.text)):
            counts[word] = counts.get(word, 0) + 1
    return PlaceFinder(PLACES, [word for word, count in counts.items() if count >= COMMON_WORD])


def found(finder: PlaceFinder, text: str) -> list[str]:
    return [mention.place for mention in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("¿dónde como en la Ciudad de México?", "mexico_city"),
        ("estoy en CDMX", "mexico_city"),
        ("I just came to NYC", "new_york"),
        ("kote m ka jwenn manje nan Miyami", "miami"),
        ("mwen rive Pòtoprens", "port_au_prince"),
        ("je suis à São Paulo", "sao_paulo"),
        ("moro em Nova York", "new_york"),
        ("quiero ir a los Estados Unidos", "us"),
        ("vivo en Lima con mi hija", "lima"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(finder: PlaceFinder, text: str, place: str) -> None:
    assert found(finder, text) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("estoy en tihuana", "tijuana"),
        ("vivo en bogotta", "bogota"),
        ("soy nuevo en Nueva Yorq", "new_york"),
        ("moving to los angles", "los_angeles"),
        ("je vis a Monterey", "monterrey"),
    ],
)
def test_a_misspelt_place_is_found_and_less_sure(
    finder: PlaceFinder, text: str, place: str
) -> None:
    mention = finder.find(text)[0]
    assert mention.place == place
    assert 0.8 < mention.score < 1.0


def test_a_town_with_its_state_is_one_place(finder: PlaceFinder) -> None:
    assert found(finder, "Springfield, Ohio") == ["springfield_oh"]
    assert found(finder, "vivo en Toronto, Canada") == ["toronto"]
    assert found(finder, "São Paulo, Brasil") == ["sao_paulo"]


def test_two_places_are_both_found_the_small_one_first(finder: PlaceFinder) -> None:
    assert found(finder, "de Haití a Miami") == ["miami", "ht"]
    assert found(finder, "Tijuana o Monterrey") == ["tijuana", "monterrey"]


@pytest.mark.parametrize(
    ("text", "here", "origin"),
    [
        ("soy de Haití y vivo en Lima", "lima", "ht"),
        ("sou do Vietnã e trabalho na Tailândia", "th", "vn"),
        ("i am from Uganda seeking protection in Canada", "ca", "ug"),
        ("je viens de la Guinée, je suis à Bruxelles", "brussels", "gn"),
        ("mwen soti Ayiti, m nan Tijuana", "tijuana", "ht"),
        ("m se moun Ayiti, m nan Tijuana", "tijuana", "ht"),
        ("vengo de Venezuela", None, "ve"),
    ],
)
def test_where_somebody_comes_from_is_told_from_where_they_are(
    finder: PlaceFinder, text: str, here: str | None, origin: str
) -> None:
    mentions = finder.find(text)
    assert [mention.place for mention in mentions] == [name for name in (here, origin) if name]
    assert [mention.origin for mention in mentions] == [False, True][-len(mentions) :]


@pytest.mark.parametrize("text", ["writing from Lima", "escribo desde Lima", "m ap ekri nan Lima"])
def test_where_somebody_writes_from_is_where_they_are(finder: PlaceFinder, text: str) -> None:
    assert [(m.place, m.origin) for m in finder.find(text)] == [("lima", False)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("renovar mi tarjeta en Osaka", "osaka"),
        ("night shelter in Stockholm", "stockholm"),
        ("marier à Lagos, quels papiers", "lagos"),
        ("mwen rete Bèljik", "be"),
        ("moro no Japão", "jp"),
    ],
)
def test_places_without_content_are_known_too(finder: PlaceFinder, text: str, place: str) -> None:
    assert found(finder, text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "je suis seul avec mon bébé",
        "ça ira ?",
        "ando en la calle",
        "komo se llega",
        "can DACA people buy insurance",
        "moun kap mande azil",
        "soy albañil",
        "un chip para el celular",
        "necesito una manta para mi bebé",
        "regalan mantas y ropa",
        "hola me llamo Rosario",
        "una lima para las uñas",
        "me quito la ropa mojada",
        "nice people",
        "chili con carne",
        "mi amigo Leon me dijo",
        "minha filha Victoria está doente",
        "cuba para lavar ropa",
        "no tengo nada",
        "la ayuda",
        "eso no se usa",
        "el progreso de mi caso",
        "como va el proceso",
        "soy devota de la virgen, santa maria",
    ],
)
def test_ordinary_words_are_not_taken_for_places(finder: PlaceFinder, text: str) -> None:
    assert found(finder, text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Manta", "manta"),
        ("estoy en Manta", "manta"),
        ("vivo en Rosario", "rosario"),
        ("soti nan Cuba", "cu"),
        ("USA", "us"),
        ("El Progreso", "el_progreso"),
        ("vivo en El Progreso", "el_progreso"),
    ],
)
def test_an_ordinary_word_is_a_place_alone_or_after_in(
    finder: PlaceFinder, text: str, place: str
) -> None:
    assert found(finder, text) == [place]


def test_everyday_messages_are_hardly_ever_taken_for_a_misspelt_place(finder: PlaceFinder) -> None:
    everyday = [example.text for example in load_examples()]
    misread = [text for text in everyday if any(m.score < 1.0 for m in finder.find(text))]
    assert len(misread) / len(everyday) < 0.005, misread


def test_every_place_of_the_gazetteer_is_found_by_its_own_name() -> None:
    finder = PlaceFinder(PLACES)
    lost = []
    for place in PLACES:
        for language in LANGUAGES:
            name = " ".join(words(place.name(language)))
            if place.kind in {"world", "region"} or len(name) < SHORT_CIRCUIT:
                continue
            if not finder.find(name):
                lost.append((place.id, name))
    assert not lost


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_names_only_known_places(text: str) -> None:
    for mention in PlaceFinder(PLACES).find(text):
        assert mention.place in PLACES
        assert 0.0 < mention.score <= 1.0


def test_a_very_long_text_is_read_to_a_bound(finder: PlaceFinder) -> None:
    assert found(finder, "casa " * 50_000 + "Tijuana") == []
