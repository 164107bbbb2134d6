"""Documents of headings, paragraphs, lists and tables, and the formats that they are written in."""
