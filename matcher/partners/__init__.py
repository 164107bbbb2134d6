"""Organisations as partners for one goal: who may be, in which order, with which terms and reasons."""
