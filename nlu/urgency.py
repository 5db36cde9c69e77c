"""Whether a message speaks of immediate danger."""

from nlu.interpreter import Understanding

URGENT = 0.5
"""Probability of the intent from which help comes first; missing danger is worse than a false
alarm, so nothing else has to be likelier."""


def danger(understood: Understanding) -> float:
    """Return how likely the message speaks of danger to life or body now, 0-1."""
    return understood.chance("urgent")


def is_urgent(understood: Understanding) -> bool:
    """Return whether numbers and safe places come before anything else."""
    return danger(understood) >= URGENT
