"""From an understanding to a question for the index."""

import numpy as np

from nlu.asking import to_question
from nlu.identify import LanguageGuess
from nlu.interpreter import Understanding

UNDERSTOOD = Understanding(
    text="necesito un dentista",
    language=LanguageGuess("es", 1.0, {}),
    vector=np.ones(3, dtype=np.float32),
    intent="ask_service",
    intents={"ask_service": 0.7, "ask_right": 0.2, "out_of_scope": 0.1},
    topics={"dental": 0.9},
    needs={"dental/extraction": 1.0},
)


def test_a_question_carries_what_was_understood() -> None:
    question = to_question(UNDERSTOOD, language="pt", place="lima", point=(-12.0, -77.0))
    assert (question.text, question.topics, question.needs) == (
        UNDERSTOOD.text, UNDERSTOOD.topics, UNDERSTOOD.needs,
    )  # fmt: skip
    assert question.vector is UNDERSTOOD.vector
    assert (question.language, question.place, question.point) == ("pt", "lima", (-12.0, -77.0))
    assert question.aside == 0.1


def test_the_intent_says_which_kinds_of_records_are_wanted() -> None:
    kinds = to_question(UNDERSTOOD, language="es", place=None).kinds
    assert kinds == {"service": 0.7, "programme": 0.7, "right": 0.2, "howto": 0.2}
