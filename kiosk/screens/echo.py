"""Keeps a search field and the flow's idea of it in step, while both may be on the way."""

from __future__ import annotations


class Echo:
    """What was sent and has not come back in a view yet."""

    def __init__(self) -> None:
        self._sent: list[str] = []

    def sent(self, text: str) -> None:
        """The field told the flow this text."""
        self._sent.append(text.strip())

    def heard(self, query: str, field: str) -> str:
        """What the field should hold, now that a view says `query`: what is being typed is never overwritten."""
        if query in self._sent:
            del self._sent[: self._sent.index(query) + 1]
            return field
        if self._sent or (field.strip().startswith(query) and query):
            return field
        return query
