"""Whether a message speaks of immediate danger."""

from nlu.interpreter import Understanding

VIOLENCE = ("domestic_violence", "sexual_violence", "trafficking")
"""Topics in which a person may be in danger while asking."""
VIOLENCE_WEIGHT = 0.25
URGENT = 0.3
"""Missing danger is worse than a false alarm, so the intent need not be the likeliest. A question
about violence alone stays below: it is answered, with the emergency numbers before the answer."""

POSSIBLE = 0.08
"""From here on the emergency numbers go before the answer: a false alarm costs a few lines."""


def violence(understood: Understanding) -> float:
    """Return how likely the message is about violence or exploitation, 0-1."""
    return max(understood.topics.get(topic, 0.0) for topic in VIOLENCE)


def danger(understood: Understanding) -> float:
    """Return how much speaks for danger to life or body now: 0 nothing, above 1 everything."""
    return understood.chance("urgent") + VIOLENCE_WEIGHT * violence(understood)


def is_urgent(understood: Understanding) -> bool:
    """Return whether numbers and safe places come before anything else."""
    return danger(understood) >= URGENT


def may_be_urgent(understood: Understanding) -> bool:
    """Return whether numbers belong before an answer, because there may be danger."""
    return danger(understood) >= POSSIBLE
