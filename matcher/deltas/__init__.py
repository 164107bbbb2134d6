"""Deltas: what has changed since a whole build, kept beside its files, which stay as they are.

Opened, the two are joined: whoever uses the parts of a knowledge base sees no difference from a whole build. The
statistics of words (how rare each is, how long texts are) and of activities are those of the whole build.
"""
