"""What a directory holds as a whole: by country, by kind and capability, by likeness, by who works with whom."""
