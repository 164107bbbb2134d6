"""Whom a name of an outside list means, and the facts by which organisations are compared."""
