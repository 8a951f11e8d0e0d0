"""Lists of goods, customers and suppliers that a memory stick brings to a shop without an office."""
