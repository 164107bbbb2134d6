"""Everyone with everyone: reciprocal matching with capacities, its timetable and its exports."""

from matcher.network.matching import OBJECTIVES, Matching, Objective, match
from matcher.network.members import Members
from matcher.network.plan import NetworkPlan, Pair, plan_network
from matcher.network.requests import Requests

__all__ = ["OBJECTIVES", "Matching", "Members", "NetworkPlan", "Objective", "Pair", "Requests", "match", "plan_network"]
