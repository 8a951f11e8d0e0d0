"""The rows of each country's keyboard, in the order of `layouts.PLACES`.

Rows from the top: number row (13 keys), letters (12 and the key right of them), letters (11), letters (the key left of
Z, and 10). NUL marks a key that is not there or says nothing.
"""

from __future__ import annotations

import msgspec


class Table(msgspec.Struct, frozen=True):
    """plain and shifted: one character a key. altgr: by key code. dead: accents that wait for a letter."""

    plain: str
    shifted: str
    altgr: dict[int, str] = msgspec.field(default_factory=dict)
    dead: str = ""


TABLES = {
    "us": Table(
        "`1234567890-=" "qwertyuiop[]\\" "asdfghjkl;'" "\0zxcvbnm,./",
        "~!@#$%^&*()_+" "QWERTYUIOP{}|" 'ASDFGHJKL:"' "\0ZXCVBNM<>?",
    ),
    "uk": Table(
        "`1234567890-=" "qwertyuiop[]#" "asdfghjkl;'" "\\zxcvbnm,./",
        '¬!"£$%^&*()_+' "QWERTYUIOP{}~" "ASDFGHJKL:@" "|ZXCVBNM<>?",
        {41: "¦", 5: "€", 18: "é", 22: "ú", 23: "í", 24: "ó", 30: "á"},
    ),
    "de": Table(
        "^1234567890ß´" "qwertzuiopü+#" "asdfghjklöä" "<yxcvbnm,.-",
        '°!"§$%&/()=?`' "QWERTZUIOPÜ*'" "ASDFGHJKLÖÄ" ">YXCVBNM;:_",
        {3: "²", 4: "³", 8: "{", 9: "[", 10: "]", 11: "}", 12: "\\", 16: "@", 18: "€", 27: "~", 86: "|", 50: "µ"},
        dead="^´`",
    ),
    "fr": Table(
        "²&é\"'(-è_çà)=" "azertyuiop^$*" "qsdfghjklmù" "<wxcvbn,;:!",
        "\0" "1234567890°+" "AZERTYUIOP¨£µ" "QSDFGHJKLM%" ">WXCVBN?./§",
        {3: "~", 4: "#", 5: "{", 6: "[", 7: "|", 8: "`", 9: "\\", 10: "^", 11: "@", 12: "]", 13: "}", 18: "€", 27: "¤"},
        dead="^¨~`",
    ),
}  # fmt: skip
