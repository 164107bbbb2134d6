"""Rows: read when they are asked for, found by a key, and sets of them."""
