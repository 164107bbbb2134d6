"""Coalitions: partners who are chosen together for one goal, and what to look out for."""
