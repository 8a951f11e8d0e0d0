# GRUB, on whichever machine: it chooses the root, and keeps count of tries. What is in front of it, grub_pc.sh and
# grub_efi.sh know: LOADER (a partition before all others), loader.

BOOT_MB=96

boot_files() { # $1: the FAT image
    mcopy -i "$1" "$OUT"/boot/vmlinuz-* ::vmlinuz
    mcopy -i "$1" "$OUT"/boot/initrd.img-* ::initrd.img
}

setup_files() {
    mmd -i "$1" ::grub
    grub-editenv "$OUT/grubenv" create
    grub-editenv "$OUT/grubenv" set "ORDER=A B" A_OK=1 A_TRY=5 B_OK=0 B_TRY=0
    mcopy -i "$1" "$OUT/grubenv" ::grub/grubenv
    sed "s|@CMDLINE@|$(grep -v '^#' "image/$FLAVOUR/cmdline")|" "image/$FLAVOUR/grub.cfg" > "$OUT/grub.cfg"
    mcopy -i "$1" "$OUT/grub.cfg" ::grub/grub.cfg
}

early() { # what GRUB knows by itself: where the rest of it is
    cat > "$OUT/early.cfg" <<'END'
set setup=hd0,gpt2
export setup
configfile ($setup)/grub/grub.cfg
END
}

GRUB_MODULES="part_gpt fat normal configfile linux loadenv test echo minicmd"
