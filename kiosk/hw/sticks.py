"""What a memory stick is called that a terminal has a use for."""

BACKUP = "ZG-BACKUP"
"""Copies of the shop may be written to it. Upper case and eleven characters: a FAT file system's name has no others."""
