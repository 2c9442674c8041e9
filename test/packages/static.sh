#!/bin/sh
# static.sh - the static program in a system that has nothing: its root is a
# folder with a picture in it.  No library, locale, terminfo, /proc or /dev.
#
# That takes chroot, for which one is root or the kernel gives everybody user
# namespaces; where neither is so, it says so.
. test/cli/tap
alone=$TMPDIR/alone
made=$PWD/build/static/vitscope
make --no-print-directory static >"$err" 2>&1 || { cat "$err"; exit 1; }
mkdir -p "$alone/examples"
cp examples/*.png "$alone/examples"
cp test/fuzz/corpus/jpeg/turned.jpg "$alone/examples"
cp "$made" "$alone"
status=0
: >"$out" >"$err"

ok 'it has at most 8 MB' [ "$(wc -c <"$alone/vitscope")" -le 8000000 ]
ok 'it asks for no loader and no library' eval \
    '! readelf -ld "$made" | grep -E "INTERP|NEEDED"'

chroot=$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)
for with in "" "unshare -r"; do
    if $with "$chroot" "$alone" /vitscope --version >/dev/null 2>&1; then
        enter="$with $chroot $alone /vitscope"
        break
    fi
done
if [ -z "${enter-}" ]; then
    skip 'a static program runs where nothing is installed' \
        'chroot is not allowed here'
    finish
fi

# in_both ARGUMENT...: the program here, and the static one there, where the
# environment is empty.
in_both()
{
    (cd "$alone" && exec env -i LANG=C.UTF-8 "$VITSCOPE" "$@") \
        >"$TMPDIR/here" 2>"$err"
    env -i LANG=C.UTF-8 $enter "$@" >"$TMPDIR/there" 2>"$err"
    status=$?
}
alike() { is 0 && [ ! -s "$err" ] && cmp "$TMPDIR/here" "$TMPDIR/there"; }

for stage in patches cls positions scores weights update final classes; do
    in_both show -s $stage examples/cat.png
    ok "there show -s $stage is what it is here" alike
done
in_both info
ok 'info, too' alike
in_both tokenize hello
ok 'and a sentence that says why not' eval 'is 2 && grep -q "^vitscope: tokenize needs -m" "$err"'

env -i $enter report examples >"$out" 2>"$err"
status=$?
ok 'report reads PNG and JPEG there' eval 'is 0 && lines 8 "$out" &&
    grep -q "cat.png.*\"label\":\"cat\"" "$out" && [ ! -s "$err" ]'
for kind in overlay:png trace:safetensors preprocess:safetensors; do
    command=${kind%:*} file=out.${kind#*:}
    in_both $command -o "$file" examples/dog.png
    mv "$alone/$file" "$TMPDIR/there.$command"
    (cd "$alone" && env -i "$VITSCOPE" $command -o "$file" examples/dog.png)
    ok "$command writes the same bytes there" \
        cmp "$alone/$file" "$TMPDIR/there.$command"
done
in_both --keys '5 ] } w q' --snapshot - --color 24bit examples/bird.png
ok 'keys without a terminal, too' alike

printf '#!/bin/sh\nexec %s "$@"\n' "$enter" >"$TMPDIR/explored"
chmod +x "$TMPDIR/explored"
EXPLORED=$TMPDIR/explored "$B/test/terminal/test_alone" >"$out" 2>&1
status=$?
ok 'the explorer on terminals of many kinds: test_alone' is 0
ok 'and nothing else has come into being there' same \
    "$(cd "$alone" && find . -type d | sort | tr '\n' ' ')" '. ./examples '
finish
