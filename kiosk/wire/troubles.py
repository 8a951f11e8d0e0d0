"""Why the head office could not be reached or would not take something: codes that are stored, and their words.

The replicating process stores a code; whoever shows it says it in the reader's language.
"""

from __future__ import annotations

from kiosk.i18n import M, Message

TROUBLES: dict[str, Message] = {
    "network": M("There is no network: check the cable or the Wi-Fi."),
    "name": M("The office's address is not found. Check the address, or the router."),
    "closed": M("Nobody answers at the office's address. Its machine or its program may be off."),
    "unreachable": M("No answer from the office in time."),
    "cut": M("The connection broke off in the middle."),
    "busy": M("The office is busy and asks for a little time."),
    "stranger": M("Something else answers in the office's place. Perhaps the Wi-Fi wants somebody to sign in."),
    "certificate": M(
        "Another certificate than the office's was shown. Perhaps the Wi-Fi wants somebody to sign in; "
        "if the office was set up anew, join it again."
    ),
    "token": M("The office does not admit this terminal any more. Join it again with a new code."),
    "code": M("This joining code is not valid: it was used, or is older than a quarter of an hour. Ask for a new one."),
    "store": M("The office says that this terminal belongs to another shop."),
    "cursor": M("The office no longer has the place where this terminal stands. It takes a fresh copy."),
    "diverged": M("This terminal's tables differ from the office's. It takes a fresh copy; sales go on."),
    "copy_ready": M("The office's fresh copy is here. It is taken between two sales; nothing is lost."),
    "rehoming": M("An old copy of this terminal's database was put in. It takes a fresh one; sales go on."),
    "fork": M("Another terminal continues this one's journal: its card was copied. Call the head office."),
    "gap": M("The office lacks entries that are no longer kept here. Call the head office."),
    "old_office": M("The office's program is too old for this terminal. Update the office."),
    "old_terminal": M("This terminal's program is too old for the office. Update it."),
    "failed": M("The office had a fault of its own. It is tried again."),
    "snapshot": M("The copy from the office came damaged. It is fetched again."),
    "store_full": M("This terminal's disk is full or can't be written."),
}
"""Every code, and what it means to a shopkeeper."""


def trouble(code: str) -> Message:
    """The words of a code; one that this program does not know is shown as it is."""
    return TROUBLES.get(code) or M("The office can't be reached ({code}).", code=code[:32])
