"""The office's page for its owner's browser: made on the server, without scripts, usable on a telephone."""
