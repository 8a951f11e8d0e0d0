# What makes a Debian a terminal, besides the program: units, rules, limits. For the images, and for tools/install-on-pi.

unit_files() { # $1: where to, nothing for the machine itself
    local lib="$1/usr/lib"
    install -D -m 644 -t "$lib/systemd/system" systemd/*.service systemd/*.target systemd/*.path
    install -D -m 644 systemd/kiosk-sysusers.conf "$lib/sysusers.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-tmpfiles.conf "$lib/tmpfiles.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-udev.rules "$lib/udev/rules.d/85-kiosk.rules"
    install -D -m 644 systemd/kiosk-sysctl.conf "$lib/sysctl.d/90-kiosk.conf"
    install -D -m 644 systemd/kiosk-system.conf "$lib/systemd/system.conf.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-slice.conf "$lib/systemd/system/system.slice.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-logind.conf "$lib/systemd/logind.conf.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-journald.conf "$lib/systemd/journald.conf.d/kiosk.conf"
    install -D -m 644 systemd/kiosk-polkit.rules "$1/usr/share/polkit-1/rules.d/50-kiosk.rules"
    install -D -m 644 systemd/kiosk-dbus.conf "$1/usr/share/dbus-1/system.d/kiosk.conf"
    install -D -m 755 -t "$lib/kiosk" systemd/rescue systemd/healthy systemd/crash
    no_pointer "$1/usr/share/kiosk/icons/default/cursors"
}

no_pointer() { # $1: where a pointer of one pixel goes that is not there (the Xcursor format, Xcursor(3))
    mkdir -p "$1"
    python3 -c '
import struct, sys
image = struct.pack("<9I", 36, 0xFFFD0002, 24, 1, 1, 1, 0, 0, 0) + bytes(4)
sys.stdout.buffer.write(b"Xcur" + struct.pack("<6I", 16, 0x10000, 1, 0xFFFD0002, 24, 28) + image)' > "$1/left_ptr"
    ln -sf left_ptr "$1/default"
}
