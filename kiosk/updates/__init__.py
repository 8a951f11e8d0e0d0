"""Updates of this terminal: what is offered, whether it is ours, when it may be installed, what became of it."""
