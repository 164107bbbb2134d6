"""Files: whole or not at all, YAML without loss, text as XML and cells as spreadsheets can hold it."""
