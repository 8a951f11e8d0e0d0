# The disk: setup (kiosk.toml, and the boot loader's choice), twice boot and root, data. MiB throughout. What the boot
# loader wants comes from grub.sh or pi.sh: BOOT_MB, LOADER (a partition before all others), boot_files, setup_files, loader.

SETUP_MB=64 ROOT_MB=700 DATA_MB="${KIOSK_DATA_MB:-256}"

boot_image() { # $1: the boot files of one root, as a FAT image
    rm -f "$1"; truncate -s "${BOOT_MB}M" "$1"
    mkfs.vfat -n BOOT -i 5a474231 "$1" >/dev/null
    boot_files "$1"
}

setup_image() { # $1: the partition that an installer may write to from any computer
    rm -f "$1"; truncate -s "${SETUP_MB}M" "$1"
    mkfs.vfat -n SETUP -i 5a474232 "$1" >/dev/null
    setup_files "$1"
    local settings="${KIOSK_TOML:-image/$FLAVOUR/kiosk.toml}"
    [ ! -f "$settings" ] || mcopy -i "$1" "$settings" ::kiosk.toml
}

data_image() { # $1: an empty data partition with the directories that are bound elsewhere; new, as /usr/lib/kiosk/unlock sees
    local dir="$OUT/data" uid; uid="$(awk -F: '$1 == "kiosk" {print $3 ":" $4}' "$ROOT/etc/passwd")"
    rm -rf "$dir" "$1"; mkdir -p "$dir"/{kiosk,clock,network,rauc}
    chown "$uid" "$dir/kiosk"; chmod 750 "$dir/kiosk"; chmod 700 "$dir/network" "$dir/rauc"
    chown "$(awk -F: '$1 == "systemd-timesync" {print $3 ":" $4}' "$ROOT/etc/passwd")" "$dir/clock"
    # Lazy tables would be written at the first start, when the machine is slowest
    mke2fs -q -t ext4 -d "$dir" -L data-new -U 5a474d31-0000-4000-8000-000000000001 \
        -E lazy_itable_init=0,lazy_journal_init=0,hash_seed=5a474d31-0000-4000-8000-000000000002 \
        -O ^metadata_csum_seed "$1" "${DATA_MB}M"
}

disk() {
    local img="$OUT/$NAME.img" at
    at=$([ -z "$LOADER" ] && echo 1 || echo 2)
    rm -f "$img"
    truncate -s "$((SETUP_MB + 2 * (BOOT_MB + ROOT_MB) + DATA_MB + 4))M" "$img"
    sfdisk --quiet --no-reread --no-tell-kernel "$img" <<END
label: gpt
label-id: 5A474D31-0000-4000-8000-0000000000D0
first-lba: 34
$LOADER
name=setup, start=${at}MiB, size=${SETUP_MB}MiB, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
name=boot-a, size=${BOOT_MB}MiB, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
name=root-a, size=${ROOT_MB}MiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
name=boot-b, size=${BOOT_MB}MiB, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
name=root-b, size=${ROOT_MB}MiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
name=data, size=${DATA_MB}MiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
END
    setup_image "$OUT/setup.vfat"; put "$OUT/setup.vfat" $at; at=$((at + SETUP_MB))
    put "$OUT/bundle/boot.vfat" $at; at=$((at + BOOT_MB))
    put "$OUT/$NAME.root" $at; at=$((at + 2 * ROOT_MB + BOOT_MB))
    data_image "$OUT/data.ext4"; put "$OUT/data.ext4" $at
    loader "$img"
    {
        echo "root $(stat -c %s "$OUT/$NAME.root")"
        echo "root-unpacked $(du -s --block-size=1 "$ROOT" | cut -f1)"
        echo "bundle $(stat -c %s "$OUT/$NAME.raucb")"
        echo "initrd $(stat -c %s "$OUT"/boot/initrd.img-* | sort -n | tail -1)"
        echo "root-sha256 $(sha256sum "$OUT/$NAME.root" | cut -d' ' -f1)"
    } > "$OUT/$NAME.sizes"
}

put() { dd if="$1" of="$OUT/$NAME.img" bs=1M seek="$2" conv=notrunc,sparse status=none; }
