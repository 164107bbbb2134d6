"""Collections: texts indexed once, found by meaning and by words, and traced back to their records."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.collection import Collection
from matcher.corpus import Corpus
from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import VectorCache
from matcher.hits import Hits
from matcher.indexes import Mask, Rows
from matcher.passage_texts import PARTS
from matcher.passages import CHUNK_WORDS, Passage, organisation_passages
from tests.conftest import WordsEncoder

SHARED = Passage("activity", 0, "Rumours week: debunk hoaxes together.")
RECORDS = [
    [Passage("profile", 0, "Checkers."), Passage("offer", 0, "Verify rumours."), SHARED],
    [Passage("profile", 0, "Radio One."), Passage("offer", 0, "Air time on radio."), SHARED],
    [],
    [Passage("profile", 0, "Silent House.")],
]
TEXTS = ["Checkers.", "Verify rumours.", SHARED.text, "Radio One.", "Air time on radio.", "Silent House."]
QUERIES = ["rumours on the radio", "house", "zzz", "debunk hoaxes"]


def collect(records: list[list[Passage]], encoder: Encoder | None = None) -> Collection:
    return Collection.build(records, encoder or WordsEncoder(), VectorCache(None))


def notes(*texts: str) -> Collection:
    """Collect one record with one note for each text."""
    return collect([[Passage("note", 0, text)] for text in texts])


def search(collection: Collection, texts: list[str], depth: int = 10) -> list[Hits]:
    return collection.search(texts, WordsEncoder().encode_queries(texts), depth)


def assert_same_hits(some: list[Hits], others: list[Hits]) -> None:
    assert len(some) == len(others)
    for one, other in zip(some, others, strict=True):
        np.testing.assert_array_equal(one.texts, other.texts)
        np.testing.assert_allclose(one.dense, other.dense, atol=1e-6)
        np.testing.assert_array_equal(one.lexical, other.lexical)


def test_a_text_that_records_share_is_indexed_once() -> None:
    encoder = WordsEncoder()
    collection = collect(RECORDS, encoder)
    assert collection.texts == TEXTS
    assert sorted(encoder.encoded) == sorted(TEXTS)
    assert collection.vectors.shape == (6, 256)


def test_each_passage_says_which_text_record_part_and_position_it_is() -> None:
    profile, offer, activity = (PARTS.index(part) for part in ("profile", "offer", "activity"))
    collection = collect(RECORDS)
    assert collection.passages.tolist() == [
        [0, 0, profile, 0],
        [1, 0, offer, 0],
        [2, 0, activity, 0],
        [2, 1, activity, 0],
        [3, 1, profile, 0],
        [4, 1, offer, 0],
        [5, 3, profile, 0],
    ]
    assert collection.first_passage.tolist() == [0, 1, 2, 4, 5, 6, 7]
    assert collection.first_vector.tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_passages_are_sorted_by_text_whatever_the_order_of_the_records() -> None:
    again = [Passage("note", 0, "b"), Passage("pitfall", 3, "a"), Passage("pitfall", 4, "b")]
    pitfall, note = PARTS.index("pitfall"), PARTS.index("note")
    collection = collect([[Passage("note", 0, "a")], again])
    assert collection.texts == ["a", "b"]
    assert collection.passages.tolist() == [[0, 0, note, 0], [0, 1, pitfall, 3], [1, 1, note, 0], [1, 1, pitfall, 4]]


def test_a_shared_text_is_traced_back_to_all_its_records() -> None:
    collection = collect(RECORDS)
    of_text, passages = collection.passages_of(np.array([5, 2]))
    assert of_text.tolist() == [0, 1, 1]
    assert passages[:, 1].tolist() == [3, 0, 1]
    assert collection.passages_of(np.array([], dtype=np.int64))[1].shape == (0, 4)


def test_hits_carry_both_scores_whichever_search_found_them() -> None:
    collection = collect(RECORDS)
    query = "rumours on the radio"
    hits = search(collection, [query])[0]
    assert hits.texts.tolist() == [0, 1, 2, 3, 4, 5]
    vectors = WordsEncoder().encode_passages(TEXTS)
    np.testing.assert_allclose(hits.dense, vectors @ WordsEncoder().encode_queries([query])[0], atol=1e-6)
    np.testing.assert_array_equal(hits.lexical, collection.lexical.scores(query))
    assert (hits.lexical > 0).tolist() == [False, True, True, True, True, False]


def test_what_only_one_of_the_searches_found_has_its_other_score_too() -> None:
    class OneDirection(WordsEncoder):
        """Every query is near the last text, whatever it says."""

        def encode_queries(self, texts: list[str]) -> np.ndarray:
            return super().encode_queries([TEXTS[-1]] * len(texts))

    collection = collect(RECORDS)
    hits = collection.search(["time"], OneDirection().encode_queries(["time"]), 1)[0]
    assert hits.texts.tolist() == [4, 5]
    near = WordsEncoder().encode_passages(TEXTS[4:]) @ WordsEncoder().encode_passages(TEXTS[5:])[0]
    np.testing.assert_allclose(hits.dense, near, atol=1e-6)
    assert hits.dense[1] == pytest.approx(1, abs=1e-6)
    assert hits.lexical[0] > 0
    assert hits.lexical[1] == 0


def test_each_search_contributes_as_many_texts_as_asked() -> None:
    words = [f"word{number}" for number in range(20)]
    collection = notes(*words)
    vectors = WordsEncoder().encode_queries(["something else"])
    near = np.argsort(-collection.vectors @ vectors[0])[:7]
    hits = collection.search(["word0 word1 word2 and word19"], vectors, 7)[0]
    assert hits.texts.tolist() == sorted({*near.tolist(), 0, 1, 2, 19})


def test_texts_without_a_shared_word_are_no_lexical_hits() -> None:
    hits = search(notes("radio", "hotline", "grants", "teenagers"), ["radio"], depth=1)[0]
    assert hits.texts.tolist() == [0]


def test_within_a_filter_each_search_contributes_as_many_of_what_it_leaves() -> None:
    collection = notes(*(f"rumours {word}" for word in ("radio", "house", "tea", "bread", "soup", "cake")))
    among = np.array([False, False, True, True, False, True])
    vectors = WordsEncoder().encode_queries(["rumours radio"])
    [hits] = collection.search(["rumours radio"], vectors, 2, among)
    assert set(hits.texts.tolist()) <= {2, 3, 5}
    assert len(hits.texts) >= 2
    assert not hits.unfiltered.any()
    [all_hits] = collection.search(["rumours radio"], vectors, 2)
    both = all_hits.with_more(hits)
    assert both.texts.tolist() == sorted({*all_hits.texts.tolist(), *hits.texts.tolist()})
    assert both.texts[both.unfiltered].tolist() == all_hits.texts.tolist()
    np.testing.assert_allclose(both.dense, collection.cosines(both.texts, vectors[0]), atol=1e-6)


def test_the_texts_of_records_are_those_of_their_passages() -> None:
    collection = collect(RECORDS)
    shared = collection.texts_of(np.array([False, True, False, False]))
    assert [TEXTS[row] for row in np.flatnonzero(shared)] == [SHARED.text, "Radio One.", "Air time on radio."]
    assert not collection.texts_of(np.array([False, False, True, False])).any()


def test_a_depth_of_nothing_finds_nothing() -> None:
    assert search(collect(RECORDS), ["radio"], depth=0)[0].texts.tolist() == []


def test_batch_and_single_agree() -> None:
    collection = collect(RECORDS)
    single = [search(collection, [query], depth=2)[0] for query in QUERIES]
    assert_same_hits(search(collection, QUERIES, depth=2), single)


def test_no_queries_give_no_hits() -> None:
    assert search(collect(RECORDS), []) == []


def long_text(*sentences: str) -> str:
    """Make each sentence as long as a chunk, so that it is one."""
    return " ".join(
        f"{sentence} {'x ' * (CHUNK_WORDS - len(sentence.split()))}".strip() + "." for sentence in sentences
    )


def test_a_long_text_is_several_chunks_and_has_the_cosine_of_its_best() -> None:
    collection = notes("grants", long_text("hotline", "radio station"), "pupils")
    assert collection.first_vector.tolist() == [0, 1, 3, 4]
    assert collection.vectors.shape == (4, 256)
    hits = search(collection, ["radio station"])[0]
    assert hits.texts.tolist() == [0, 1, 2]
    query = WordsEncoder().encode_queries(["radio station"])[0]
    chunk_products = collection.vectors @ query
    assert hits.dense.tolist() == pytest.approx([chunk_products[0], chunk_products[2], chunk_products[3]], abs=1e-6)
    assert hits.dense[1] == pytest.approx(1, abs=1e-6)


def test_cosines_come_in_the_order_in_which_texts_were_asked_for() -> None:
    collection = notes("grants", long_text("hotline", "radio station"), "pupils")
    query = WordsEncoder().encode_queries(["pupils"])[0]
    forward = collection.cosines(np.array([0, 1, 2]), query)
    np.testing.assert_array_equal(collection.cosines(np.array([2, 0, 1]), query), forward[[2, 0, 1]])
    assert forward[2] == pytest.approx(1, abs=1e-6)
    assert collection.cosines(np.array([], dtype=np.int64), query).shape == (0,)


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("query", ["radio", "hotline", "grants"])
def test_the_chunks_of_one_long_text_do_not_crowd_others_out(query: str, depth: int) -> None:
    collection = notes("grants", "pupils", "hotline", long_text(*["radio"] * 5), "radio station for many listeners")
    vector = WordsEncoder().encode_queries([query])
    exact = np.argsort(-collection.cosines(np.arange(5), vector[0]), kind="stable")[:depth]
    hits = collection.search(["(not one of the words)"], vector, depth)[0]
    assert hits.texts.tolist() == sorted(exact.tolist())


def test_only_the_query_that_lacks_texts_is_looked_at_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.collection.SPARE", 0)
    collection = notes("grants", "pupils", "hotline", long_text(*["radio"] * 5), "radio station for many listeners")
    asked: list[int] = []
    search_chunks = collection.dense.search

    def noting(queries: Vectors, limit: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        asked.append(len(queries))
        return search_chunks(queries, limit, among)

    monkeypatch.setattr(collection.dense, "search", noting)
    vectors = WordsEncoder().encode_queries(["grants", "radio", "pupils"])
    together = collection.search(["(nothing)"] * 3, vectors, 2)
    assert asked == [3, 1]
    assert together[1].texts.tolist() == [3, 4]
    alone = [collection.search(["(nothing)"], vector[None], 2)[0] for vector in vectors]
    assert_same_hits(together, alone)


@pytest.mark.parametrize("records", [RECORDS, [[]], [], [[Passage("note", 0, long_text("hotline", "radio"))]]])
def test_saved_and_loaded_it_gives_the_same_hits(records: list[list[Passage]], tmp_path: Path) -> None:
    collection = collect(records)
    collection.save(tmp_path / "collection")
    loaded = Collection.load(tmp_path / "collection")
    assert loaded.texts == collection.texts
    for name in ("passages", "first_passage", "vectors", "first_vector"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(collection, name))
    assert_same_hits(search(loaded, QUERIES, depth=3), search(collection, QUERIES, depth=3))
    np.testing.assert_array_equal(loaded.record_vectors(len(records)), collection.record_vectors(len(records)))


def test_texts_of_any_script_survive_saving(tmp_path: Path) -> None:
    texts = ['line\nbreak "quoted" \\ back', "Žilina, слово 🙂", "new\u2028line\u0085here", ""]
    notes(*texts).save(tmp_path / "collection")
    assert Collection.load(tmp_path / "collection").texts == texts


def test_an_empty_collection_finds_nothing() -> None:
    hits = search(collect([]), QUERIES)
    assert [found.texts.tolist() for found in hits] == [[], [], [], []]
    assert hits[0].dense.shape == hits[0].lexical.shape == (0,)
    assert collect([[], []]).record_vectors(2).tolist() == np.zeros((2, 256)).tolist()


def test_a_records_vector_is_the_mean_direction_of_its_passages() -> None:
    collection = collect(RECORDS)
    vectors = collection.record_vectors(4)
    one, two, three = WordsEncoder().encode_passages(TEXTS[:3])
    mean = (one + two + three) / 3
    np.testing.assert_allclose(vectors[0], mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0, 1], atol=1e-6)
    np.testing.assert_allclose(vectors[3], WordsEncoder().encode_passages(["Silent House."])[0], atol=1e-6)


def test_progress_adds_up_to_the_chunks() -> None:
    heard: list[tuple[int, int]] = []
    records = [*RECORDS, [Passage("note", 0, long_text("hotline", "radio"))]]
    Collection.build(records, WordsEncoder(), VectorCache(None), lambda *told: heard.append(told))
    assert sum(done for done, _ in heard) == 6 + 2
    assert {total for _, total in heard} == {6 + 2}


def test_the_small_corpus_is_found_by_what_its_records_say(small_corpus: Corpus) -> None:
    organisations = small_corpus.organisations
    collection = collect([list(organisation_passages(each, small_corpus.taxonomy)) for each in organisations])
    for query, expected in (("grants", "local:bank"), ("air time", "local:radio-one"), ("hotline", "local:gone")):
        hits = search(collection, [query])[0]
        for scores in (hits.dense, hits.lexical):
            _, passages = collection.passages_of(hits.texts[[np.argmax(scores)]])
            assert [organisations[row].id for row in passages[:, 1]] == [expected]
