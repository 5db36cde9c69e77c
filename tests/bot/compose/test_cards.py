"""Whole answers: the card of a service and the text of an article, in five languages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.compose.cards import SUMMARY_LETTERS, compose, source_of
from bot.phrases import phrases
from knowledge.content import (
    Citation,
    Kind,
    Location,
    Organization,
    Phone,
    Schedule,
    Standing,
    Texts,
)
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from tests.support.lima import SUSPENDED, UNTRANSLATED
from tests.support.records import make_content, published

PLACES = Places(place_files())
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""10:00 in Lima."""
CLINIC = make_content(
    "dentist",
    language="es",
    place_id="lima",
    texts={
        "es": Texts(
            name="Clínica Ejemplo", summary="Dentista gratis.", documents=("Cualquier papel",)
        ),
        "en": Texts(
            name="Example Clinic", summary="Free dentist.", documents=("Any paper", "A photo")
        ),
        "fr": Texts(
            name="Clinique Exemple", summary="Dentiste gratuit.", documents=("Tout papier",)
        ),
        "ht": Texts(name="Klinik Egzanp", summary="Dantis gratis.", documents=("Nenpòt papye",)),
        "pt": Texts(
            name="Clínica Exemplo", summary="Dentista grátis.", documents=("Qualquer papel",)
        ),
    },
    organization=Organization(external_id="x", name="Invented Association"),
    locations=(Location(external_id="x", address="Jirón Inventado 100", city="Lima"),),
    phones=(Phone(number="+5111234567"),),
    schedules=(Schedule(weekday="MO", opens_at="09:00", closes_at="17:00"),),
    url="https://example.org/clinic",
    languages_spoken=("es", "ht"),
    cost="free",
    status_required="no",
    verified_on=date(2019, 7, 29),
    citation=Citation(title="Book of Invented Services", url="https://example.org/book"),
)
CARDS = {
    "es": """
Clínica Ejemplo
Invented Association
Dentista gratis.
📍 Jirón Inventado 100, Lima
🕐 Abierto ahora. Cierra: 5:00 p.m.
📞 +51 1 1234567
🔗 https://example.org/clinic
🗣 español, criollo haitiano
💲 Gratis
🎒 Lleva: Cualquier papel
🛡 No preguntan por tu situación migratoria.
Fuente: Book of Invented Services, información confirmada por última vez el 29 de julio de 2019, puede haber cambiado. Este dato es antiguo: llama o pregunta antes de ir.""",
    "en": """
Example Clinic
Invented Association
Free dentist.
📍 Jirón Inventado 100, Lima
🕐 Open now, until 5:00 PM
📞 +51 1 1234567
🔗 https://example.org/clinic
🗣 Spanish, Haitian Creole
💲 Free
🎒 Bring: Any paper; A photo
🛡 They do not ask for your migration status.
Source: Book of Invented Services, last verified on July 29, 2019, may have changed. This is old: call or ask before you go.""",
    "fr": """
Clinique Exemple
Invented Association
Dentiste gratuit.
📍 Jirón Inventado 100, Lima
🕐 Ouvert maintenant, jusqu’à 17:00
📞 +51 1 1234567
🔗 https://example.org/clinic
🗣 espagnol, créole haïtien
💲 Gratuit
🎒 À apporter : Tout papier
🛡 On ne vous demande pas votre statut d’immigration.
Source : Book of Invented Services, information vérifiée pour la dernière fois le 29 juillet 2019, elle a pu changer. Cette information est ancienne : appelez ou demandez avant d’y aller.""",
    "ht": """
Klinik Egzanp
Invented Association
Dantis gratis.
📍 Jirón Inventado 100, Lima
🕐 Louvri kounye a, jiska 5è nan apremidi
📞 +51 1 1234567
🔗 https://example.org/clinic
🗣 kreyòl, panyòl
💲 Gratis
🎒 Pote: Nenpòt papye
🛡 Yo pa mande w estati imigrasyon w.
Sous: Book of Invented Services, dènye fwa yo verifye l se 29 jiyè 2019, sa ka chanje depi lè sa a. Enfòmasyon sa a gen lontan: rele oswa mande anvan ou ale.""",
    "pt": """
Clínica Exemplo
Invented Association
Dentista grátis.
📍 Jirón Inventado 100, Lima
🕐 Aberto agora, até 17:00
📞 +51 1 1234567
🔗 https://example.org/clinic
🗣 espanhol, haitiano
💲 Grátis
🎒 Leve: Qualquer papel
🛡 Não perguntam sobre sua situação migratória.
Fonte: Book of Invented Services, informação confirmada pela última vez em 29 de julho de 2019, pode ter mudado. Esta informação é antiga: ligue ou pergunte antes de ir.""",
}


def card(language: str, content: Any = CLINIC, number: int = 0) -> str:
    """Compose, with the thin blanks of some languages made plain."""
    text = compose(published(content), phrases(language), PLACES, MONDAY, number=number)
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_told_line_by_line(language: str) -> None:
    assert card(language) == CARDS[language].removeprefix("\n")


