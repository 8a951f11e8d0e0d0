"""What a failed connection means, in words: from the operating system's number at the bottom of httpx's exceptions."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from kiosk.exc import NotTheOffice, OfficeError, Unreachable
from kiosk.wire.troubles import trouble

_NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
_NO_SERVER = (socket.EAI_AGAIN, getattr(socket, "EAI_FAIL", socket.EAI_AGAIN))
"""What the resolver says when it reaches no name server: there is no network, and the name may be right."""


def unreachable(problem: Exception) -> OfficeError:
    """The error to raise for an exception of httpx, of ssl, or of the operating system."""
    for cause in _causes(problem):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NotTheOffice(trouble("certificate"), "certificate")
        if isinstance(cause, ssl.SSLError):
            # Plain HTTP where TLS should be, or a machine in between that speaks another TLS
            return NotTheOffice(trouble("stranger"))
        if isinstance(cause, socket.gaierror):
            return _unreachable("network" if cause.errno in _NO_SERVER else "name")
        if isinstance(cause, ConnectionRefusedError):
            return _unreachable("closed")
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
            return _unreachable("network")
    if isinstance(problem, httpx.TimeoutException):
        return _unreachable("unreachable")
    if isinstance(problem, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return _unreachable("name")
    return _unreachable("cut")


def _unreachable(code: str) -> Unreachable:
    return Unreachable(trouble(code), code)


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
