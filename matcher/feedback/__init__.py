"""Opinions on recommendations, kept in the database; no ranking reads them."""
