"""Matching many goals in several processes, since one interpreter words reasons on one core.

A worker is a program of its own that reads parts of the goals as JSON lines and answers with the lines of their
matches: nothing is pickled, and nothing that libraries hold is forked. All map the same files, so that their pages are
in memory once.
"""
