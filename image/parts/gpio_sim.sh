# The kernel's GPIO simulator, which Debian leaves out of its kernels: built from Debian's own kernel source against its
# headers, for the virtual terminal's kernel. Kept until that kernel changes. Debian's headers bring the compiler for their machine,
# which runs on this one.

gpio_sim() {
    local kernel; kernel="$(tar -tf "$BASE" | sed -n 's|^\./boot/vmlinuz-||p')"
    MODULE="$OUT/gpio-sim-$kernel-$ARCH.ko"
    [ -s "$MODULE" ] && return
    local dir="$OUT/builder" here; here="$(dpkg --print-architecture)"
    rm -rf "$dir"
    mmdebstrap --quiet --variant=apt --architectures="$here$([ "$here" = "$ARCH" ] || echo ",$ARCH")" \
        --aptopt='APT::Install-Recommends "false"' \
        --include="gcc,make,xz-utils,libc6-dev,linux-headers-$kernel:$ARCH,linux-source-$(echo "$kernel" | cut -d. -f1,2)" "$SUITE" "$dir"
    chroot "$dir" sh -ec '
        mkdir -p /sim && cd /sim
        tar -xf /usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards "*/drivers/gpio/gpio-sim.c" "*/drivers/gpio/dev-sync-probe.[ch]" 2>/dev/null || true
        tar -xf /usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards "*/kernel/irq/irq_sim.c" 2>/dev/null || true
        find . -name "*.c" -exec mv -n {} . \; 2>/dev/null || true
        sed -i "s/irq_to_desc(\([a-z]*\))/irq_data_to_desc(irq_get_irq_data(\1))/" *.c
        printf "obj-m := kiosk-gpio-sim.o\nkiosk-gpio-sim-y := gpio-sim.o irq_sim.o\n" > Makefile
        make -s -C /usr/src/linux-headers-'"$kernel"' M=/sim modules'
    cp "$dir/sim/kiosk-gpio-sim.ko" "$MODULE"
    rm -rf "$dir"
}
