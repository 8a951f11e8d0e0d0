# Roots for arm64, made on a PC.

foreign() { # programs for arm64 run on a PC through qemu-user, once the kernel knows about them
    [ "$(uname -m)" != aarch64 ] || return 0
    local known=/proc/sys/fs/binfmt_misc
    [ -e $known/register ] || mount -t binfmt_misc binfmt_misc $known
    [ -e $known/qemu-aarch64 ] || cat /usr/lib/binfmt.d/qemu-aarch64.conf > $known/register
}
