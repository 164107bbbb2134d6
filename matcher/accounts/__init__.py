"""Those who may edit: their accounts, kept in the database, and how they sign in."""
