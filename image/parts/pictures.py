"""Draws what the screen shows before there is a counter, for /usr/lib/kiosk/picture: `pictures.py FOLDER`.

Run inside the root, with the fonts and Pillow that are there. Pixels are of four bytes, blue first.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, MUTED = "#000000", "#f3f1ec", "#aab4bd"
"""Black, as all is before and what the compositor begins with: nothing flashes, letters come and go."""
WIDTH, HEIGHT = 440, 260
"""They go on the narrowest screen that there is, 480 wide."""
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"

WORDS = {
    "splash": (),
    "preparing": ("正在准备存储卡，请勿断电。", "Preparing the card. Do not switch off."),
    "stick": ("请插入存有密钥的优盘。", "Put in the stick with the key."),
    "stick-without-key": ("此优盘上没有密钥。", "There is no key on this stick."),
    "stick-other": ("此优盘上的密钥不属于这台终端。", "The key on this stick is another terminal's."),
    "card-unreadable": ("存储卡无法读取，请联系安装人员。", "The card can't be read. Call your installer."),
}


def drawn(lines: tuple[str, ...]) -> Image.Image:
    """The name, and what there is to say."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)

    def line(y: int, text: str, size: int, ink: str) -> None:
        pen.text((WIDTH // 2, y), text, font=ImageFont.truetype(FONT, size), fill=ink, anchor="mm")

    top = 130 if not lines else 70
    line(top - 24, "掌柜", 64, INK)
    line(top + 36, "Zhanggui", 24, MUTED)
    for row, text in enumerate(lines):
        line(170 + 40 * row, text, 24 if row == 0 else 18, INK)
    return image


def main() -> None:
    """All of them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in WORDS.items():
        image = drawn(lines)
        pixels = image.convert("RGBA").tobytes("raw", "BGRA")
        (folder / name).write_bytes(b"%d %d\n" % image.size + pixels)


if __name__ == "__main__":
    main()
