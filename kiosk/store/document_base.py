"""What all documents are made of; the kinds themselves stand in `documents.py` and `documents_*.py`."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Root of all documents."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1


class MasterDocument(Document, frozen=True, kw_only=True):
    """Root of master data: whole rows, of which the later by (at, origin) stands.

    based_on: the id of the entry whose row was edited, "" for a new one; the journal fills it in. From it follows
    which edits were made without knowing of each other. answers: in the office's own rows, the id of a shop's edit
    that is accepted or rejected by this one.
    """

    id: str
    based_on: str = ""
    answers: str = ""


class Approval(msgspec.Struct, frozen=True):
    """Who else agreed, to which permission, on the spot."""

    permission: str
    by: str
