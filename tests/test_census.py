"""Counting what the corpus holds."""

from __future__ import annotations

from pathlib import Path

from matcher.corpus import Corpus, load_corpus
from matcher.directory import census
from matcher.directory.columns import OrganisationColumns
from matcher.geography.codes import COUNTRIES
from tests.conftest import ROOT


def columns_of(corpus: Corpus) -> OrganisationColumns:
    return OrganisationColumns.from_records(corpus.organisations, corpus.taxonomy)


def test_an_organisation_counts_where_it_works_else_where_it_sits_else_as_not_known(small_corpus: Corpus) -> None:
    table = census.countries_by_kind(columns_of(small_corpus), small_corpus.taxonomy)
    assert {row: table.row_total(row) for row in table.rows} == {"CZ": 1, "SK": 2, "": 3}
    assert list(table.rows) == ["CZ", "SK", ""]
    assert table.counts["SK", "civil_society"] == 2  # Checkers, and Scouts as a network
    assert table.counts["CZ", "media"] == 1  # Radio One as a broadcaster
    assert table.counts["", ""] == 1  # Silent House


def test_a_note_counts_for_each_pair_of_its_actors(small_corpus: Corpus) -> None:
    note = small_corpus.practices[1].model_copy(
        update={"actors": ("network", "broadcaster", "police"), "stage": "scoping"}
    )
    table = census.actor_pairs_by_stage(Corpus(small_corpus.taxonomy, (), (note,)))
    assert {pair for pair in table.rows if table.row_total(pair)} == {"civil_society+media"}
    wide = note.model_copy(update={"actors": ("network", "media", "school", "youth")})
    table = census.actor_pairs_by_stage(Corpus(small_corpus.taxonomy, (), (wide,)))
    assert table.column_total("scoping") == 6


def test_an_offer_counts_once_for_each_organisation(small_corpus: Corpus) -> None:
    table = census.capabilities_by_basis(columns_of(small_corpus), small_corpus.taxonomy)
    assert [table.counts["youth_outreach", basis] for basis in ("stated", "inferred", "sought")] == [1, 1, 0]
    assert [table.counts["fact_checking", basis] for basis in ("stated", "inferred", "sought")] == [1, 0, 1]


def test_the_shipped_corpus_is_as_wide_as_we_say() -> None:
    corpus = load_corpus(Path(ROOT / "corpus"))
    places = census.countries_by_kind(columns_of(corpus), corpus.taxonomy)
    assert len(corpus.organisations) >= 400
    assert sum(o.id.startswith("eutr:") for o in corpus.organisations) >= 280
    assert len(set(places.rows) & set(COUNTRIES)) >= 45
    assert len(corpus.practices) >= 200
    stages = census.actor_pairs_by_stage(corpus)
    notes = [sum(practice.stage == stage for practice in corpus.practices) for stage in stages.columns]
    assert min(notes) >= 10
    assert min(len(term.examples) for term in corpus.taxonomy.capabilities) >= 15
