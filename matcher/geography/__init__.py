"""Where: places, regions, cities and languages by the words that a text names them with."""
