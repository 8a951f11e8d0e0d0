"""Copies of a shop's whole database on a memory stick, made by themselves, and a new terminal that begins from one."""
