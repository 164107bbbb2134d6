"""What the database is built of: rows, links between them, edits over them, and which records were written when."""
