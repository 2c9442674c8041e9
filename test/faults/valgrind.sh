#!/bin/sh
# valgrind.sh - `make valgrind`: commands, and tests of files and formats, under
# a checker that sees what the sanitizers do not: memory that is read before it
# was written, in the libraries too.
: "${B:=build/release}"
: "${VITSCOPE:=$PWD/$B/vitscope}"
command -v valgrind >/dev/null || {
    echo 'SKIPPED: there is no valgrind'
    exit 77
}
TMPDIR=$(mktemp -d) || exit 1
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
cats=$PWD/examples clip=$PWD/test/golden/cases/08-clip bad=0

# checked STATUS COMMAND...
checked()
{
    wanted=$1
    shift
    valgrind -q --leak-check=full --errors-for-leak-kinds=definite,indirect \
        --error-exitcode=99 --log-file="$TMPDIR/said" "$@" >"$TMPDIR/out" 2>&1 </dev/null
    status=$?
    name=${1##*/}
    shift
    if [ $status = "$wanted" ] && [ ! -s "$TMPDIR/said" ]; then
        echo "ok $name $*"
    else
        echo "not ok $name $*: status $status"
        tail -n 5 "$TMPDIR/out"
        cat "$TMPDIR/said"
        bad=1
    fi
}
v() { checked "$1" "$VITSCOPE" "$2" $3; }

v 0 report "$cats/cat.png $cats/dog.png $cats/bird.png"
v 1 report "$cats/cat.png nowhere.png LICENSE"
v 0 report "-m $clip --prompt cat --prompt dog $cats/cat.png"
v 0 show "-s classes $cats/cat.png"
v 0 overlay "--method rollout -o $TMPDIR/maps/ $cats/cat.png $cats/dog.png"
v 0 trace "--threads 3 -o $TMPDIR/t.safetensors $cats/cat.png"
v 0 preprocess "-o $TMPDIR/p.safetensors $cats/cat.png"
v 0 tokenize "-m $clip cat"
v 0 info "$clip"
v 1 info nowhere
v 2 report --no-such-option
checked 0 "$VITSCOPE" --keys '5 n w 8 q' --snapshot "$TMPDIR/s.svg" --cast "$TMPDIR/c.cast" "$cats/cat.png"
for test in text safetensors json_file file image_png image_jpeg checkpoint \
    vocabulary tokenizer script line in_order; do
    checked 0 "$B/test/unit/test_$test"
done
exit $bad
