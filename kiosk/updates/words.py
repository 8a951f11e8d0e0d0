"""Why an update is not installed, or did not stay: codes that are kept and told to the office, and their words."""

from __future__ import annotations

from kiosk.i18n import M, Message

WHY: dict[str, Message] = {
    "forged": M("This update is not signed by the maker of this terminal. It is not installed."),
    "damaged": M("This update is damaged or was not copied whole. Fetch or copy it again."),
    "no_bundle": M("This file is no update."),
    "older": M("This update is not newer than what runs here. It is not installed."),
    "machine": M("This update is for another kind of terminal."),
    "space": M("There is not enough room for this update."),
    "no_installer": M("Updates can't be installed on this machine: it was not set up from the terminal's image."),
    "install": M("The update could not be written beside the running system. Nothing was changed."),
    "cut": M("The power went several times while the update was being written. Nothing was changed."),
    "unfit": M("The new version did not come up. The terminal went back to what it ran before."),
    "screen": M("With the new version the screen did not stay up. The terminal went back."),
    "books": M("The new version could not open the books or found a fault in them. The terminal went back."),
    "devices": M("With the new version a device no longer answered. The terminal went back."),
    "settings": M("The new version could not read kiosk.toml as the old one did. The terminal went back."),
    "entry": M("The new version could not write an entry. The terminal went back."),
}
"""Every code, and what it means to a shopkeeper."""


def why(code: str) -> Message:
    """The words of a code; one that this program does not know is shown as it is."""
    return WHY.get(code) or M("The update failed ({code}).", code=code[:32])
