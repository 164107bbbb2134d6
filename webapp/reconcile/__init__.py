"""The Reconciliation Service API 0.2, by which OpenRefine and others match names of a list with our organisations."""
