"""What the database is built of: rows, links between them, edits over them, and who was touched when."""
