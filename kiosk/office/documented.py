"""The office's OpenAPI document: schemas made from the very structs that bodies are decoded with."""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.wire.elsewhere import Elsewhere
from kiosk.wire.messages import Enrol, Enrolled, FeedPage, Health, Problem, Push, Pushed
from kiosk.wire.updates import UpdateOffer, UpdateReport

_BODIES = (Elsewhere, Enrol, Enrolled, FeedPage, Health, Problem, Push, Pushed, UpdateOffer, UpdateReport)
_SCHEMAS, COMPONENTS = msgspec.json.schema_components(_BODIES, ref_template="#/components/schemas/{name}")
_NAMED = dict(zip((body.__name__ for body in _BODIES), _SCHEMAS, strict=True))
_MEANING = {
    400: "Not such a message", 401: "No token, or one that was revoked", 403: "Not this terminal's, or a wrong code",
    404: "No such path",
    409: "The feed has no such place", 413: "Too large", 415: "Packed in a way that is not understood",
    416: "No such range", 429: "Too many tries", 503: "Try again later",
}  # fmt: skip


def extra(
    *, takes: str = "", gives: str = "", refuses: tuple[int, ...] = (), secured: bool = True, file: str = ""
) -> dict[str, Any]:
    """What FastAPI can't know of a path that reads its body itself."""
    found: dict[str, Any] = {"responses": {}}
    if takes:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": _NAMED[takes]}}}
    if gives:
        found["responses"]["200"] = _answer("As asked", gives)
    if file:
        found["responses"]["200"] = {"description": "The file", "content": {file: {}}}
        found["responses"]["206"] = {"description": "A part of it", "content": {file: {}}}
    for status in refuses:
        found["responses"][str(status)] = _answer(_MEANING[status], "Problem")
    if secured:
        found["security"] = [{"token": []}]
    return found


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's document with our schemas, and without the answers it believes to give."""
    components = document.setdefault("components", {})
    components["schemas"] = COMPONENTS
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    return document


def _answer(meaning: str, name: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": _NAMED[name]}}}
