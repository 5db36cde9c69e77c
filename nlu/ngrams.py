"""Character n-grams of words, hashed: robust to typos and to spelling that follows the ear."""

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import fold

BUCKETS = 1 << 16
SIZES = (2, 3, 4)
LONGEST_TEXT = 2000
_BREAKS = re.compile(r"[\W_]+")
_REPEATS = re.compile(r"(\w)\1{2,}")

Buckets = NDArray[np.int64]
"""Bucket numbers, each below BUCKETS."""


def ngrams(text: str, *, accents: bool = False) -> Buckets:
    """Return the buckets of the n-grams of `text`, repeated as often as they occur.

    Words are padded with blanks, so that beginnings and ends count. Letters written three times
    or more count twice ("hellooo"). With `accents` the written accents are kept (they tell the
    languages apart); without, they are not (people leave them out).
    """
    plain = text[:LONGEST_TEXT].casefold() if accents else fold(text[:LONGEST_TEXT])
    buckets = [
        crc32(word[start : start + size].encode()) % BUCKETS
        for word in (f" {word} " for word in _BREAKS.split(_REPEATS.sub(r"\1\1", plain)) if word)
        for size in SIZES
        for start in range(len(word) - size + 1)
    ]
    return np.asarray(buckets, dtype=np.int64)


def damped_counts(text: str) -> tuple[Buckets, NDArray[np.float32]]:
    """Return the distinct buckets of `text` and 1 + log(count) of each (sublinear tf)."""
    buckets, counts = np.unique(ngrams(text), return_counts=True)
    return buckets, (1.0 + np.log(counts)).astype(np.float32)
