"""The organisations as arrays, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.directory.columns import CodeColumn, OrganisationColumns
from matcher.records import Organisation

BANK, CHECKERS, GONE, RADIO, SCOUTS, SILENT = range(6)


@pytest.fixture(scope="module")
def columns(small_corpus: Corpus) -> OrganisationColumns:
    return OrganisationColumns.from_records(small_corpus.organisations, small_corpus.taxonomy)


def test_codes_are_the_columns_in_alphabetical_order() -> None:
    column = CodeColumn.from_codes([["SK", "CZ"], [], ["SK", "SK"], ["PL"]])
    assert column.codes == {"CZ": 0, "PL": 1, "SK": 2}
    assert column.matrix.tolist() == [
        [True, False, True],
        [False, False, False],
        [False, False, True],
        [False, True, False],
    ]
    assert column.known().tolist() == [True, False, True, True]


def test_generators_of_codes_are_read_once_and_whole() -> None:
    assert CodeColumn.from_codes([(code for code in "ab"), (code for code in "b")]).matrix.tolist() == [
        [True, True],
        [False, True],
    ]


def test_shares_count_the_wanted_codes_that_are_there() -> None:
    column = CodeColumn.from_codes([["SK", "CZ"], [], ["SK"], ["PL"]])
    shares = column.shares(["SK", "CZ"])
    assert shares.tolist() == [1, 0, 0.5, 0]
    assert shares.dtype == np.float32


def test_a_wanted_code_that_nobody_has_lowers_everyones_share() -> None:
    column = CodeColumn.from_codes([["SK", "CZ"], [], ["SK"]])
    assert column.shares({"SK", "XK"}).tolist() == [0.5, 0, 0.5]
    assert column.shares({"XK"}).tolist() == [0, 0, 0]


def test_nothing_wanted_is_nothing_shared() -> None:
    assert CodeColumn.from_codes([["SK"], []]).shares([]).tolist() == [0, 0]


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_columns_without_codes_and_without_rows(rows: list[list[str]]) -> None:
    column = CodeColumn.from_codes(rows)
    assert column.matrix.shape == (len(rows), 0)
    assert column.known().tolist() == [False] * len(rows)
    assert column.shares(["SK"]).tolist() == [0] * len(rows)


def test_what_organisations_bring_is_surer_where_it_is_stated(columns: OrganisationColumns) -> None:
    # fact_checking, broadcasting, youth_outreach, funding, hotline: the order of the taxonomy
    expected = np.zeros((6, 5))
    expected[BANK, 3] = expected[CHECKERS, 0] = expected[GONE, 4] = expected[RADIO, 1] = expected[SCOUTS, 2] = 1
    expected[RADIO, 2] = 0.7
    np.testing.assert_allclose(columns.brings, expected, atol=1e-7)
    assert columns.brings.dtype == np.float32


def test_what_organisations_look_for_stands_apart_from_what_they_bring(columns: OrganisationColumns) -> None:
    expected = np.zeros((6, 5))
    expected[SCOUTS, 0] = 1
    np.testing.assert_array_equal(columns.seeks, expected)


def test_each_list_has_its_own_column(columns: OrganisationColumns) -> None:
    assert columns.countries.shares(["SK"]).tolist() == [0, 1, 0, 0, 1, 0]
    assert columns.languages.shares(["cs"]).tolist() == [0, 0, 0, 1, 0, 0]
    assert columns.audiences.shares(["youth"]).tolist() == [0, 0, 0, 0, 1, 0]
    assert columns.themes.shares(["disinformation"]).tolist() == [0, 1, 0, 0, 0, 0]
    assert columns.values.shares(["independence"]).tolist() == [0, 1, 0, 0, 0, 0]
    assert columns.kinds.shares(["network", "civil_society"]).tolist() == [0, 0.5, 0.5, 0, 0.5, 0]
    assert columns.kinds.known().tolist() == [True, True, True, True, True, False]


def test_global_reach_and_closed_organisations_are_marked(columns: OrganisationColumns) -> None:
    assert columns.works_everywhere.tolist() == [True, False, False, False, False, False]
    assert columns.closed.tolist() == [False, False, True, False, False, False]


def test_the_surest_statement_counts_and_unknown_capabilities_do_not(small_corpus: Corpus) -> None:
    offers = [
        {"capability": "funding", "statement": "Stated.", "basis": "stated"},
        {"capability": "funding", "statement": "Guessed.", "basis": "inferred"},
        {"capability": "hotline", "statement": "Guessed.", "basis": "inferred"},
        {"capability": "hotline", "statement": "Guessed again.", "basis": "inferred"},
        {"capability": "rocketry", "statement": "Not in the list."},
    ]
    organisation = Organisation.model_validate({"id": "local:x", "name": "X", "offers": offers})
    columns = OrganisationColumns.from_records([organisation], small_corpus.taxonomy)
    np.testing.assert_allclose(columns.brings, [[0, 0, 0, 1, 0.7]], atol=1e-7)


def test_a_language_counts_whatever_its_region(small_corpus: Corpus) -> None:
    organisation = Organisation(id="local:x", name="X", languages=("pt-BR", "pt-PT", "zh-Hant-TW"))
    columns = OrganisationColumns.from_records([organisation], small_corpus.taxonomy)
    assert columns.languages.codes == {"pt": 0, "zh": 1}


def test_no_organisations_give_empty_columns(small_corpus: Corpus) -> None:
    columns = OrganisationColumns.from_records([], small_corpus.taxonomy)
    assert columns.brings.shape == columns.seeks.shape == (0, 5)
    assert columns.works_everywhere.shape == columns.closed.shape == (0,)
    assert columns.countries.shares(["SK"]).shape == (0,)
