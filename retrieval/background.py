"""Everyday questions, against which closeness is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import LANGUAGES
from retrieval.contrast import Contrast
from retrieval.encoders import Matrix

HUB_NEIGHBOURS = 10
"""Questions that a passage's hubness is averaged over (CSLS uses 10, Lample et al. 2018)."""


@dataclass(frozen=True)
class Background:
    """Everyday questions, as vectors by language: what a hub is near to without being asked for."""

    questions: Mapping[str, Matrix]

    @cached_property
    def contrast(self) -> Contrast:
        """What tells questions apart, learned from these."""
        return Contrast(self.questions)

    def hubness(self, passages: Matrix) -> NDArray[np.float32]:
        """Return each passage's mean similarity to its nearest questions, shape (n, languages)."""
        result = np.zeros((len(passages), len(LANGUAGES)), dtype=np.float32)
        for column, language in enumerate(LANGUAGES):
            questions = self.questions.get(language)
            if questions is None or len(questions) < HUB_NEIGHBOURS:
                continue
            for start in range(0, len(passages), 1024):
                near = passages[start : start + 1024] @ questions.T
                top = np.partition(near, -HUB_NEIGHBOURS, axis=1)[:, -HUB_NEIGHBOURS:]
                result[start : start + 1024, column] = top.mean(axis=1)
        return result
