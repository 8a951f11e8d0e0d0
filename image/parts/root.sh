# The root file system: Debian's packages once, then the program and what makes it an appliance.

names() { sed 's/#.*//; /^ *$/d' "$@" | tr -s ' \n' ','; }

base_root() { # Debian's packages, kept until their list changes; a Pi's from Raspberry Pi's archive, where that is named
    local list more=() kernel="image/packages-$FLAVOUR-$ARCH.txt"
    if [ "$FLAVOUR" = rpi ] && [ -n "${KIOSK_RPI_MIRROR:-}" ]; then
        kernel=image/packages-rpi-mirror.txt
        more=("deb http://deb.debian.org/debian $SUITE main non-free-firmware" "deb http://deb.debian.org/debian-security $SUITE-security main"
            "deb [signed-by=$(realpath "${KIOSK_RPI_KEY:?names no keyring of the archive}")] $KIOSK_RPI_MIRROR $SUITE main")
    fi
    list="$(names image/packages.txt "$kernel")"
    BASE="$OUT/base-$FLAVOUR-$ARCH-$(echo "$SUITE $list" | sha256sum | cut -c1-12).tar"
    [ -s "$BASE" ] && return
    mmdebstrap --quiet --format=tar --variant=minbase --architectures="$ARCH" --include="${list%,}" --components=main,non-free-firmware \
        --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/i18n/*' \
        --dpkgopt='path-exclude=/usr/share/iso-codes/*' --dpkgopt='path-exclude=/usr/share/xml/iso-codes/*' \
        --dpkgopt=force-unsafe-io --essential-hook='image/parts/later.sh begin "$1"' --customize-hook='image/parts/later.sh end "$1"' \
        "$SUITE" "$BASE.new" "${more[@]}"
    mv "$BASE.new" "$BASE"
}

root_tree() { # build/image/root: the base, the program, the units, no secrets
    ROOT="$OUT/root"
    rm -rf "$ROOT"; mkdir -p "$ROOT"
    tar -xf "$BASE" -C "$ROOT"
    cp -r --no-preserve=ownership image/root/. "$ROOT/"
    [ ! -d "image/$FLAVOUR/root" ] || cp -r --no-preserve=ownership "image/$FLAVOUR/root/." "$ROOT/"
    sed "s/@FLAVOUR@/$FLAVOUR/; s/@ARCH@/$ARCH/" image/root/etc/rauc/system.conf.in > "$ROOT/etc/rauc/system.conf"
    rm "$ROOT/etc/rauc/system.conf.in"
    cp "$OUT/keys/update.cert.pem" "$ROOT/etc/rauc/keyring.pem"
    program
    pictures
    units
    [ "$FLAVOUR" = virtual ] && virtual_devices
    if [ "$FLAVOUR" = rpi ]; then
        systemctl --root="$ROOT" --quiet enable kiosk-tryboot.service
        # Debian's way of filling a partition of boot files, which is not there yet
        rm -f "$ROOT"/etc/initramfs/post-update.d/z50-raspi-firmware "$ROOT"/etc/kernel/*.d/z50-raspi-firmware
    fi
    grep -v '^#' "image/$FLAVOUR/modules" > "$ROOT/etc/initramfs-tools/modules"
    # Nothing to check in a packed root; without this, the initramfs would say on the screen that it can not be
    ln -sf ../bin/true "$ROOT/usr/sbin/fsck.squashfs"
    chroot "$ROOT" sh -c 'rm -f /boot/initrd.img*; update-initramfs -c -k all' >/dev/null
    settle
    sbom > "$OUT/$NAME.sbom.json"
}

pictures() { # before the counter
    chroot "$ROOT" /opt/kiosk/bin/python3 - /usr/share/kiosk/pictures < image/parts/pictures.py
}

units() {
    unit_files "$ROOT"
    chroot "$ROOT" systemd-sysusers
    systemctl --root="$ROOT" --quiet enable kiosk-data.service kiosk.service kiosk-replicate.service \
        kiosk-good.service kiosk-update.path kiosk-backup.path kiosk-crash.path seatd.service kiosk-ssh.service
    systemctl --root="$ROOT" --quiet set-default kiosk.target
    # Nothing that waits for a network, asks for a login, or writes to the card by a timer
    systemctl --root="$ROOT" --quiet mask NetworkManager-wait-online.service systemd-networkd-wait-online.service \
        getty@.service console-getty.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
        e2scrub_all.timer e2scrub_reap.service systemd-firstboot.service systemd-boot-update.service \
        systemd-binfmt.service systemd-journal-catalog-update.service systemd-hwdb-update.service \
        systemd-pstore.service dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
        sys-fs-fuse-connections.mount modprobe@efi_pstore.service run-lock.mount ldconfig.service \
        systemd-update-done.service systemd-update-utmp.service systemd-pcrphase.service remote-fs.target \
        alsa-restore.service alsa-state.service systemd-ask-password-wall.path ssh.service ssh.socket sshd-keygen.service
    mkdir -p "$ROOT/etc/kiosk"
    ln -sf /boot/setup/kiosk.toml "$ROOT/etc/kiosk/kiosk.toml"
}

settle() { # what differs from machine to machine, or from build to build, is not in a root
    mkdir -p "$ROOT/data" "$ROOT/boot/setup" "$ROOT/var/lib/kiosk" "$ROOT/etc/NetworkManager/system-connections"
    : > "$ROOT/etc/machine-id"
    echo zhanggui > "$ROOT/etc/hostname"
    printf '127.0.0.1 localhost zhanggui\n::1 localhost\n' > "$ROOT/etc/hosts"
    ln -sf /run/NetworkManager/resolv.conf "$ROOT/etc/resolv.conf"
    ln -sf /usr/share/zoneinfo/Asia/Shanghai "$ROOT/etc/localtime"
    printf 'LANG=C.UTF-8\n' > "$ROOT/etc/locale.conf"
    # No password opens anything; of the two that have none, `service` comes in by a key
    chroot "$ROOT" passwd --quiet --lock root
    chroot "$ROOT" usermod --password '*' service
    # The day that a password was set is the day of the build
    awk -F: -v OFS=: -v day="$((SOURCE_DATE_EPOCH / 86400))" '{$3 = day; print}' "$ROOT/etc/shadow" > "$OUT/shadow"
    cat "$OUT/shadow" > "$ROOT/etc/shadow"; cp -p "$ROOT/etc/shadow" "$ROOT/etc/shadow-"; rm "$OUT/shadow"
    rm -rf "$ROOT"/var/lib/apt/lists/* "$ROOT"/var/cache/* "$ROOT"/var/log/* "$ROOT"/tmp/* "$ROOT"/var/tmp/* \
        "$ROOT"/etc/ssh "$ROOT"/usr/share/iso-codes "$ROOT"/usr/share/xml/iso-codes "$ROOT"/usr/share/backgrounds \
        "$ROOT"/var/lib/dbus/machine-id "$ROOT"/root/.cache
}

sbom() { # CycloneDX 1.5: Debian's packages and Python's, with their versions
    chroot "$ROOT" dpkg-query -Wf '${Package} ${Version} ${Architecture}\n' | python3 -c '
import json, sys
parts = []
for line in sys.stdin:
    name, version, arch = line.split()
    parts.append({"type": "library", "name": name, "version": version, "purl": f"pkg:deb/debian/{name}@{version}?arch={arch}"})
for found in json.load(open(sys.argv[1])):
    name, version = found["name"], found["version"]
    if name != "pip":
        parts.append({"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name.lower()}@{version}"})
parts.sort(key=lambda part: part["purl"])
print(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}, indent=1))
' "$ROOT/opt/kiosk/packages.json"
}

root_image() { # read-only, packed; the same bytes from the same tree
    rm -f "$OUT/$NAME.root"
    rm -rf "$OUT/boot"; mkdir "$OUT/boot"; cp "$ROOT"/boot/vmlinuz-* "$ROOT"/boot/initrd.img-* "$OUT/boot/"
    firmware
    rm -f "$ROOT"/boot/vmlinuz-* "$ROOT"/boot/initrd.img-* "$ROOT"/boot/System.map-* "$ROOT"/boot/config-* \
        "$ROOT"/vmlinuz* "$ROOT"/initrd.img*
    mksquashfs "$ROOT" "$OUT/$NAME.root" -quiet -no-progress -comp zstd -Xcompression-level ${KIOSK_PACK:-15} -b 256K -noappend
}

virtual_devices() { # a printer and pins that the host sees, in place of what is soldered and plugged in
    local kernel; kernel="$(ls "$ROOT/lib/modules")"
    install -D -m 644 "$MODULE" "$ROOT/lib/modules/$kernel/extra/kiosk-gpio-sim.ko"
    chroot "$ROOT" depmod "$kernel"
    mkdir -p "$ROOT/etc/default"; echo KIOSK_INIT=--demo > "$ROOT/etc/default/kiosk"
    # An emulated processor is some thirty times slower than the computer's own
    install -D -m 644 /dev/stdin "$ROOT/usr/lib/systemd/system/kiosk.service.d/virtual.conf" <<'END'
[Service]
WatchdogSec=80
TimeoutStartSec=300
END
    install -D -m 755 image/virtual/agent "$ROOT/usr/lib/kiosk/agent"
    install -D -m 644 image/virtual/kiosk-virtual.service "$ROOT/usr/lib/systemd/system/kiosk-virtual.service"
    printf 'dummy_hcd\nlibcomposite\nusb_f_printer\nkiosk-gpio-sim\nvirtio_console\n' > "$ROOT/etc/modules-load.d/virtual.conf"
    systemctl --root="$ROOT" --quiet enable kiosk-virtual.service
}
