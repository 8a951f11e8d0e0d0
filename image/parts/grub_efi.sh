# GRUB on an ARM machine's UEFI, which starts EFI/BOOT/BOOTAA64.EFI of a FAT partition. Its parts come with the root's packages.

LOADER='name=loader, start=1MiB, size=1MiB, type=C12A7328-F81F-11D2-BA4B-00C93EC93B4B'

firmware() { # out of the root into the boot files: it is of no use in a running system
    early; cp "$OUT/early.cfg" "$ROOT/tmp/"
    # shellcheck disable=SC2086  # a list of words
    chroot "$ROOT" grub-mkimage -O arm64-efi -o /tmp/grub.efi -c /tmp/early.cfg -p '(hd0,gpt2)/grub' $GRUB_MODULES
    mv "$ROOT/tmp/grub.efi" "$OUT/boot/grub.efi"
    rm -rf "$ROOT/usr/lib/grub" "$ROOT/tmp/early.cfg"
}

loader() { # $1: the disk
    local part="$OUT/loader.vfat"
    rm -f "$part"; truncate -s 1M "$part"
    mkfs.vfat -F 12 -n LOADER -i 5a474230 "$part" >/dev/null
    mmd -i "$part" ::EFI ::EFI/BOOT
    mcopy -i "$part" "$OUT/boot/grub.efi" ::EFI/BOOT/BOOTAA64.EFI
    put "$part" 1
}