def test_the_golden_cards_are_in_five_languages() -> None:
    assert len({*CARDS}) == len({*CARDS.values()}) == len(LANGUAGES)


def test_a_number_marks_one_of_several() -> None:
    assert card("en", number=2) == "2. " + card("en")


def test_only_what_the_record_says_is_told() -> None:
    bare = make_content(name="Invented Kitchen")
    assert card("en", bare) == (
        "Invented Kitchen\n"
        "No address or phone is known. Ask at the town hall or at this body.\n"
        "Source: Book of Invented Services, not yet verified by a local office."
    )


def test_hours_in_the_sources_words_stand_in_for_a_timetable() -> None:
    noted = make_content(name="Invented Kitchen", hours_note="By appointment")
    assert "🕐 By appointment" in card("en", noted).splitlines()


def test_a_body_that_the_name_tells_already_is_not_told_twice() -> None:
    body = Organization(external_id="x", name="Invented Kitchen")
    told = card("en", make_content(name="The Invented Kitchen of Town", organization=body))
    assert "Invented Kitchen" not in told.splitlines()


def test_a_long_summary_is_cut() -> None:
    told = card("en", make_content(name="X", summary="They help with this and that. " * 40))
    assert len(told.splitlines()[1]) <= SUMMARY_LETTERS


@pytest.mark.parametrize(
    ("language", "label", "price", "note"),
    [
        ("en", "They do not ask for your migration status.", "12.50", "(Text in Spanish)"),
        ("fr", "On ne vous demande pas votre statut d’immigration.", "12,50 PEN",
         "(Texte en espagnol)"),
        ("ht", "Yo pa mande w estati imigrasyon w.", "12", "(Tèks an panyòl)"),
        ("pt", "Não perguntam sobre sua situação migratória.", "12,50", "(Texto em espanhol)"),
    ],
)  # fmt: skip
def test_an_untranslated_record_has_its_fields_in_the_readers_language(
    language: str, label: str, price: str, note: str
) -> None:
    told = card(language, UNTRANSLATED)
    assert "Vacunas para niñas" in told
    assert note in told
    assert label in told
    assert price in told
    assert "(Texto en" not in card("es", UNTRANSLATED)


@pytest.mark.parametrize("standing", [one for one in Standing if not one.available])
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_does_not_exist_now_says_so_and_is_not_open(
    standing: Standing, kind: Kind, number: int
) -> None:
    gone = SUSPENDED.model_copy(update={"standing": standing, "kind": kind})
    told = card("en", gone, number)
    assert "Attention: this" in told
    assert "Open now" not in told


RIGHT = make_content(
    "stay",
    kind=Kind.RIGHT,
    place_id="mx",
    texts={
        "en": Texts(
            name="Invented right to soup",
            body="Everybody may have soup.",
            steps=("Ask for soup.", "Eat it."),
            documents=("A spoon",),
        )
    },
    legal_kind="law",
    regulatory_basis="Invented Soup Act, article 7",
    url="https://example.org/soup",
)


def test_an_article_tells_its_steps_where_it_applies_and_on_what_it_rests() -> None:
    assert card("en", RIGHT) == (
        "Invented right to soup\n"
        "Everybody may have soup.\n"
        "1. Ask for soup.\n"
        "2. Eat it.\n"
        "🎒 Bring: A spoon\n"
        "Applies in: Mexico\n"
        "Basis: law, Invented Soup Act, article 7\n"
        "🔗 https://example.org/soup\n"
        "Source: Book of Invented Services, not yet verified by a local office."
    )


@pytest.mark.parametrize(
    ("language", "applies", "basis"),
    [
        ("es", "Vale en: México", "Se basa en: ley, "),
        ("fr", "Valable ici : Mexique", "D’après : loi, "),
        ("ht", "Sa valab nan: Meksik", "Sa chita sou: lwa, "),
        ("pt", "Vale em: México", "Com base em: lei, "),
    ],
)
def test_where_it_applies_and_its_basis_are_said_in_each_language(
    language: str, applies: str, basis: str
) -> None:
    told = card(language, RIGHT)
    assert applies in told.splitlines()
    assert f"{basis}Invented Soup Act, article 7" in told.splitlines()


def test_a_second_article_is_told_in_short_with_its_source() -> None:
    told = card("en", RIGHT, number=2)
    assert told.startswith("2. Invented right to soup\nEverybody may have soup.\n")
    assert "Ask for soup" not in told
    assert told.endswith("not yet verified by a local office.")


def test_a_source_has_title_link_and_day() -> None:
    source = source_of(published(CLINIC))
    assert (source.title, source.url) == ("Book of Invented Services", "https://example.org/book")
    assert source.verified_on == date(2019, 7, 29)
    assert source_of(published(RIGHT)).url == RIGHT.url
