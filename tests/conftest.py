"""What all tests share: an encoder whose nearness is visible, a small corpus, and the real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask

from matcher.collection import Collection
from matcher.corpus import Corpus, load_corpus
from matcher.encoders import Encoder, Vectors, load_encoder
from matcher.encoders.cache import VectorCache
from matcher.knowledge import KnowledgeBase
from matcher.lexical import analyse
from matcher.passages import organisation_passages
from matcher.recommender import Recommender
from matcher.records import Organisation
from matcher.settings import Settings, read_settings
from matcher.workspace import Workspace
from webapp import create_app

ROOT = Path(__file__).parent.parent
SMALL_CORPUS = Path(__file__).parent / "small_corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run send more generated requests to the API than the suite does."""
    parser.addoption("--api-cases", type=int, default=10, help="generated requests for each operation of the API")


class WordsEncoder:
    """An encoder without a model: texts are near when they share words, and only then."""

    name = "words"
    dimension = 256

    def __init__(self, fingerprint: str = "words") -> None:
        self.fingerprint = hashlib.sha256(fingerprint.encode()).hexdigest()
        self.encoded: list[str] = []

    def encode_queries(self, texts: list[str]) -> Vectors:
        return np.array([_words_vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def encode_passages(self, texts: list[str]) -> Vectors:
        self.encoded += texts
        return self.encode_queries(texts)


def _words_vector(text: str) -> Vectors:
    seeds = [int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) for word in analyse(text) or ["(nothing)"]]
    total = sum(np.random.default_rng(seed).standard_normal(WordsEncoder.dimension) for seed in seeds)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


@pytest.fixture
def words_encoder() -> WordsEncoder:
    return WordsEncoder()


@pytest.fixture(scope="session")
def small_corpus() -> Corpus:
    return load_corpus(SMALL_CORPUS)


@pytest.fixture(scope="session")
def small_knowledge(small_corpus: Corpus) -> KnowledgeBase:
    return KnowledgeBase.build(small_corpus, WordsEncoder())


@pytest.fixture(scope="session")
def small_recommender(small_knowledge: KnowledgeBase) -> Recommender:
    return Recommender(small_knowledge)


def recommender_over(knowledge: KnowledgeBase, organisations: Iterable[Organisation]) -> Recommender:
    """Return a recommender over `organisations` with the taxonomy, classifier and practices of `knowledge`."""
    records = tuple(organisations)
    passages = (organisation_passages(record, knowledge.taxonomy) for record in records)
    return Recommender(
        replace(
            knowledge,
            corpus=replace(knowledge.corpus, organisations=records),
            organisation_passages=Collection.build(passages, WordsEncoder(), VectorCache(None)),
        )
    )


def records_by_id(*organisations: dict[str, Any]) -> list[Organisation]:
    """Return the records that some fields describe, in the order of their ids."""
    return sorted((Organisation.model_validate(fields) for fields in organisations), key=lambda o: o.id)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a new data folder beside the small corpus."""
    return read_settings({}, data=str(tmp_path / "data"), corpus=str(SMALL_CORPUS), model="words")


def built_workspace(settings: Settings, encoder: Encoder) -> Workspace:
    """Build a first generation of the corpus in a new data folder."""
    workspace = Workspace(settings)
    workspace.synchronise()
    workspace.build(encoder, workspace.corpus())
    return workspace


def build_app(data: Path, **overrides: str) -> Flask:
    """Build the small corpus in a new data folder and return the application that serves it."""
    given = {"data": str(data), "corpus": str(SMALL_CORPUS), "model": "words"} | overrides
    settings = read_settings({}, **given)
    built_workspace(settings, WordsEncoder())
    return create_app(settings, WordsEncoder())


@pytest.fixture(scope="session")
def bundled_encoder() -> Encoder:
    return load_encoder("bundled")


@pytest.fixture(scope="session")
def shipped_workspace(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A data folder with a knowledge base of the corpus that is shipped, built with the real model."""
    return built_workspace(read_settings({}, data=str(tmp_path_factory.mktemp("shipped"))), bundled_encoder)


@pytest.fixture(scope="session")
def shipped_recommender(shipped_workspace: Workspace, bundled_encoder: Encoder) -> Recommender:
    return Recommender(shipped_workspace.open(bundled_encoder))
