"""The cases of scripts/benchmark.py: each figure beside its reference, measured in the same run."""
