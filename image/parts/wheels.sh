# The Python packages of the lock file, and the program itself, as wheels.

wheels() {
    local lock="image/requirements-$ARCH.txt" platform=x86_64
    [ "$ARCH" = arm64 ] && platform=aarch64
    WHEELS="$(realpath -m "$OUT/wheels-$ARCH-$(sha256sum "$lock" | cut -c1-12)")"
    if [ ! -f "$WHEELS/requirements.txt" ]; then
        mkdir -p "$WHEELS"
        tool_pip download -qq --no-deps --require-hashes -r "$lock" -d "$WHEELS" --only-binary=:all: \
            --python-version 3.13 --implementation cp --abi cp313 --abi abi3 --abi none \
            --platform "manylinux_2_28_$platform" --platform "manylinux_2_17_$platform" \
            --platform "manylinux2014_$platform" --platform "manylinux_2_5_$platform" --platform "manylinux_2_34_$platform" --platform any
        cp "$lock" "$WHEELS/requirements.txt"
    fi
    rm -f "$WHEELS"/zhanggui-*.whl
    tool_pip wheel -qq --no-deps -w "$WHEELS" .
}

tool_pip() { # a pip of our own: what the machine has may be too old for the hashes of wheels
    [ -x "$OUT/tools/bin/pip" ] || { python3 -m venv "$OUT/tools"; "$OUT/tools/bin/pip" install --quiet --upgrade pip; }
    "$OUT/tools/bin/pip" "$@"
}
