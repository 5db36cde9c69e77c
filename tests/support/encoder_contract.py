"""What every encoder must do; a test class inherits this and gives the fixture `encoder`."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.encoders import Encoder

TEXTS = (
    "kote m ka jwenn yon klinik gratis",
    "where can I sleep tonight",
    "¿dónde regalan comida?",
    "école pour ma fille",
    "preciso de um advogado",
)
CLOSE = 1e-4
"""How far the same text may lie from itself when it is encoded in other company."""


class EncoderContract:
    """Tests of any encoder."""

    def test_it_names_itself(self, encoder: Encoder) -> None:
        assert encoder.name
        assert len(encoder.name) <= 200, "the passage cache keeps it"

    def test_every_vector_has_the_stated_length_and_the_norm_one(self, encoder: Encoder) -> None:
        for rows in (encoder.queries(TEXTS), encoder.passages(TEXTS)):
            assert rows.shape == (len(TEXTS), encoder.dimension)
            assert rows.dtype == np.float32
            np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
        one = encoder.query(TEXTS[0])
        assert one.shape == (encoder.dimension,)
        assert one.dtype == np.float32
        assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-5)

    def test_a_question_has_the_same_vector_alone_and_among_others(self, encoder: Encoder) -> None:
        alone = np.stack([encoder.query(text) for text in TEXTS])
        np.testing.assert_allclose(encoder.queries(TEXTS), alone, atol=CLOSE)

    def test_rows_come_in_the_order_of_the_texts(self, encoder: Encoder) -> None:
        many = [f"{text} {number}" for number in range(8) for text in TEXTS]
        there, back = encoder.passages(many), encoder.passages(many[::-1])
        np.testing.assert_allclose(there, back[::-1], atol=CLOSE)
        assert len(np.unique(there.round(5), axis=0)) == len(many)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.queries([]).shape == (0, encoder.dimension)
        assert encoder.passages([]).shape == (0, encoder.dimension)

    def test_a_question_and_a_passage_of_the_same_words_differ(self, encoder: Encoder) -> None:
        for text in TEXTS:
            one, other = encoder.query(text), encoder.passages([text])[0]
            assert not np.allclose(one, other, atol=CLOSE)

    def test_the_same_text_gives_the_same_vector_again(self, encoder: Encoder) -> None:
        for text in TEXTS:
            np.testing.assert_allclose(encoder.query(text), encoder.query(text), atol=1e-6)

    def test_a_nul_parts_words_and_does_not_end_the_text(self, encoder: Encoder) -> None:
        whole = encoder.query("shelter for families")
        np.testing.assert_allclose(encoder.query("shelter\x00for families"), whole, atol=CLOSE)
        assert not np.allclose(encoder.query("shelter"), whole, atol=CLOSE)

    @pytest.mark.parametrize(
        "text",
        ["", " ", "\x00", "\n\t", "🙂", "\ud800", "a\udfffb", "ا", "ก" * 300, "é" * 300],
        ids=["empty", "blank", "NUL", "white", "sign", "half", "halves", "Arabic", "Thai", "long"],
    )
    def test_any_text_has_a_unit_vector(self, encoder: Encoder, text: str) -> None:
        for vector in (
            encoder.query(text),
            encoder.queries([text])[0],
            encoder.passages([text])[0],
        ):
            assert np.isfinite(vector).all()
            assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)

    def test_a_flood_of_letters_does_not_stop_the_house(self, encoder: Encoder) -> None:
        started = time.process_time()
        encoder.query("x" * 300_000)
        assert time.process_time() - started < 20

    def test_many_threads_get_what_one_gets(self, encoder: Encoder) -> None:
        asked = [f"{text} {number}" for number in range(6) for text in TEXTS]
        alone = np.stack([encoder.query(text) for text in asked])
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(encoder.query, asked))
            batches = list(pool.map(encoder.passages, [asked] * 4))
        np.testing.assert_allclose(np.stack(together), alone, atol=CLOSE)
        for batch in batches[1:]:
            np.testing.assert_allclose(batch, batches[0], atol=CLOSE)
