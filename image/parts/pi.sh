# A Pi's own loader: autoboot.txt on the first partition says whose boot files are taken (see /usr/lib/kiosk/slots in
# image/rpi/root), and each partition of boot files has firmware, config.txt, kernel and initramfs. GPT, which the loaders
# in a Pi 4's and 5's EEPROM read; update an EEPROM from before 2023 first (`rpi-eeprom-update`).

BOOT_MB=192 LOADER=

firmware() { # out of the root into the boot files: it is of no use in a running system
    mkdir -p "$OUT/boot/firmware"
    local from dtbs
    for from in "$ROOT/usr/lib/raspi-firmware" "$ROOT/boot/firmware"; do
        [ ! -d "$from" ] || cp -r "$from/." "$OUT/boot/firmware/"
    done
    # Device trees: Debian keeps them by kernel, Raspberry Pi's packages too, with overlays beside them
    for dtbs in "$ROOT"/usr/lib/linux-image-*; do
        cp "$dtbs"/broadcom/bcm271*.dtb "$OUT/boot/firmware/"
        [ ! -d "$dtbs/overlays" ] || cp -r "$dtbs/overlays" "$OUT/boot/firmware/"
    done
    rm -rf "$ROOT/usr/lib/raspi-firmware" "$ROOT"/boot/firmware/* "$ROOT"/usr/lib/linux-image-*
}

boot_files() { # $1: the FAT image
    local file name
    for file in "$OUT"/boot/firmware/{start4*.elf,fixup4*.dat,bcm2711-*.dtb,bcm2712*.dtb,overlays}; do
        [ ! -e "$file" ] || mcopy -s -i "$1" "$file" ::
    done
    for file in "$OUT"/boot/vmlinuz-*; do
        # The names that the loader looks for by itself: a Pi 5 takes kernel_2712.img first, and kernel8.img without it
        name=8; case "$file" in *2712*) name=_2712 ;; esac
        mcopy -i "$1" "$file" "::kernel$name.img"
        mcopy -i "$1" "$OUT/boot/initrd.img-${file##*/vmlinuz-}" "::initramfs$name"
    done
    mcopy -i "$1" image/rpi/config.txt ::config.txt
    grep -v '^#' image/rpi/cmdline > "$OUT/cmdline.txt"; mcopy -i "$1" "$OUT/cmdline.txt" ::cmdline.txt
}

setup_files() {
    # As long as it will ever be: it is rewritten in its place
    { printf '[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=4\n# A=1 B=0 trial=- left=0\n'; printf '%480s' ''; } |
        head -c 480 > "$OUT/autoboot.txt"
    mcopy -i "$1" "$OUT/autoboot.txt" ::autoboot.txt
}

loader() { :; } # it is in the Pi's EEPROM
