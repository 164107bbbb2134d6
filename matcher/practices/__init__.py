"""Practices for one goal: in which order, for whom, before, during and after a campaign, and by when."""
