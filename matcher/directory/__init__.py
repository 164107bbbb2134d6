"""The directory: organisations as arrays and as lines of words, looked through, counted and found by name."""
