"""Which root a Pi starts next: its backend for RAUC, on a made-up setup partition."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "image/rpi/root/usr/lib/kiosk/slots"
FRESH = "[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=4\n# A=1 B=0 trial=- left=0\n"


@dataclass
class Pi:
    """A Pi's setup partition, what its loader says it started, and what was asked of mount and systemctl."""

    place: Path

    def slots(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        surroundings = {
            "PATH": f"{self.place / 'bin'}:{os.environ['PATH']}", "ASKED": str(self.place / "asked"),
            "KIOSK_SETUP": str(self.place), "KIOSK_CHOSEN": str(self.place),
        }  # fmt: skip
        return subprocess.run(
            ["sh", str(SCRIPT), *words], check=False, capture_output=True, text=True, env=surroundings
        )

    def started(self, slot: str) -> None:
        (self.place / "partition").write_bytes((2 if slot == "A" else 4).to_bytes(4, "big"))

    @property
    def file(self) -> str:
        return (self.place / "autoboot.txt").read_text()

    @property
    def asked(self) -> list[str]:
        path = self.place / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def loader(self, *, tryboot: bool) -> str:
        """What the Pi's loader would start, as its documentation tells: the last word of a section that applies."""
        applies, found = True, ""
        for line in map(str.strip, self.file.splitlines()):
            if line.startswith("["):
                applies = line == "[all]" or (line == "[tryboot]" and tryboot)
            elif applies and line.startswith("boot_partition="):
                found = line.removeprefix("boot_partition=")
        return {"2": "A", "4": "B"}[found]


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    (tmp_path / "bin").mkdir()
    for name in ("mount", "systemctl"):
        tool = tmp_path / "bin" / name
        tool.write_text(f'#!/bin/sh\necho "{name} $*" >>"$ASKED"\n')
        tool.chmod(0o755)
    (tmp_path / "autoboot.txt").write_text(FRESH)
    made = Pi(tmp_path)
    made.started("A")
    return made


def test_a_new_card_starts_its_first_root(pi: Pi) -> None:
    assert pi.slots("get-primary") == "A"
    assert (pi.slots("get-state", "A"), pi.slots("get-state", "B")) == ("good", "bad")
    assert pi.slots("get-current") == "A"
    assert pi.loader(tryboot=False) == "A"


def test_an_update_is_next_but_only_for_a_start_that_is_asked_for(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    assert pi.slots("get-primary") == "B"
    assert pi.slots("tries", "B") == "1"
    assert (pi.loader(tryboot=False), pi.loader(tryboot=True)) == ("A", "B")


def test_the_try_is_used_up_before_the_machine_restarts_into_it(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.slots("try")
    assert pi.asked[-2:] == [
        "systemctl --no-block reboot --reboot-argument=0 tryboot",
        f"mount -o remount,ro {pi.place}",
    ]
    assert pi.slots("tries", "B") == "0"
    pi.slots("try")
    assert len([line for line in pi.asked if line.startswith("systemctl")]) == 1


def test_an_update_on_trial_that_is_good_is_started_from_then_on(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.slots("try")
    pi.started("B")
    assert pi.slots("get-primary") == "B"
    assert pi.slots("tries", "B") == "0"
    pi.slots("set-state", "B", "good")
    assert (pi.slots("get-primary"), pi.slots("tries", "B")) == ("B", "5")
    assert (pi.loader(tryboot=False), pi.loader(tryboot=True)) == ("B", "A")


def test_an_update_that_does_not_come_up_leaves_the_root_before_it(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.slots("try")
    pi.started("A")  # the watchdog restarted it, and the loader forgot the wish
    assert pi.slots("get-primary") == "A"
    pi.slots("set-state", "A", "good")
    assert (pi.slots("get-primary"), pi.loader(tryboot=False)) == ("A", "A")
    pi.slots("try")
    assert len([line for line in pi.asked if line.startswith("systemctl")]) == 1


def test_an_update_found_unfit_is_bad(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.slots("try")
    pi.started("B")
    pi.slots("set-state", "B", "bad")
    assert (pi.slots("get-state", "B"), pi.slots("get-primary"), pi.loader(tryboot=False)) == ("bad", "A", "A")


def test_an_update_waits_while_what_runs_is_found_good(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.slots("set-state", "A", "good")
    assert (pi.slots("get-primary"), pi.slots("tries", "B")) == ("B", "1")


def test_a_default_given_up_leaves_a_good_one_and_never_none(pi: Pi) -> None:
    pi.slots("set-state", "A", "bad")
    assert pi.loader(tryboot=False) == "A"
    assert pi.run("get-primary").returncode == 1
    pi.slots("set-state", "A", "good")
    pi.slots("set-state", "B", "good")
    pi.slots("set-state", "A", "bad")
    assert (pi.slots("get-primary"), pi.loader(tryboot=False)) == ("B", "B")


def test_the_root_that_runs_is_never_tried(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    pi.started("B")
    pi.slots("try")
    assert not [line for line in pi.asked if line.startswith("systemctl")]


def test_the_partition_is_writable_only_while_it_is_written(pi: Pi) -> None:
    pi.slots("set-primary", "B")
    assert pi.asked == [f"mount -o remount,rw,sync {pi.place}", f"mount -o remount,ro {pi.place}"]


def test_what_changes_nothing_writes_nothing(pi: Pi) -> None:
    pi.slots("set-state", "A", "good")
    assert pi.file == FRESH
    assert pi.asked == []


def test_the_file_is_less_than_a_sector_whatever_was_written(pi: Pi) -> None:
    for words in (("set-primary", "B"), ("try",), ("set-state", "B", "bad"), ("set-state", "B", "good")):
        pi.slots(*words)
        assert (pi.place / "autoboot.txt").stat().st_size <= 512
    assert "\0" not in pi.file
    assert "\n# A=1 B=1 trial=- left=0\n" in pi.file


def test_a_file_as_an_installer_wrote_it_by_hand_is_understood(pi: Pi) -> None:
    (pi.place / "autoboot.txt").write_text("[all]\ntryboot_a_b=1\nboot_partition=4\n[tryboot]\nboot_partition=2\n")
    assert (pi.slots("get-primary"), pi.slots("get-state", "A")) == ("B", "good")


@pytest.mark.parametrize("words", [("get-state", "C"), ("set-primary", ""), ("dance",)])
def test_what_is_not_known_is_refused(pi: Pi, words: tuple[str, ...]) -> None:
    assert pi.run(*words).returncode == 2
    assert pi.file == FRESH


@pytest.mark.parametrize(
    ("partition", "root"), [(2, "ROOT=PARTLABEL=root-a\n"), (4, "ROOT=PARTLABEL=root-b\n"), (1, "")]
)
def test_the_initramfs_mounts_the_root_beside_the_boot_files_with_od_alone(
    tmp_path: Path, partition: int, root: str
) -> None:
    tools, settings = tmp_path / "bin", tmp_path / "param.conf"
    tools.mkdir()
    (tools / "od").symlink_to("/usr/bin/od")
    (tmp_path / "partition").write_bytes(partition.to_bytes(4, "big"))
    settings.touch()
    script = (SCRIPT.parents[3] / "etc/initramfs-tools/scripts/init-top/kiosk-slot").read_text()
    script = script.replace("/proc/device-tree/chosen/bootloader", str(tmp_path)).replace(
        "/conf/param.conf", str(settings)
    )
    subprocess.run(["/bin/sh", "-c", script], check=True, env={"PATH": str(tools)})
    assert settings.read_text() == root
