# GRUB on a PC's BIOS.

LOADER='name=loader, start=1MiB, size=1MiB, type=21686148-6449-6E6F-744E-656564454649'

firmware() { :; } # the PC has its own

loader() { # without a loop device: its two places are written, and each is told where the next one is
    local dir=/usr/lib/grub/i386-pc core="$OUT/core.img" sector=2048
    early
    # shellcheck disable=SC2086  # a list of words
    grub-mkimage -O i386-pc -o "$core" -c "$OUT/early.cfg" -p '(hd0,gpt2)/grub' biosdisk $GRUB_MODULES
    dd if="$dir/boot.img" of="$1" bs=1 count=440 conv=notrunc status=none
    dd if="$core" of="$1" bs=512 seek=$sector conv=notrunc status=none
    # boot.img: where core.img begins (offset 0x5c); core.img's first sector: where the rest of it is (offset 0x1f4)
    python3 - "$1" $sector <<'END'
import struct, sys
with open(sys.argv[1], "r+b") as disk:
    sector = int(sys.argv[2])
    disk.seek(0x5C)
    disk.write(struct.pack("<Q", sector))
    disk.seek(sector * 512 + 0x1F4)
    disk.write(struct.pack("<Q", sector + 1))
END
}
