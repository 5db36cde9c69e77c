"""From an understanding to a question for the index."""

from nlu.interpreter import Understanding
from retrieval.question import Question

KINDS = {"ask_service": ("service", "programme"), "ask_right": ("right", "howto")}
"""Which kinds of records an intent asks for."""


def to_question(
    understood: Understanding,
    *,
    language: str,
    place: str | None,
    point: tuple[float, float] | None = None,
) -> Question:
    """Return what to search for when `understood` was said by somebody in `place`.

    Places that the message names besides that one count too, but less: "back from Libya to Ghana".
    """
    kinds = {kind: understood.chance(intent) for intent, names in KINDS.items() for kind in names}
    return Question(
        text=understood.text,
        language=language,
        vector=understood.vector,
        topics=understood.topics,
        needs=understood.needs,
        place=place,
        others=tuple(m.place for m in understood.places if place and m.place != place),
        point=point,
        kinds=kinds,
        aside=understood.chance("out_of_scope"),
    )
