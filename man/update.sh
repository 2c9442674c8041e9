#!/bin/sh
# update.sh - put what the program's tables say into the manual page.
#
#     sh man/update.sh ./vitscope             rewrite man/vitscope.1
#     sh man/update.sh --check ./vitscope     is it as the tables have it?
#
# Between '.\" table NAME' and '.\" end NAME' stands what the program prints
# for `--help=man`; all else is written by hand.
set -eu
page=${0%/*}/vitscope.1
check=
[ "${1-}" != --check ] || { check=1; shift; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

"$1" --help=man >"$tmp/tables"
awk -v tables="$tmp/tables" '
    BEGIN {
        while ((getline line < tables) > 0) {
            if (line ~ /^\.\\" table /) name = substr(line, 10)
            text[name] = text[name] line "\n"
        }
    }
    /^\.\\" table / { printf "%s", text[substr($0, 10)]; skip = 1 }
    !skip
    /^\.\\" end / { skip = 0 }
' "$page" >"$tmp/page"

if [ "$check" ]; then
    diff -u "$page" "$tmp/page"
else
    cat "$tmp/page" >"$page"
fi
