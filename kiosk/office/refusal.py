"""What the office says no with: a status of HTTP and a Problem."""

from __future__ import annotations

from kiosk.wire.messages import Problem


class OfficeRefusal(Exception):
    """status: of HTTP, as `kiosk.wire.http` lists them."""

    def __init__(self, status: int, code: str, detail: str, retry_after: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.problem = Problem(code, detail, retry_after)
