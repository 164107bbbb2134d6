"""The HTTP API: the same answers as on the pages, for programs (`/api/v1`), with its own description and viewer."""
