"""Danger is heard in five languages, and everyday needs are not taken for it."""

import numpy as np
import pytest

from amparo.wiring import App
from nlu.identify import LanguageGuess
from nlu.interpreter import Understanding
from nlu.urgency import POSSIBLE, URGENT, danger, is_urgent, may_be_urgent

DANGER = {
    "es": [
        "mi pareja me está golpeando, estoy encerrada en el baño",
        "quiero quitarme la vida esta noche",
        "mi hermano se desmayó y no despierta",
    ],
    "en": [
        "my boyfriend is hitting me, I locked myself in the bathroom",
        "I want to end my life tonight",
        "my brother is bleeding a lot and does not answer",
    ],
    "fr": [
        "mon copain est en train de me frapper, au secours",
        "je veux en finir avec la vie ce soir",
        "mon frère s'est évanoui et ne se réveille pas",
    ],
    "ht": [
        "mennaj mwen ap bat mwen, m fèmen tèt mwen nan twalèt la",
        "mwen vle touye tèt mwen aswè a",
        "granpapa m tonbe, li pa ka respire",
    ],
    "pt": [
        "meu namorado está me batendo, me tranquei no banheiro",
        "quero acabar com a minha vida hoje à noite",
        "meu irmão desmaiou e não acorda",
    ],
}
EVERYDAY = {
    "es": ["¿a qué hora abre la oficina?", "busco clases de inglés", "gracias por todo"],
    "en": ["what time does the office open?", "I look for English classes", "thanks for all"],
    "fr": ["à quelle heure ouvre le bureau ?", "je cherche des cours d'anglais", "merci pour tout"],
    "ht": ["a ki lè biwo a louvri?", "m ap chèche klas anglè", "mèsi pou tout bagay"],
    "pt": ["que horas abre o escritório?", "procuro aulas de inglês", "obrigado por tudo"],
}


def understood(topics: dict[str, float] | None = None, **intents: float) -> Understanding:
    return Understanding(
        text="",
        language=LanguageGuess("es", 1.0, {}),
        vector=np.zeros(1, dtype=np.float32),
        intent="x",
        intents=intents,
        topics=topics or {},
    )


@pytest.mark.parametrize(("language", "text"), [(k, t) for k, ts in DANGER.items() for t in ts])
def test_danger_is_heard(app: App, language: str, text: str) -> None:
    assert is_urgent(app.interpreter.interpret(text)), language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "mi hermano se desmayó y no despierta"),
        ("en", "my brother was stabbed and is bleeding a lot"),
        ("fr", "mon copain me frappe, je suis enfermée dans la salle de bain"),
        ("ht", "frè m nan endispoze, li pa reveye"),
        ("pt", "meu irmão desmaiou e não acorda"),
    ],
)
def test_danger_that_is_put_less_plainly_is_at_least_possible(
    app: App, language: str, text: str
) -> None:
    assert may_be_urgent(app.interpreter.interpret(text)), language


@pytest.mark.parametrize(("language", "text"), [(k, t) for k, ts in EVERYDAY.items() for t in ts])
def test_everyday_needs_are_no_danger(app: App, language: str, text: str) -> None:
    assert not may_be_urgent(app.interpreter.interpret(text)), language


def test_danger_comes_first_even_when_something_else_is_likelier() -> None:
    assert is_urgent(understood(urgent=URGENT, ask_service=1 - URGENT))
    assert URGENT < 0.5
    assert not is_urgent(understood(urgent=URGENT - 0.01, ask_service=0.2))
    assert danger(understood(ask_service=1.0)) == 0.0


@pytest.mark.parametrize("topic", ["domestic_violence", "sexual_violence", "trafficking"])
def test_violence_as_a_topic_is_possible_danger_but_still_a_question(topic: str) -> None:
    asked = understood({topic: 0.9}, ask_service=1.0)
    assert may_be_urgent(asked)
    assert not is_urgent(asked)
    assert is_urgent(understood({topic: 0.9}, urgent=POSSIBLE, ask_service=0.9))
