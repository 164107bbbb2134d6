"""Partner Matcher: from a goal to the partners who bring what it needs, with reasons."""

from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation, Practice

__all__ = ["Goal", "KnowledgeBase", "Organisation", "Practice", "Recommender"]
