"""Lists of goods, customers and suppliers that a memory stick brings to a shop without an office."""

FOLDER, WORK = "lists", "work"
"""Beside the database; and in it, for lists that are being imported. Here, to be looked into without loading more."""
