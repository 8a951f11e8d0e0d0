# The kernel's GPIO simulator, which Debian leaves out of its kernels: built from Debian's own kernel source against its
# headers, for the virtual terminal's kernel. Kept until that kernel changes. The compiler runs on the machine that builds,
# whichever the kernel is for; the headers would bring one of their own machine, so they come without what they depend on.

gpio_sim() {
    local kernel; kernel="$(tar -tf "$BASE" | sed -n 's|^\./boot/vmlinuz-||p')"
    MODULE="$OUT/gpio-sim-$kernel-$ARCH.ko"
    [ -s "$MODULE" ] && return
    local dir="$OUT/builder" here gcc=gcc cross=; here="$(dpkg --print-architecture)"
    if [ "$here" != "$ARCH" ]; then
        case "$ARCH" in arm64) cross=aarch64-linux-gnu- ;; amd64) cross=x86_64-linux-gnu- ;; esac
        here="$here,$ARCH" gcc="$(echo "gcc-14-${cross%-}" | tr _ -)"
    fi
    rm -rf "$dir"
    mmdebstrap --quiet --variant=apt --architectures="$here" --aptopt='APT::Install-Recommends "false"' \
        --include="$gcc,make,xz-utils,libc6-dev,linux-headers-${kernel%-*}-common,linux-kbuild-${kernel%-*},linux-source-$(echo "$kernel" | cut -d. -f1,2)" \
        --customize-hook='cd "$1/tmp" && APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get -qq download linux-headers-'"$kernel:$ARCH"' && dpkg -x linux-headers-*.deb "$1"' \
        "$SUITE" "$dir"
    chroot "$dir" sh -ec '
        mkdir -p /sim && cd /sim
        tar -xf /usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards "*/drivers/gpio/gpio-sim.c" "*/drivers/gpio/dev-sync-probe.[ch]" 2>/dev/null || true
        tar -xf /usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards "*/kernel/irq/irq_sim.c" 2>/dev/null || true
        find . -name "*.c" -exec mv -n {} . \; 2>/dev/null || true
        sed -i "s/irq_to_desc(\([a-z]*\))/irq_data_to_desc(irq_get_irq_data(\1))/" *.c
        printf "obj-m := kiosk-gpio-sim.o\nkiosk-gpio-sim-y := gpio-sim.o irq_sim.o\n" > Makefile
        make -s -C /usr/src/linux-headers-'"$kernel"' M=/sim CC='"${cross}gcc-14 CROSS_COMPILE=$cross"' modules'
    cp "$dir/sim/kiosk-gpio-sim.ko" "$MODULE"
    rm -rf "$dir"
}
