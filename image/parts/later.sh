#!/bin/sh
# While Debian's packages are unpacked (later.sh begin|end ROOT): what root_tree does once, at the end, is not done by each
# package anew. Byte-compiling and the initramfs take an hour through qemu-user.
set -eu
for tool in /usr/bin/py3compile /usr/lib/python3.13/py_compile.py /usr/sbin/update-initramfs; do
    case "$1" in
    begin)
        dpkg-divert --root="$2" --quiet --local --rename --divert "$tool.later" --add "$tool"
        mkdir -p "$2${tool%/*}"
        [ "${tool%.py}" != "$tool" ] || printf '#!/bin/sh\n' > "$2$tool"
        [ "${tool%.py}" = "$tool" ] || : > "$2$tool"
        chmod 755 "$2$tool" ;;
    end)
        rm "$2$tool"
        dpkg-divert --root="$2" --quiet --local --rename --remove "$tool" ;;
    esac
done
