"""Words in tantivy (BM25), added and removed in place."""

from collections.abc import Iterable, Sequence

import tantivy

MOST_TERMS = 48
"""Terms of one question that are looked up; more add time, not sense."""


class LexicalIndex:
    """BM25 over index terms, one document per passage, by 64-bit keys, in memory.

    Terms come ready from `retrieval.text`; tantivy only counts them.
    """

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        # Signed: deletion by a term of an unsigned field finds nothing (tantivy-py 0.27).
        builder.add_integer_field("key", stored=True, indexed=True, fast=True)
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        schema = builder.build()
        self._index = tantivy.Index(schema)
        self._schema = schema
        self._writer = self._index.writer(heap_size=30_000_000, num_threads=1)
        self._index.reload()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def update(self, remove: Sequence[int], add: Iterable[tuple[int, str, str]]) -> None:
        """Remove the documents of keys, add (key, language, terms) and make both visible at once.

        Terms come from `retrieval.text.terms`, parted by blanks.
        """
        for key in remove:
            self._writer.delete_documents_by_term("key", key)
        for key, language, ready in add:
            document = tantivy.Document()
            document.add_integer("key", key)
            document.add_text("language", language)
            document.add_text("terms", ready)
            self._writer.add_document(document)
        self._writer.commit()
        self._index.reload()

    def search(
        self, weighted: Sequence[tuple[str, float]], language: str, count: int
    ) -> list[tuple[int, float]]:
        """Return (key, BM25 score) of passages in `language`, best first.

        `weighted` holds terms (as `retrieval.text.terms` gives them) with their weights; the
        heaviest are taken when there are too many.
        """
        parts = sorted(weighted, key=lambda part: -part[1])[:MOST_TERMS]
        if not parts:
            return []
        any_word = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, "terms", term, index_option="freq"),
                        weight,
                    ),
                )
                for term, weight in parts
            ]
        )
        in_language = tantivy.Query.const_score_query(
            tantivy.Query.term_query(self._schema, "language", language), 0.0
        )
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, any_word), (tantivy.Occur.Must, in_language)]
        )
        searcher = self._index.searcher()
        hits = searcher.search(query, count).hits
        return [(int(searcher.doc(address)["key"][0]), float(score)) for score, address in hits]
