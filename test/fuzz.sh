#!/bin/sh
# fuzz.sh - every input the fuzz targets were ever given, once more.
n=0
for target in test/fuzz/fuzz_*.c; do
    name=${target##*/fuzz_}
    name=${name%.c}
    target=$B/test/fuzz/fuzz_$name
    set -- "test/fuzz/corpus/$name"
    case $name in png | jpeg) set -- "$@" test/golden/cases/20-image-decode ;; esac
    n=$((n + 1))
    if said=$("$target" "$@" 2>&1); then
        echo "ok $n - $name: $said"
    else
        echo "not ok $n - $name"
        printf '%s\n' "$said"
    fi
done
echo "1..$n"
