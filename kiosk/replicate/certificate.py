"""The office's certificate: looked at once, when a terminal joins, then the only one that is trusted."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit

import httpx

from kiosk.exc import NotTheOffice
from kiosk.replicate.link_errors import unreachable
from kiosk.wire.joining import fingerprint_of
from kiosk.wire.troubles import trouble

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (OpenSSL, x509_vfy.h), which Python's ssl does not name."""


def context_for(certificate: str) -> ssl.SSLContext:
    """TLS that accepts exactly this certificate (PEM). With "": none at all.

    Its name is not looked at, an office's address may change; nor its dates: a terminal without a battery wakes up
    in another year, and the certificate is known by itself.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
    if certificate:
        context.load_verify_locations(cadata=certificate)
    return context


def same_certificate(answer: httpx.Response, certificate: str) -> bool:
    """Whether an answer came under this certificate itself, and not under one that it signed."""
    stream = answer.extensions.get("network_stream")
    if stream is None:
        return True  # no network below: a transport of a test
    tls = stream.get_extra_info("ssl_object")
    return tls is not None and tls.getpeercert(True) == ssl.PEM_cert_to_DER_cert(certificate)


def look_at_certificate(address: str, fingerprint: str, timeout_s: float = 10.0) -> str:
    """The certificate (PEM) that answers at an https address, if its fingerprint is the invitation's.

    Raises NotTheOffice for another one, Unreachable. With an http address "": there is none.
    """
    parts = urlsplit(address)
    if parts.scheme != "https":
        return ""
    try:
        pem = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=timeout_s)
        shown = fingerprint_of(ssl.PEM_cert_to_DER_cert(pem))
    except (OSError, ValueError) as problem:
        raise unreachable(problem) from problem
    if shown != fingerprint:
        raise NotTheOffice(trouble("certificate"), "certificate")
    return pem
