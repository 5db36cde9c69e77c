"""Passage vectors in FAISS, added and removed in place."""

from collections.abc import Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Matrix, Vector

Keys = NDArray[np.int64]


class VectorIndex:
    """Exact inner-product search over unit vectors, by 64-bit keys.

    Exact search is chosen over a graph: ten thousand records need under 2 ms, removal is real,
    and no result depends on the order of insertion.
    """

    def __init__(self, dimension: int) -> None:
        # One question is too little work to share: FAISS's threads would only wait for each other.
        faiss.omp_set_num_threads(1)
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self.dimension = dimension

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, keys: Sequence[int], vectors: Matrix) -> None:
        """Add one vector per key."""
        if len(keys):
            self._index.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(keys, dtype=np.int64)
            )

    def remove(self, keys: Sequence[int]) -> int:
        """Remove the vectors of `keys`; return how many there were."""
        if not len(keys):
            return 0
        chosen = faiss.IDSelectorBatch(np.asarray(keys, dtype=np.int64))
        return int(self._index.remove_ids(chosen))

    def search(
        self, vector: Vector, count: int, among: Sequence[int] | None = None
    ) -> tuple[Keys, NDArray[np.float32]]:
        """Return the keys and similarities of the `count` nearest vectors, best first.

        With `among`, only vectors of these keys are looked at.
        """
        how = None
        if among is not None:
            wanted = faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))
            how = faiss.SearchParameters()
            how.sel = wanted
        most = min(count, max(1, len(self)))
        scores, keys = self._index.search(vector.reshape(1, -1), most, params=how)
        found = keys[0] >= 0
        return keys[0][found], scores[0][found]

    def reconstruct(self, keys: Sequence[int]) -> Matrix:
        """Return the vectors of `keys`, in their order; every key must be there."""
        if not len(keys):
            return np.zeros((0, self.dimension), dtype=np.float32)
        wanted = np.asarray(keys, dtype=np.int64)
        return np.asarray(self._index.reconstruct_batch(wanted), dtype=np.float32)
