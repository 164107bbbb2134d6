"""How good the rankings are: benchmarks, metrics, intervals, baselines, and fits of the weights."""
