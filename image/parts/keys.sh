# The key that signs updates. A development key is made where none is given; a real one never lies in a repository:
# KIOSK_UPDATE_KEY and KIOSK_UPDATE_CERT name its files (or a PKCS #11 address).

keys() {
    mkdir -p "$OUT/keys"
    [ -s "$OUT/keys/update.cert.pem" ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Zhanggui development" \
        -keyout "$OUT/keys/update.key.pem" -out "$OUT/keys/update.cert.pem" 2>/dev/null
    UPDATE_KEY="${KIOSK_UPDATE_KEY:-$OUT/keys/update.key.pem}"
    UPDATE_CERT="${KIOSK_UPDATE_CERT:-$OUT/keys/update.cert.pem}"
    [ "$UPDATE_CERT" = "$OUT/keys/update.cert.pem" ] || cp "$UPDATE_CERT" "$OUT/keys/update.cert.pem"
}

bundle() { # what an update is: both images, signed
    local dir="$OUT/bundle"
    rm -rf "$dir" "$OUT/$NAME.raucb"; mkdir -p "$dir"
    ln "$OUT/$NAME.root" "$dir/root.img" 2>/dev/null || cp "$OUT/$NAME.root" "$dir/root.img"
    boot_image "$dir/boot.vfat"
    cat > "$dir/manifest.raucm" <<END
[update]
compatible=zhanggui-$FLAVOUR-$ARCH
version=$VERSION

[bundle]
format=verity

[image.rootfs]
filename=root.img

[image.boot]
filename=boot.vfat
END
    rauc --cert="$UPDATE_CERT" --key="$UPDATE_KEY" bundle "$dir" "$OUT/$NAME.raucb" 2>/dev/null
}
