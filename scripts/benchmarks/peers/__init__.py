"""Other engines that search vectors, each behind the same small door; `pip install .[peers]` brings them."""

from __future__ import annotations

from benchmarks.peers.brute_force import ScikitLearn, ScikitLearnFittedBefore
from benchmarks.peers.chroma import Chroma
from benchmarks.peers.engine import Engine, MissingEngineError, built_engine, open_engine
from benchmarks.peers.hnsw import HnswLib
from benchmarks.peers.lance import LanceDb
from benchmarks.peers.milvus import MilvusLite
from benchmarks.peers.postgres import PgVector
from benchmarks.peers.qdrant import QdrantLocal
from benchmarks.peers.txtai_index import Txtai

# In the order of the bars. Those that are kept quickly come before those that are not.
PEERS: tuple[type[Engine], ...] = (
    HnswLib,
    PgVector,
    Txtai,
    Chroma,
    LanceDb,
    QdrantLocal,
    MilvusLite,
    ScikitLearn,
    ScikitLearnFittedBefore,
)

__all__ = ["PEERS", "Engine", "MissingEngineError", "built_engine", "open_engine"]
