"""Words in tantivy (BM25), added and removed in place."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from retrieval.text import terms


class LexicalIndex:
    """BM25 over index terms, one document per passage, by 64-bit keys.

    Terms come ready from `retrieval.text`; tantivy only counts them. `path` None keeps the
    index in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        schema = builder.build()
        if path is not None:
            path.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(schema, path=str(path) if path else None, reuse=True)
        self._schema = schema
        self._writer = self._index.writer(heap_size=30_000_000, num_threads=1)
        self._index.reload()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def update(
        self, remove: Sequence[int], add: Iterable[tuple[int, str, str]], *, clear: bool = False
    ) -> None:
        """Remove the documents of keys, add (key, language, text) and make both visible at once."""
        if clear:
            self._writer.delete_all_documents()
        for key in remove:
            self._writer.delete_documents("key", key)
        for key, language, text in add:
            document = tantivy.Document()
            document.add_unsigned("key", key)
            document.add_text("language", language)
            document.add_text("terms", " ".join(terms(text, language)))
            self._writer.add_document(document)
        self._writer.commit()
        self._index.reload()

    def search(
        self, text: str, language: str, count: int, *, widen: Sequence[tuple[str, float]] = ()
    ) -> list[tuple[int, float]]:
        """Return (key, BM25 score) of passages in `language` that share words with `text`.

        `widen` adds words that the question did not use, each with a weight.
        """
        parts = [(term, 1.0) for term in dict.fromkeys(terms(text, language))]
        parts += [(term, weight) for phrase, weight in widen for term in terms(phrase, language)]
        return self._run(parts, language, count)

    def _run(
        self, parts: Sequence[tuple[str, float]], language: str, count: int
    ) -> list[tuple[int, float]]:
        if not parts:
            return []
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, "terms", term, index_option="freq"),
                    weight,
                ),
            )
            for term, weight in parts[:48]
        ]
        any_word = tantivy.Query.boolean_query(should)
        in_language = tantivy.Query.const_score_query(
            tantivy.Query.term_query(self._schema, "language", language), 0.0
        )
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, any_word), (tantivy.Occur.Must, in_language)]
        )
        searcher = self._index.searcher()
        hits = searcher.search(query, count).hits
        return [(int(searcher.doc(address)["key"][0]), float(score)) for score, address in hits]
