"""Which of five languages: sure on sentences, led by the conversation on single words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES
from nlu.examples import load_examples
from nlu.identify import LanguageIdentifier, letters, train_table

SENTENCES = {
    "es": [
        "Busco un lugar donde cargar mi teléfono esta tarde",
        "mi abuela no puede caminar, quien nos ayuda",
        "¿La biblioteca tiene internet?",
    ],
    "en": [
        "I am looking for a place to charge my phone this afternoon",
        "my grandmother cannot walk, who helps us",
        "Does the library have internet?",
    ],
    "fr": [
        "Je cherche un endroit pour charger mon téléphone cet après-midi",
        "ma grand-mère ne peut pas marcher, qui nous aide",
        "La bibliothèque a-t-elle internet ?",
    ],
    "ht": [
        "M ap chèche yon kote pou m chaje telefòn mwen apremidi a",
        "grann mwen pa ka mache, kiyès ki ka ede nou",
        "Èske bibliyotèk la gen entènèt?",
    ],
    "pt": [
        "Procuro um lugar para carregar meu celular hoje à tarde",
        "minha avó não consegue andar, quem ajuda a gente",
        "A biblioteca tem internet?",
    ],
}
GREETINGS = {
    "es": ["hola", "buenas"],
    "en": ["hello", "thanks"],
    "fr": ["bonjour", "merci"],
    "ht": ["bonjou", "mèsi"],
    "pt": ["olá", "obrigado"],
}
OTHER_SCRIPTS = [
    "Привет, где врач?",
    "我需要帮助",
    "أحتاج مساعدة",
    "नमस्ते",
    "😀👍",
    "12345",
    "?!",
    "",
]


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    asking = [example for example in load_examples() if example.intent != "change_language"]
    return LanguageIdentifier(train_table(asking))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_known_for_sure(identifier: LanguageIdentifier, language: str) -> None:
    for sentence in SENTENCES[language]:
        guess = identifier.identify(sentence)
        assert (guess.language, guess.sure) == (language, True), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_greeting_alone_is_answered_in_its_language(
    identifier: LanguageIdentifier, language: str
) -> None:
    for word in GREETINGS[language]:
        assert identifier.identify(word).language == language, word


@pytest.mark.parametrize("word", ["ok", "no", "visa"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_many_languages_stays_in_that_of_the_conversation(
    identifier: LanguageIdentifier, word: str, language: str
) -> None:
    assert identifier.identify(word, language).language == language


def test_the_same_word_tips_with_the_conversation_before_it(
    identifier: LanguageIdentifier,
) -> None:
    assert not identifier.identify("comida").sure
    assert identifier.identify("comida", "es").language == "es"
    assert identifier.identify("comida", "pt").language == "pt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_sentence_wins_over_the_conversation(
    identifier: LanguageIdentifier, language: str
) -> None:
    for prior in LANGUAGES:
        guess = identifier.identify(SENTENCES[language][0], prior)
        assert (guess.language, guess.sure) == (language, True), prior


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_other_scripts_and_signs_say_nothing(identifier: LanguageIdentifier, text: str) -> None:
    alone = identifier.identify(text)
    assert not alone.sure
    assert alone.probability == pytest.approx(1 / len(LANGUAGES))
    for language in LANGUAGES:
        assert identifier.identify(text, language).language == language


def test_a_prior_that_is_none_of_the_five_is_left_out(identifier: LanguageIdentifier) -> None:
    assert identifier.identify("hola", "de") == identifier.identify("hola")


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200), prior=st.sampled_from([None, *LANGUAGES]))
def test_any_text_gives_probabilities_of_all_five(
    identifier: LanguageIdentifier, text: str, prior: str | None
) -> None:
    guess = identifier.identify(text, prior)
    assert set(guess.all) == set(LANGUAGES)
    assert sum(guess.all.values()) == pytest.approx(1.0)
    assert guess.probability == max(guess.all.values()) == guess.all[guess.language]


def test_letters_counts_what_is_latin_among_them() -> None:
    assert letters("Añ7 мир!") == (5, 2)
    assert letters("123 😀") == (0, 0)
