"""A whole chain on one machine: an office, shops with tills that trade by themselves, replication between them."""
