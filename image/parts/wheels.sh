# The Python packages of the lock file, and the program itself, as wheels; and what puts them into a root. All of it runs on the
# machine that builds, whichever the root is for: through qemu-user it would take most of an hour.

wheels() {
    local lock="image/requirements-$ARCH.txt" platform=x86_64 tag
    [ "$ARCH" = arm64 ] && platform=aarch64
    TARGET=(--only-binary=:all: --python-version 3.13 --implementation cp --abi cp313 --abi abi3 --abi none --platform any)
    for tag in manylinux_2_34 manylinux_2_28 manylinux_2_17 manylinux2014 manylinux_2_5; do TARGET+=(--platform "${tag}_$platform"); done
    WHEELS="$(realpath -m "$OUT/wheels-$ARCH-$(sha256sum "$lock" | cut -c1-12)")"
    if [ ! -f "$WHEELS/requirements.txt" ]; then
        mkdir -p "$WHEELS"
        tool_pip download -qq --no-deps --require-hashes -r "$lock" -d "$WHEELS" "${TARGET[@]}"
        cp "$lock" "$WHEELS/requirements.txt"
    fi
    rm -f "$WHEELS"/zhanggui-*.whl
    tool_pip wheel -qq --no-deps -w "$WHEELS" .
}

tool_pip() { # a pip of our own: what the machine has may be too old for the hashes of wheels
    [ -x "$OUT/tools/bin/pip" ] || { python3 -m venv "$OUT/tools"; "$OUT/tools/bin/pip" install --quiet --upgrade pip; }
    "$OUT/tools/bin/pip" "$@"
}

compiler() { # Python of the root's version for this machine: byte code is the same on all
    COMPILER="$(realpath -m "$OUT/compiler")"
    [ -x "$COMPILER/usr/bin/python3.13" ] ||
        mmdebstrap --quiet --variant=extract --include=python3.13-minimal,libpython3.13-stdlib "$SUITE" "$COMPILER"
}

compiled() { # directories of the root, none of which looks at its sources again
    local tree; for tree in "$@"; do set -- "$@" "$ROOT$tree"; shift; done
    PYTHONHOME="$COMPILER/usr" "$COMPILER"/usr/lib*/ld-linux-*.so.? --library-path "$(echo "$COMPILER"/usr/lib/*-linux-gnu)" \
        "$COMPILER/usr/bin/python3.13" -m compileall -q -f --invalidation-mode unchecked-hash -s "$ROOT" -p / "$@" >&2
}

program() { # /opt/kiosk: a virtual environment of exactly what is locked, on Debian's Kivy and evdev
    local site="$ROOT/opt/kiosk/lib/python3.13/site-packages" install=(install --quiet --no-index --no-deps --no-compile --target)
    chroot "$ROOT" python3 -m venv --system-site-packages --without-pip /opt/kiosk
    tool_pip "${install[@]}" "$site" "${TARGET[@]}" --find-links "$WHEELS" --require-hashes -r "$WHEELS/requirements.txt"
    rm -rf "$site/bin" "$site/share"
    tool_pip "${install[@]}" "$site" "${TARGET[@]}" "$WHEELS"/zhanggui-*.whl
    rm -rf "$site/bin" "$site"/zhanggui-*.dist-info/direct_url.json # where it was built
    sed -i '/direct_url.json/d' "$site"/zhanggui-*.dist-info/RECORD
    tool_pip list --path "$site" --format json > "$ROOT/opt/kiosk/packages.json"
    install -m 755 /dev/stdin "$ROOT/opt/kiosk/bin/kiosk" <<'END'
#!/opt/kiosk/bin/python3
import sys

from kiosk.cli import main

sys.exit(main())
END
    compiled /opt/kiosk/lib /usr/lib/python3 /usr/lib/python3.13
}
