"""Which capabilities a text is about: linear models, what they learn from, and those that were fitted before."""
