#!/bin/sh
# memory.sh - where address space is limited (ulimit -v), all of it is shared
# out so that every command has what it needs, or says that it has not.
. test/cli/tap
case ${B##*/} in
san* | tsan*)
    echo 'the sanitizers need more address space than anybody limits'
    exit 77
    ;;
esac
dino=$PWD/../shared/models/dinov2-small-saliency
cd "$TMPDIR" || exit 1

# within MIB ARGUMENT...: what v does, with so much address space
within()
{
    limit=$(($1 * 1024))
    shift
    (ulimit -v $limit; exec "$VITSCOPE" "$@") >"$out" 2>"$err" </dev/null
    status=$?
}

# every MIB MODEL: no command fails
every()
{
    within "$1" report -m "$2" "$cats"
    ok "report, $1 MiB" eval 'is 0 && lines 7 "$out" && lines 0 "$err"'
    within "$1" show --method rollout -m "$2" "$cats/cat.png"
    ok "show, $1 MiB" eval 'is 0 && lines 24 "$out"'
    within "$1" overlay -o o.png -m "$2" "$cats/cat.png"
    ok "overlay, $1 MiB" eval 'is 0 && lines 0 "$err"'
    within "$1" trace -o t.safetensors --only '^(cls|attn_0)$' -m "$2" "$cats/cat.png"
    ok "trace, $1 MiB" eval 'is 0 && lines 0 "$err"'
    within "$1" preprocess -o p.safetensors -m "$2" "$cats/cat.png"
    ok "preprocess, $1 MiB" eval 'is 0 && lines 0 "$err"'
    within "$1" info "$2"
    ok "info, $1 MiB" eval 'is 0 && lines 0 "$err"'
    within "$1" --keys '5 n [ 8 Tab Tab w Esc q' --snapshot - -m "$2" "$cats"
    ok "explore, $1 MiB" eval 'is 0 && lines 24 "$out" && ! grep -q "not fit" "$out"'
}
built_in=$OLDPWD/models/catdogbird-3x3
for mib in 256 1024 4096 16384; do
    every $mib "$built_in"
done
within 1024 bench --json
ok 'bench, 1024 MiB' eval 'is 0 && lines 1 "$out"'
if [ -d "$dino" ]; then
    for mib in 1024 8192; do
        every $mib "$dino"
    done
else
    skip 'DINOv2 small in 1024 MiB' 'there is no ../shared'
fi

# Too little is said in a sentence, wherever it shows.
for mib in 16 24 32 48 64 96 128; do
    within $mib report "$cats/cat.png"
    ok "$mib MiB: done, or a sentence" eval \
        'is 0 && lines 1 "$out" || { [ "$status" -gt 0 ] && [ "$status" -le 127 ] && lines 1 "$err"; }'
done
within 1024 report --resolution 2048x2048 -m "$built_in" "$cats/cat.png"
ok 'a picture that is too large for it' eval \
    'is 1 && lines 1 "$err" && grep -q "does not fit into memory" "$err"'
finish
