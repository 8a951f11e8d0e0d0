"""Loads the .kv that lies beside a module and says how its widgets look."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder

_loaded: set[Path] = set()


def load(module_file: str) -> None:
    """Load the .kv of the same name, once."""
    path = Path(module_file).with_suffix(".kv")
    if path not in _loaded:
        _loaded.add(path)
        Builder.load_file(str(path))
