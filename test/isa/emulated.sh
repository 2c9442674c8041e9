#!/bin/sh
# emulated.sh - the kernels for instruction sets that this machine lacks, run
# in the emulator Bochs, whose Sapphire Rapids has AVX-512, AVX512-BF16 and AMX.
#
#     make isa-check [KERNEL=/boot/vmlinuz-...] [CPU=sapphire_rapids]
#
# Linux boots from a CD into a folder in memory: the unit tests of the kernels,
# the program, and what the plain kernels made of a picture on this machine.
# Its answers come over the serial line as TAP, after minutes.
#
# Traps:
# - Linux gives out tiles only if it can tell who uses them (XFD), which Bochs
#   does not know; setcpuid=324 (Linux 6.15) makes Linux believe in it.
# - Then tiles are not saved when threads take turns.  On one processor, first
#   come first served (chrt -f), a thread keeps it until its product is done.
# - Bochs 3.0 stops in system management mode where tables have five levels.
# - It misreads an instruction: isa.mk.
set -u
: "${B:=build/release}" "${CPU:=sapphire_rapids}" "${LIMIT:=7200}"
KERNEL=${KERNEL-$(ls /boot/vmlinuz-* 2>/dev/null | sort -V | tail -n 1)}
loader=/usr/lib/ISOLINUX/isolinux.bin
loader_part=/usr/lib/syslinux/modules/bios/ldlinux.c32

skip() { echo "SKIPPED isa-check: $*"; exit 0; }

for tool in bochs xorriso cpio busybox chrt; do
    command -v $tool >/dev/null || skip "$tool is not here (Debian: bochs" \
        "isolinux syslinux-common xorriso cpio busybox-static)"
done
bochs --help cpu 2>&1 </dev/null | grep -qx "$CPU" ||
    skip "this Bochs has no $CPU (3.0 has)"
[ -r "$KERNEL" ] || skip "no Linux to boot: KERNEL='$KERNEL'"
[ -r $loader ] && [ -r $loader_part ] || skip "$loader is not here"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
root=$work/root cd=$work/cd
mkdir -p "$root/bin" "$root/proc" "$root/dev" "$cd"

# A program and the libraries it names.
bring()
{
    cp "$1" "$root/bin/"
    ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$root${library%/*}"
        cp -L "$library" "$root$library"
    done
}

bring "$(command -v busybox)"
bring "$(command -v chrt)"
for program in isa/vitscope isa/test_kernels tools/compare; do
    bring "$B/test/$program"
done
cp examples/cat.png "$root/"
for precision in f32 bf16; do
    VITSCOPE_ISA=baseline "$B/test/isa/vitscope" trace --quiet --precision $precision \
        -o "$root/$precision.safetensors" examples/cat.png || exit 1
done

cat >"$root/init" <<'END'
#!/bin/busybox sh
PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1
echo -1 >/proc/sys/kernel/sched_rt_runtime_us
chrt -f -p 1 $$
tests=0

ok()
{
    tests=$((tests + 1)) sentence=$1
    shift
    if "$@" >/out 2>&1; then
        echo "ok $tests - $sentence"
    else
        echo "not ok $tests - $sentence"
        busybox cat /out
    fi
}

as_plain()
{
    VITSCOPE_ISA=$1 vitscope trace --quiet --precision $2 \
        -o /got.safetensors /cat.png &&
        compare $3 /$2.safetensors /got.safetensors
}

echo "# $(busybox uname -r): $(busybox grep -m 1 '^flags' /proc/cpuinfo)"
echo "# $(vitscope --version | busybox grep instruction)"
# Other orders of sums, other roundings to bf16: no more than what those cost.
for isa in avx2 avx512 avx512bf16 amx; do
    ok "$isa in f32 is as the plain kernels" as_plain $isa f32
    ok "$isa in bf16 is as the plain kernels" as_plain $isa bf16 '-a 0.05'
done
ok "unit tests of the kernels of each instruction set" test_kernels
echo "1..$tests"
busybox sleep 9              # for the serial line
busybox poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc | gzip -1) >"$cd/initrd"

cp "$KERNEL" "$cd/linux"
cp $loader $loader_part "$cd/"
cat >"$cd/isolinux.cfg" <<'END'
default go
label go
kernel linux
initrd initrd
append console=ttyS0 quiet panic=-1 mitigations=off no5lvl setcpuid=324
END
xorriso -as mkisofs -quiet -o "$work/cd.iso" -b isolinux.bin -no-emul-boot \
    -boot-load-size 4 -boot-info-table "$cd" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
cat >"$work/bochsrc" <<END
display_library: rfb, options="timeout=0"
cpu: model=$CPU, ips=50000000, ignore_bad_msrs=1
megs: 512
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
ata0-master: type=cdrom, path=$work/cd.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$work/serial
log: $work/log
panic: action=fatal
END

timeout "$LIMIT" bochs -q -f "$work/bochsrc" >"$work/out" 2>&1 </dev/null
tr -d '\r' 2>/dev/null <"$work/serial" | grep -v '^ISOLINUX'
if ! grep -q '^1\.\.' "$work/serial"; then
    echo "not ok - the emulated machine reached the end"
    grep '^[0-9]*p' "$work/log"
    exit 1
fi
! grep -q '^not ok' "$work/serial"
