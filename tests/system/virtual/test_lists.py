"""A list of goods on a stick: the unit copies it, and the stick may go."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.system.virtual.qemu import Machine
from tests.system.virtual.sticks import stick

FOUND = "/var/lib/kiosk/lists"
GOODS = "id,name_en,price,tax\ng1,Green tea,3.00,13%\n"


def test_a_list_is_copied_from_a_stick(selling: Machine, tmp_path: Path) -> None:
    brought = stick(tmp_path / "lists.img", "GOODS")
    for name, content in (("商品 2026.csv", GOODS), ("holiday.jpg", "\x00")):
        subprocess.run(["mcopy", "-i", brought, "-", f"::{name}"], input=content.encode(), check=True)
    selling.plug_stick(brought)
    selling.until(f"grep -q kind {FOUND}/found.json", 300)
    selling.until("systemctl show -P ActiveState kiosk-stick@sda.service | grep -qx inactive", 60)
    said = json.loads(selling.run(f"cat {FOUND}/found.json"))
    assert [(one["kind"], one["name"]) for one in said["lists"]] == [("products", "商品 2026.csv")]
    selling.unplug_stick()
    assert selling.run(f"cat {FOUND}/products.csv") == GOODS
    assert selling.run(f"stat -c %U:%a {FOUND}/products.csv").startswith("kiosk:")
    assert selling.run("systemctl --failed --no-legend") == ""
