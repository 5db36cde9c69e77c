"""Character n-grams of a text, hashed: robust to typos and to spelling that follows the ear."""

import math
import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import fold

BUCKETS = 1 << 15
SIZES = (2, 3, 4)
_BREAKS = re.compile(r"[\W_]+")
_REPEATS = re.compile(r"(\w)\1{2,}")


def ngrams(text: str, *, accents: bool = False) -> NDArray[np.int64]:
    """Return the buckets of the n-grams of `text`, repeated as often as they occur.

    Words are padded with blanks, so that beginnings and ends count. Letters written three times
    or more count twice ("hellooo"). With `accents` the written accents are kept (they tell the
    languages apart); without, they are not (people leave them out).
    """
    plain = text.casefold() if accents else fold(text)
    plain = _REPEATS.sub(r"\1\1", plain[:2000])
    padded = f" {_BREAKS.sub(' ', plain).strip()} "
    buckets = [
        crc32(padded[start : start + size].encode()) % BUCKETS
        for size in SIZES
        for start in range(len(padded) - size + 1)
    ]
    return np.asarray(buckets, dtype=np.int64)


def weights(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct buckets of `text` and their weights, damped counts of unit length."""
    buckets, counts = np.unique(ngrams(text), return_counts=True)
    damped = (1.0 + np.log(counts)).astype(np.float32)
    norm = math.sqrt(float(damped @ damped))
    return buckets, damped / norm if norm else damped
