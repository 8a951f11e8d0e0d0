"""What the recipe of the images promises, read off its files: no way in, little wear on a card, no wait."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMAGE, UNITS = ROOT / "image", ROOT / "systemd"
LISTS = sorted(IMAGE.glob("packages*.txt"))
SCRIPTS = [
    *(IMAGE / name for name in ("build", "lock", "compare")),
    *sorted((IMAGE / "parts").glob("*.sh")),
    ROOT / "tools/install-on-pi",
]


def packages(path: Path) -> set[str]:
    return {line.split("#")[0].strip() for line in path.read_text().splitlines()} - {""}


def conf(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text())
    return read


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_no_image_has_a_way_in_from_afar(path: Path) -> None:
    assert not packages(path) & {
        "dropbear",
        "telnetd",
        "sudo",
        "x11vnc",
        "raspberrypi-sys-mods",
        "userconf-pi",
    }


def test_ssh_runs_for_an_installers_key_alone() -> None:
    unit = conf(IMAGE / "root/usr/lib/systemd/system/kiosk-ssh.service")
    said = dict(
        line.split(" ", 1)
        for line in (IMAGE / "root/usr/share/kiosk/sshd_config").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert unit["Unit"]["ConditionFileNotEmpty"] == said["AuthorizedKeysFile"] == "/boot/setup/authorized_keys"
    assert said["AuthenticationMethods"] == "publickey"
    assert said["AllowUsers"] == "service"
    assert {said[name] for name in ("PasswordAuthentication", "KbdInteractiveAuthentication", "PermitRootLogin")} == {
        "no"
    }
    assert "ssh.service ssh.socket" in (IMAGE / "parts/root.sh").read_text()
    assert (IMAGE / "root/etc/systemd/system-generators/systemd-ssh-generator").readlink() == Path("/dev/null")
    assert "openssh-server" in (ROOT / "tools/install-on-pi").read_text().split("IMAGE_ONLY=")[1].splitlines()[0]


def test_no_password_opens_anything() -> None:
    recipe = "".join(path.read_text() for path in SCRIPTS)
    assert "passwd --quiet --lock root" in recipe
    assert not re.search(r"chpasswd|passwd -d|autologin|NOPASSWD", recipe)
    assert "getty@.service" in (IMAGE / "parts/root.sh").read_text()


def test_logs_stay_in_memory_and_small() -> None:
    journal = conf(UNITS / "kiosk-journald.conf")["Journal"]
    assert journal["Storage"] == "volatile"
    assert int(journal["RuntimeMaxUse"].removesuffix("M")) <= 64


def test_the_hardware_restarts_a_machine_that_hangs() -> None:
    manager = conf(UNITS / "kiosk-system.conf")["Manager"]
    # A Pi's watchdog counts to 15 seconds and no further
    assert 0 < int(manager["RuntimeWatchdogSec"].removesuffix("s")) <= 15
    loader = (IMAGE / "rpi/config.txt").read_text().splitlines()
    assert {"dtparam=watchdog=on", "kernel_watchdog_timeout=60"} <= set(loader)
    assert "watchdog_disarm=0" in (IMAGE / "rpi/cmdline").read_text().split()
    assert "bcm2835_wdt" in (IMAGE / "rpi/modules").read_text().split()


def test_the_counters_memory_is_kept_for_it_by_the_slice_it_runs_in_too() -> None:
    counter, all_services = (
        conf(UNITS / name)[section]["MemoryMin"]
        for name, section in (("kiosk.service", "Service"), ("kiosk-slice.conf", "Slice"))
    )
    assert 0 < int(counter.removesuffix("%")) <= int(all_services.removesuffix("%")) < 60
    assert "min_ttl_ms" in (UNITS / "kiosk-tmpfiles.conf").read_text()


def test_a_pis_card_keeps_its_word_when_it_is_told_to_flush() -> None:
    assert "dtparam=sd_cqe=off" in (IMAGE / "rpi/config.txt").read_text().splitlines()
    assert "dtparam=sd_cqe=off" in (ROOT / "tools/install-on-pi").read_text()


def test_wireless_does_not_sleep() -> None:
    assert conf(IMAGE / "root/etc/NetworkManager/conf.d/kiosk.conf")["connection"]["wifi.powersave"] == "2"


def test_a_machine_without_a_battery_keeps_the_last_time_it_knew() -> None:
    assert "systemd-timesyncd" in packages(IMAGE / "packages.txt")
    bound = [
        line.split()[:2] for line in (IMAGE / "root/etc/fstab").read_text().splitlines() if line.startswith("/data/")
    ]
    assert ["/data/clock", "/var/lib/systemd/timesync"] in bound


def test_the_data_partition_is_checked_and_grows() -> None:
    [data] = [
        line.split()
        for line in (IMAGE / "root/etc/fstab").read_text().splitlines()
        if line.startswith("/dev/kiosk/data")
    ]
    assert data[5] == "2"
    assert {"x-systemd.growfs", "nosuid", "nodev", "noexec"} <= set(data[3].split(","))
    # Definitions are matched to partitions of a type one by one: a missing one would have another partition grow
    grown = [conf(path)["Partition"] for path in sorted((IMAGE / "root/etc/repart.d").glob("*.conf"))]
    of_this_type = re.findall(r"^name=([a-z-]+),.*type=0FC63DAF", (IMAGE / "parts/disk.sh").read_text(), re.MULTILINE)
    assert [found["Label"] for found in grown] == of_this_type == ["root-a", "root-b", "data"]
    assert [found.get("Weight") for found in grown] == ["0", "0", None]


def test_the_pis_commands_for_its_loader_are_one_line_without_a_root() -> None:
    lines = [line for line in (IMAGE / "rpi/cmdline").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == 1
    assert "root=" not in lines[0]
    assert "systemd.volatile=state" in lines[0].split()


def test_the_loader_the_script_and_the_initramfs_mean_the_same_partitions() -> None:
    places = re.findall(r"PART_(A|B)=(\d)", (IMAGE / "rpi/root/usr/lib/kiosk/slots").read_text())
    asked = (IMAGE / "rpi/root/etc/initramfs-tools/scripts/init-top/kiosk-slot").read_text()
    made = re.findall(r"^name=([\w-]+)", (IMAGE / "parts/disk.sh").read_text(), re.MULTILINE)
    for letter, number in places:
        assert made[int(number) - 1] == f"boot-{letter.lower()}"
        assert f"{number}) echo 'ROOT=PARTLABEL=root-{letter.lower()}'" in asked
    assert "boot_partition=2\\n[tryboot]\\nboot_partition=4" in (IMAGE / "parts/pi.sh").read_text()


@pytest.mark.parametrize("loader", ["grub_pc.sh", "grub_efi.sh"])
def test_grub_finds_its_partitions_on_either_firmware(loader: str) -> None:
    first = re.findall(r"^LOADER='name=([\w-]+)", (IMAGE / "parts" / loader).read_text(), re.MULTILINE)
    made = first + re.findall(r"^name=([\w-]+)", (IMAGE / "parts/disk.sh").read_text(), re.MULTILINE)
    [setup] = re.findall(r"^set setup=hd0,gpt(\d)", (IMAGE / "parts/grub.sh").read_text(), re.MULTILINE)
    assert made[int(setup) - 1] == "setup"
    asked = re.findall(r"set files=hd0,gpt(\d); set label=root-(\w)", (IMAGE / "virtual/grub.cfg").read_text())
    assert [(made[int(number) - 1], letter) for number, letter in asked] == [("boot-a", "a"), ("boot-b", "b")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_are_scripts(path: Path) -> None:
    shell = "bash" if path.suffix == ".sh" or "bash" in path.read_text().splitlines()[0] else "sh"
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0


@pytest.mark.parametrize("arch", ["amd64", "arm64"])
def test_every_locked_package_has_its_hash(arch: str) -> None:
    text = (IMAGE / f"requirements-{arch}.txt").read_text()
    pinned = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==\S+ \\$", text, re.MULTILINE)
    assert len(pinned) > 10
    assert len(pinned) == len(re.findall(r"^\S+==", text, re.MULTILINE))


def test_the_installer_leaves_the_database_and_takes_all_units_away() -> None:
    text = (ROOT / "tools/install-on-pi").read_text()
    body = text[text.index("uninstall() {") : text.index("wish=install")]
    assert not re.search(r"rm [^\n]*var/lib/kiosk", body)
    units = (IMAGE / "parts/units.sh").read_text()
    for place in re.findall(r'"\$(?:lib|1)(/\S+)/(?:kiosk|85-kiosk|90-kiosk|50-kiosk)\.\w+"', units):
        assert place.rsplit("/", 1)[-1].split(".")[0] in body, place
