#!/bin/sh
# style.sh - the hand of the project, as far as a machine can read it; as TAP.
set -u
export LC_ALL=C
columns=104

sources() { find src include test bench examples -name '*.[ch]' 2>/dev/null | sort; }
scripts() { find scripts test bench examples .ci -name '*.sh' -o -path .ci/run 2>/dev/null | sort; }

# Columns, not bytes; tables between "clang-format off" and "on" may be wide.
rule_columns()
{
    sources | xargs awk -v columns="$columns" '
        FNR == 1 { table = 0 }
        /clang-format off/ { table = 1 }
        { gsub(/[\200-\277]/, "") }
        length($0) > columns && !table {
            print FILENAME ":" FNR ": " length($0) " columns"
        }
        /clang-format on/ { table = 0 }'
}

rule_blanks()
{
    tab=$(printf '\t')
    sources | xargs grep -nH "$tab" | sed 's/:.*/: a tab/' | uniq
    { sources; scripts; } | xargs grep -nHE "[ $tab]+\$" |
        sed 's/$/<- blanks at the end/'
    { sources; scripts; } | while read -r file; do
        [ -z "$(tail -c 1 "$file")" ] || echo "$file: no newline at the end"
    done
}

rule_comments()
{
    sources | xargs grep -nHE '(^|[;{}]) *//' | sed 's/$/  -- write C comments/'
}

# The idea comes first: "/* name.c - what it is." or, for what it is called.
rule_ideas()
{
    find src include -name '*.[ch]' | sort | while read -r file; do
        read -r first <"$file"
        case $first in
        "/* ${file##*/} - "*) ;;
        *) echo "$file: does not open with its idea" ;;
        esac
    done
}

rule_guards()
{
    for h in include/*/*.h; do
        name=${h#include/}
        guard=$(echo "$name" | tr 'a-z/.' 'A-Z__')
        grep -q "^#ifndef $guard\$" "$h" || echo "$h: no guard $guard"
    done
}

rule_finished()
{
    { sources; scripts; echo Makefile; } | grep -v '^test/style.sh$' |
        xargs grep -nHwE '(TO''DO|FIX''ME|X''XX|not imple''mented)'
}

rule_scripts()
{
    scripts | while read -r file; do
        case $(head -n 1 "$file") in
        *bash*) command -v bash >/dev/null && bash -n "$file" 2>&1 ;;
        *) sh -n "$file" 2>&1 ;;
        esac
    done
}

rule_manual()
{
    for page in man/*.1; do
        [ ! -f "$page" ] || mandoc -T lint -W warning "$page" 2>&1
        ! command -v groff >/dev/null || groff -mdoc -ww -Tutf8 -z "$page" 2>&1
    done
}

n=0 failed=0
check()
{
    n=$((n + 1))
    told=$("rule_$1")
    if [ -z "$told" ]; then
        echo "ok $n - $2"
    else
        printf '%s\n' "not ok $n - $2" "$told"
        failed=1
    fi
}

check columns "no line is wider than $columns columns"
check blanks 'no tabs in C, no blanks at the end, a newline at the end'
check comments 'comments are C comments'
check ideas 'a file opens with its name and its idea'
check guards 'a header is guarded by its path'
check finished 'nothing is left for later'
check scripts 'scripts can be parsed'
if command -v mandoc >/dev/null; then
    check manual 'the manual page has no fault that mandoc or groff knows'
else
    n=$((n + 1))
    echo "ok $n - # SKIP the manual page: mandoc is not here"
fi
echo "1..$n"
exit $failed
