#!/bin/sh
# snapshots.sh - screens and stages as text, compared with what was accepted.
#
#     sh test/snapshots.sh            compare, as TAP
#     sh test/snapshots.sh write      accept what there is now (make snapshots)
#
# test/snapshot/cases has one case a line: a name, then what stands behind
# "vitscope" on the command line; its output is accepted in <name>.txt beside.
set -u
: "${VITSCOPE:=./vitscope}"
folder=test/snapshot
VITSCOPE_ISA=baseline       # the last digit is the same on every machine
export VITSCOPE_ISA
mode=${1:-compare}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

shoot() { eval "\"$VITSCOPE\" $1" >"$tmp/got" 2>"$tmp/said" </dev/null; }

accept()
{
    if [ "$status" = 0 ]; then
        cmp -s "$tmp/got" "$file" || { cp "$tmp/got" "$file"; echo "$file"; }
    else
        echo "$name: status $status: $(cat "$tmp/said")" >&2
        failed=1
    fi
}

compare()
{
    if [ "$status" = 0 ] && cmp -s "$tmp/got" "$file"; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name: vitscope $arguments"
        echo "status $status"
        cat "$tmp/said"
        diff -u "$file" "$tmp/got" | sed 1,2d
        failed=1
    fi
}

n=0 failed=0
grep -Ev '^(#|$)' $folder/cases >"$tmp/cases"
while read -r name arguments; do
    n=$((n + 1)) file=$folder/$name.txt
    shoot "$arguments"
    status=$?
    if [ "$mode" = write ]; then accept; else compare; fi
done <"$tmp/cases"

# What no case names any more is nobody's expectation.
for file in "$folder"/*.txt; do
    name=${file##*/}
    grep -q "^${name%.txt} " "$tmp/cases" && continue
    if [ "$mode" = write ]; then
        rm -f "$file"
    else
        n=$((n + 1)) failed=1
        echo "not ok $n - $file belongs to no case"
    fi
done
[ "$mode" = write ] || echo "1..$n"
exit $failed
