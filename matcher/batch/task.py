"""What the workers of a batch are to do: which knowledge base, which encoder, what to write."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from matcher.encoders import load_encoder
from matcher.errors import KnowledgeBaseError
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender


@dataclass(frozen=True)
class BatchTask:
    """Matching with the generation `name` under `root`; `ending` chooses the lines, out of `match_lines.ENDINGS`.

    `coalition` is the size of the coalitions that are wanted too, None for none.
    """

    root: str
    name: str
    model: str
    ending: str
    coalition: int | None = None

    @classmethod
    def over(cls, knowledge: KnowledgeBase, root: Path, ending: str, coalition: int | None = None) -> BatchTask:
        """Return the task of matching with a knowledge base that was opened under `root`."""
        return cls(str(root.resolve()), knowledge.name, knowledge.manifest.model, ending, coalition)

    def to_json(self) -> str:
        """Return the task as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> BatchTask:
        """Read what `to_json` gave."""
        return cls(**json.loads(line))

    def open(self) -> Recommender:
        """Open the knowledge base, with one thread for the encoder; raise KnowledgeBaseError where it is another."""
        knowledge = KnowledgeBase.open(self.root, load_encoder(self.model, threads=1))
        if knowledge.name != self.name:
            raise KnowledgeBaseError(
                f"{self.root} holds {knowledge.name} now and held {self.name} when matching began; begin again"
            )
        return Recommender(knowledge)
