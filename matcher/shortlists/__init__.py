"""Shortlists: the organisations that somebody means to talk to, kept in the database."""
