"""From a template and facts to a page, in the reader's language, with headers that let nothing foreign in."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kiosk.i18n import LANGUAGES, Message
from kiosk.office.web.sessions import Session

HERE = Path(__file__).parent

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the sign-in link's code stands in its address
    "Cache-Control": "no-store",
}

_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def language_of(request: Request) -> str:
    """What the reader chose, or else what his browser asks for."""
    chosen = request.cookies.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return "zh_CN" if first.startswith("zh") else "en"


def render(
    request: Request, template: str, *, office: str, session: Session | None = None, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page. values: what its template shows."""
    language = language_of(request)

    def say(text: str, **places: object) -> str:
        return Message(text, tuple(places.items())).in_(language)

    def form_field() -> Markup:
        assert session is not None
        return Markup('<input type="hidden" name="form" value="{}">').format(session.form)

    shown: dict[str, Any] = {"here": "", "refresh": 0, "said": "", "bad": False} | values
    if isinstance(shown["said"], Message):
        shown["said"] = shown["said"].in_(language)
    html = _TEMPLATES.get_template(template).render(
        M=say, language=language, office=office, session=session, form_field=form_field, when=_when, **shown
    )
    return HTMLResponse(html, status, HEADERS)


def _when(at: int) -> str:
    return time.strftime("%m-%d %H:%M", time.localtime(at / 1000)) if at else "—"
