"""How the messages travel by HTTP (RFC 9110): paths, parameters, headers, and what each status means.

    POST /v1/terminals              Enrol -> Enrolled
    POST /v1/journal                Push -> Pushed
    GET  /v1/feeds/<feed>           ?after=&wait=&limit=&checksum=&lineage= -> FeedPage; <feed> may hold a slash
    GET  /v1/snapshots/<store>      a zstd-compressed SQLite file; Range and If-Range; ETag
    POST /v1/updates                UpdateReport -> UpdateOffer
    GET  /v1/updates/<digest>       an update bundle; Range and If-Range; ETag
    GET  /v1/stock                  ?product= -> Elsewhere: what the other shops have of it
    GET  /v1/health                 -> Health, for anybody

All but enrolment and health carry `Authorization: Bearer <token>`. Every refusal's body is a Problem:

    400 `body`      not such a message               401 `token`    no token, or one that was revoked
    403 `store`     not this terminal's shop or feed    403 `code`  a joining code that is wrong, used or too old
    409 `cursor`    the feed never had this place with this checksum, or has it no more: take a snapshot
    413 `size`      more than MAX_BYTES               426 `protocol` this program is too old for the office
    429 `rate`, 503 `busy`, 503 `building` (a snapshot)              try again after retry_after seconds

A terminal whose journal was found to be another's (`fork`) asks for a place under a new origin by Enrol with
`code=AGAIN` and its token.
"""

from __future__ import annotations

from urllib.parse import quote

TERMINALS = "/v1/terminals"
JOURNAL = "/v1/journal"
FEEDS = "/v1/feeds/"
SNAPSHOTS = "/v1/snapshots/"
UPDATES = "/v1/updates"
STOCK = "/v1/stock"
HEALTH = "/v1/health"

WAIT_S = 25
"""Longest that the office holds back a page with nothing on it: below what home routers forget a connection after."""

AGAIN = "AGAIN"
"""In place of a code: the bearer of a token needs a new origin."""

SNAPSHOT_DIGEST = "X-Snapshot-SHA256"
"""Header of a snapshot's or bundle's answers, also partial ones: SHA-256 of the whole file as it travels, hex."""


def feed_path(feed: str) -> str:
    """Of a feed's pages."""
    return FEEDS + quote(feed)


def update_path(digest: str) -> str:
    """Of a release's bundle."""
    return f"{UPDATES}/{quote(digest, safe='')}"


def snapshot_path(store_id: str) -> str:
    """Of a shop's snapshot."""
    return SNAPSHOTS + quote(store_id, safe="")
