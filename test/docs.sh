#!/bin/sh
# docs.sh - each command of README.md and of the manual page's EXAMPLES runs.
#
# Commands are the lines of the ```sh blocks, and what stands behind ".Dl $".
# They run in a folder of their own in which ./vitscope, examples/ and a hub
# cache lie.  An explorer, which would wait for keys, is left with q at once;
# names of the hub stand for small models of the same kind.  Then the links, the
# promises and the pictures.  Speaks TAP.
: "${VITSCOPE:=$PWD/vitscope}" "${TMPDIR:=/tmp}"
root=$PWD n=0 failed=0
case $VITSCOPE in /*) ;; *) VITSCOPE=$root/$VITSCOPE ;; esac
mkdir "$TMPDIR/here" "$TMPDIR/hub" || exit 1
ln -s "$root/examples" "$root/models" "$TMPDIR/here"
ln -s "$VITSCOPE" "$TMPDIR/here/vitscope"

# cached NAME CASE: the case as the hub would have put it into the cache.
cached()
{
    folder=$TMPDIR/hub/models--$(echo "$1" | sed 's|/|--|')
    mkdir -p "$folder/refs" "$folder/snapshots"
    printf main >"$folder/refs/main"
    cp -R "$root/test/golden/cases/$2" "$folder/snapshots/main"
}
cached facebook/dinov2-small 01-vit-hf
cached openai/clip-vit-base-patch32 08-clip
HF_HUB_CACHE=$TMPDIR/hub
PATH=$TMPDIR/here:$PATH
export HF_HUB_CACHE PATH

commands()
{
    sed -n '/^```sh$/,/^```$/{/^```/!p;}' README.md | sed 's/^/README.md	/'
    sed -n 's/^\.Dl \$ /man	/p' man/vitscope.1
}

names=$("$VITSCOPE" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' | grep -vx explore)

# Does a command line open the explorer?
explores()
{
    case $1 in
    *--keys*|*--snapshot*|*--cast*) return 1 ;;
    esac
    rest=${1#./}
    for word in ${rest#vitscope}; do
        ! echo "$names" | grep -qx -e "$word" || return 1
    done
    case $rest in vitscope*) return 0 ;; *) return 1 ;; esac
}

tab=$(printf '\t')
commands >"$TMPDIR/commands"
while IFS=$tab read -r where command; do
    n=$((n + 1))
    case $command in
    hf\ *)
        # It needs the network: that it is what vitscope says is what counts.
        HF_HUB_CACHE=$TMPDIR "$VITSCOPE" info "${command##* }" 2>&1 |
            grep -q ": $command\$" && echo "ok $n - $where: $command" ||
            { echo "not ok $n - $where: $command"; failed=1; }
        continue ;;
    *'| jq '*)
        command -v jq >/dev/null || {
            echo "SKIPPED $where: $command: there is no jq"
            echo "ok $n - $where # SKIP there is no jq"
            continue
        } ;;
    esac
    line=$command
    explores "$command" && line="$command --keys q"
    if (cd "$TMPDIR/here" && sh -c "$line") >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null &&
       [ ! -s "$TMPDIR/err" ]; then
        echo "ok $n - $where: $command"
    else
        echo "not ok $n - $where: $command"
        head -c 1000 "$TMPDIR/err"
        failed=1
    fi
done <"$TMPDIR/commands"

# Files that README.md links to are there.
n=$((n + 1))
gone=$(grep -o '](\([^)#]*\))' README.md | tr -d '()]' | grep -v : |
       while read -r file; do [ -e "$file" ] || echo "$file"; done)
[ -z "$gone" ] && echo "ok $n - README.md: its links" ||
    { echo "not ok $n - README.md: its links: $gone"; failed=1; }

# Each promise of SECURITY.md names tests, and each is there: `file` or
# `file: name`, a function that is handed to cmocka or what a script calls it.
unheld()
{
    awk '/^[-#]/ { if (item && !held) print item; item = ""; held = 0 }
         /^- / { item = $0 }
         /`test\// { held = 1 }' "$1"
    grep -o '`test/[^`]*`' "$1" | tr -d '`' |
        while IFS= read -r test; do
            file=${test%%: *} name=${test#"$file"} name=${name#: }
            case $file in
            *.c) name=${name:+"$name)"} ;;
            esac
            grep -qF -e "$name" "$file" || echo "$test"
        done
}
n=$((n + 1))
lost=$(unheld SECURITY.md 2>&1)
printf '%s\n' '- None.' '- Lost.' '  `test/run.sh: no one`, `test/no.c`' '## End' \
    >"$TMPDIR/unheld"
if [ -z "$lost" ] &&
   [ "$(unheld "$TMPDIR/unheld" 2>/dev/null | wc -l)" = 3 ]; then
    echo "ok $n - SECURITY.md: each promise has a test that is there"
else
    echo "not ok $n - SECURITY.md: a promise without a test that is there: $lost"
    failed=1
fi

# They are indented by 11 of the manual's 78 columns.
n=$((n + 1))
if long=$(sed -n 's/^\.Dl //p' man/vitscope.1 | grep -E '^.{68}'); then
    echo "not ok $n - the manual breaks lines of its examples: $long"
    failed=1
else
    echo "ok $n - the manual breaks no line of its examples"
fi

# Its pictures are what the program draws now.
while read -r name place; do
    n=$((n + 1))
    shot="--size 100x30 --at $place examples/cat.png --snapshot"
    # shellcheck disable=SC2086
    if VITSCOPE_ISA=baseline "$VITSCOPE" $shot "$TMPDIR/$name.svg" &&
       cmp "$TMPDIR/$name.svg" "doc/$name.svg"; then
        echo "ok $n - doc/$name.svg is current"
    else
        echo "not ok $n - doc/$name.svg is out of date: vitscope $shot doc/$name.svg"
        failed=1
    fi
done <<'EOT'
weights weights:4:2:p2
classes classes:4:mean:p2
EOT
n=$((n + 1))
if [ "$(wc -l <"$TMPDIR/commands")" -ge 20 ]; then
    echo "ok $n - there are commands to run"
else
    echo "not ok $n - there are commands to run"
    failed=1
fi
echo "1..$n"
exit $failed
