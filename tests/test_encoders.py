"""The encoders: the contract, and a tiny sentence-transformers model with prompts of its own."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from matcher.encoders import Encoder, load_encoder
from matcher.errors import EncoderError, MissingPackageError
from tests.conftest import WordsEncoder
from tests.contracts import EncoderContract

WIDTH = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PROMPTS = {"query": "query: ", "passage": "passage: "}
BGE_PROMPT = "Represent this sentence for searching relevant passages: "


@pytest.fixture(scope="session")
def plain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of one random layer over single letters; it is configured without prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", *LETTERS]
    (folder / "vocab.txt").write_text("\n".join(words + [f"##{letter}" for letter in LETTERS]))
    torch.manual_seed(0)
    bert = BertConfig(
        vocab_size=len(words) + len(LETTERS),
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=WIDTH,
        max_position_embeddings=64,
        initializer_range=1.0,
    )
    BertModel(bert).save_pretrained(folder / "bert")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(WIDTH, "mean")]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "plain"))
    return folder / "plain"


def configured(plain: Path, folder: Path, **configuration: object) -> Path:
    """Copy the plain model to `folder`, with other entries in its own configuration."""
    shutil.copytree(plain, folder)
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | configuration))
    return folder


def with_pooling(plain: Path, folder: Path, mode: str) -> Path:
    shutil.copytree(plain, folder)
    path = folder / "1_Pooling" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"pooling_mode": mode}))
    return folder


class TestWordsEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, words_encoder: WordsEncoder) -> Encoder:
        return words_encoder


class TestTinyEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, plain_folder: Path, tmp_path: Path) -> Encoder:
        return load_encoder(str(configured(plain_folder, tmp_path / "tiny", prompts=PROMPTS)))


def test_a_model_folder_keeps_the_name_that_was_asked_for(plain_folder: Path) -> None:
    encoder = load_encoder(str(plain_folder))
    assert encoder.name == str(plain_folder)
    assert encoder.dimension == WIDTH


def test_queries_and_passages_get_the_prompts_of_the_models_configuration(plain_folder: Path, tmp_path: Path) -> None:
    plain = load_encoder(str(plain_folder))
    prompted = load_encoder(str(configured(plain_folder, tmp_path / "tiny", prompts=PROMPTS)))
    np.testing.assert_array_equal(prompted.encode_queries(["radio"]), plain.encode_queries(["query: radio"]))
    np.testing.assert_array_equal(prompted.encode_passages(["radio"]), plain.encode_passages(["passage: radio"]))
    assert not np.allclose(prompted.encode_queries(["radio"]), prompted.encode_passages(["radio"]), atol=1e-3)


@pytest.mark.parametrize("key", ["document", "passage", "corpus"])
def test_the_prompt_for_passages_goes_by_three_names(plain_folder: Path, tmp_path: Path, key: str) -> None:
    plain = load_encoder(str(plain_folder))
    prompted = load_encoder(str(configured(plain_folder, tmp_path / "tiny", prompts={key: "passage: "})))
    np.testing.assert_array_equal(prompted.encode_passages(["radio"]), plain.encode_passages(["passage: radio"]))
    np.testing.assert_array_equal(prompted.encode_queries(["radio"]), plain.encode_queries(["radio"]))


def test_a_default_prompt_for_queries_is_not_put_before_passages(plain_folder: Path, tmp_path: Path) -> None:
    plain = load_encoder(str(plain_folder))
    folder = configured(plain_folder, tmp_path / "tiny", prompts={"query": "query: "}, default_prompt_name="query")
    prompted = load_encoder(str(folder))
    np.testing.assert_array_equal(prompted.encode_queries(["radio"]), plain.encode_queries(["query: radio"]))
    np.testing.assert_array_equal(prompted.encode_passages(["radio"]), plain.encode_passages(["radio"]))


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("e5-small-v2", "query: ", "passage: "),
        ("Multilingual-E5-Base", "query: ", "passage: "),
        ("bge-small-en-v1.5", BGE_PROMPT, ""),
        ("all-MiniLM-L12-v2", "", ""),
    ],
)
def test_a_family_that_names_no_prompts_gets_those_of_its_model_card(
    plain_folder: Path, tmp_path: Path, name: str, query: str, passage: str
) -> None:
    plain = load_encoder(str(plain_folder))
    family = load_encoder(str(configured(plain_folder, tmp_path / name)))
    np.testing.assert_array_equal(family.encode_queries(["radio"]), plain.encode_queries([query + "radio"]))
    np.testing.assert_array_equal(family.encode_passages(["radio"]), plain.encode_passages([passage + "radio"]))


def test_a_models_own_prompts_go_before_those_of_its_family(plain_folder: Path, tmp_path: Path) -> None:
    plain = load_encoder(str(plain_folder))
    own = load_encoder(str(configured(plain_folder, tmp_path / "e5-own", prompts={"query": "abc: "})))
    np.testing.assert_array_equal(own.encode_queries(["radio"]), plain.encode_queries(["abc: radio"]))
    np.testing.assert_array_equal(own.encode_passages(["radio"]), plain.encode_passages(["radio"]))


def test_the_same_model_elsewhere_has_the_same_fingerprint(plain_folder: Path, tmp_path: Path) -> None:
    copy = load_encoder(str(configured(plain_folder, tmp_path / "copy")))
    assert copy.fingerprint == load_encoder(str(plain_folder)).fingerprint


def test_whatever_changes_the_vectors_changes_the_fingerprint(plain_folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(plain_folder), device="cpu")
    model[0].auto_model.embeddings.word_embeddings.weight.data[9, 3] += 0.5
    model.save(str(tmp_path / "weights"))
    model = SentenceTransformer(str(plain_folder), device="cpu")
    model.max_seq_length = 8
    model.save(str(tmp_path / "length"))
    configured(plain_folder, tmp_path / "prompts", prompts=PROMPTS)
    with_pooling(plain_folder, tmp_path / "pooling", "cls")

    encoders = [load_encoder(str(plain_folder))]
    encoders += [load_encoder(str(tmp_path / name)) for name in ("weights", "length", "prompts", "pooling")]
    vectors = [encoder.encode_passages(["a broad cast to all of them"]) for encoder in encoders]
    assert not any(np.allclose(vectors[0], other, atol=1e-4) for other in vectors[1:])
    assert len({encoder.fingerprint for encoder in encoders}) == 5


def test_a_folder_that_does_not_exist_is_named_with_the_remedy(tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such-model")
    with pytest.raises(EncoderError, match="cannot be loaded") as caught:
        load_encoder(missing)
    assert repr(missing) in str(caught.value)
    assert "MATCHER_MODEL takes `bundled`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_an_encoder_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError) as caught:
        load_encoder(str(tmp_path))
    assert str(caught.value).startswith(f"model {str(tmp_path)!r} cannot be loaded: ")


def test_truncated_weights_are_an_encoder_error(plain_folder: Path, tmp_path: Path) -> None:
    folder = configured(plain_folder, tmp_path / "torn")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(folder))


def test_code_in_a_models_folder_is_never_run(plain_folder: Path, tmp_path: Path) -> None:
    folder = configured(plain_folder, tmp_path / "trap")
    sprung = tmp_path / "sprung"
    (folder / "trap.py").write_text(f"open({str(sprung)!r}, 'w')\nclass Trap: pass\n")
    modules = json.loads((folder / "modules.json").read_text())
    modules[1]["type"] = "trap.Trap"
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(folder))
    assert not sprung.exists()


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingPackageError, match=r"'any/model'.* not installed: pip install sentence-transformers$"):
        load_encoder("any/model")
