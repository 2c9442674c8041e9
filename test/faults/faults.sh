#!/bin/sh
# faults.sh - every command, with each call of the system failing once.
#
#     STEPS=N   so many of each kind, spread evenly (STEPS=all: every one)
#
# A fault of memory, files or threads is told in one sentence with status 1, or
# does not matter: then all that comes out is what comes out otherwise.  No
# crash, no half file, no half line, and under the sanitizers no leak.  The
# fault is moved along until the command no longer meets it.
. test/cli/tap
: "${STEPS:=3}"
faulty=$B/test/faults/vitscope
cases=$PWD/test/golden/cases
ASAN_OPTIONS=${ASAN_OPTIONS+$ASAN_OPTIONS:}allocator_may_return_null=1
FAULT_LOG=../calls
export ASAN_OPTIONS FAULT_LOG
cd "$TMPDIR" || exit 1
mkdir new pictures
cp "$cats/cat.png" "$cats/dog.png" pictures
echo "$cats/bird.png" >list
cd new || exit 1

# Files of this folder, also those whose names begin with a dot.
leftovers() { find . -type f; }
is_empty() { set -- * .[!.]*; [ "$*" = '* .[!.]*' ]; }

# with FAULT COMMAND...: run it in the empty folder; $out, $err and $status
with()
{
    fault=$1
    shift
    is_empty || find . -mindepth 1 -delete
    FAULT=$fault "$faulty" "$@" >"$out" 2>"$err" </dev/null
    status=$?
}

# What differs from run to run by itself.
steady() { sed 's/"ms":[0-9.e+-]*//; s/[0-9]* threads$//' "$1"; }

as_ever()
{
    steady "$out" | cmp -s - ../wanted.out && diff -r ../wanted . >../differs
}

# One sentence; of a lasting fault one a picture.
told()
{
    said=0
    while read -r line; do
        case $line in
        'vitscope: '?*) said=$((said + 1)) ;;
        *) return 1 ;;
        esac
    done <"$err"
    case $fault in
    *+) [ $said -ge 1 ] && [ $said -le 4 ] ;;
    *) [ $said = 1 ] ;;
    esac
}

# On disk are whole files; what was printed ends with a line, unless it was
# printing that failed.
whole()
{
    is_empty || leftovers >../files || return 1
    is_empty || while read -r file; do
        cmp -s "$file" "../wanted/$file" || return 1
    done <../files
    case $fault in
    system*) ;;
    *) [ ! -s "$out" ] || [ -z "$(tail -c 1 "$out")" ] ;;
    esac
}

bears()
{
    case $status in
    0) as_ever ;;
    1) told && whole ;;
    *) false ;;
    esac && return
    echo "FAULT='$fault': status $status"
    head -c 300 "$err"
    [ "$status" != 0 ] || head -c 200 ../differs
    leftovers
    bad=$((bad + 1))
}

# all KIND COMMAND...: as often as the command asks for it
all()
{
    kind=$1
    shift
    with "$kind 0" "$@"
    [ "$status" = 0 ] || return 1
    count=$(cat ../calls) by=1 bad=0
    [ "$STEPS" = all ] || by=$((count / STEPS + 1))
    step=$(((count - 1) % by + 1))      # the last one is always among them
    while [ $step -le "$count" ]; do
        with "$kind $step" "$@"
        bears
        case $kind in                   # the others end with the first
        heap | system)
            with "$kind $step+" "$@"
            bears
            ;;
        esac
        step=$((step + by))
    done
    [ $bad = 0 ]
}

heapless='the address sanitizer asks for memory itself, at any time, and insists'

# try COMMAND...: all kinds of it
try()
{
    name=$1
    with 'none 0' "$@"
    steady "$out" >../wanted.out
    rm -rf ../wanted && cp -R . ../wanted
    ok "$name: runs" is 0
    for kind in block arena heap thread system; do
        case $B:$kind in
        */san*:heap) skip "$name: every fault of heap" "$heapless" ;;
        *) ok "$name: every fault of $kind" all $kind "$@" ;;
        esac
    done
}

clip=$cases/08-clip
try report --from ../list ../pictures
try show "$cats/cat.png"
try overlay --method rollout -o maps/ ../pictures
try trace -o t.safetensors --only 'cls|_1$' "$cats/cat.png"
try info "$cases/01-vit-hf"
try preprocess -o p.safetensors "$cats/cat.png"
try tokenize -m "$clip" 'a cat' dog
try report -m "$clip" --prompt cat "$cats/cat.png"
# Who gives up leaves what ncurses holds to the system.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
try --keys '5 n p 8 q' --snapshot s.txt --cast c.cast "$cats/cat.png"
try --version
finish
