#!/bin/sh
# count.sh - instructions of what must stay small, as callgrind counts them:
# the same on any machine and under any load.
#
#     sh bench/count.sh PROGRAM
set -eu
program=$1
picture=${0%/*}/../examples/cat.png
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
VITSCOPE_ISA=baseline LC_ALL=C.UTF-8
export VITSCOPE_ISA LC_ALL

# count SENTENCE FUNCTION ARGUMENT...: thousands of instructions inside a
# function, all its calls in one run.
count()
{
    sentence=$1 function=$2
    shift 2
    valgrind --tool=callgrind --callgrind-out-file="$room/out" \
        ${function:+--toggle-collect="$function"} "$program" "$@" \
        >/dev/null 2>"$room/said" || { cat "$room/said" >&2; exit 1; }
    awk -v what="$sentence" '/^(summary|totals):/ {
        printf "%-48s %10.1f thousand\n", what, $2 / 1e3; exit }' "$room/out"
}

count 'a cold report of the built-in model' '' report --threads 1 "$picture"
count 'its blocks' forward_step report --threads 1 "$picture"
count 'a stage drawn' screen_show show "$picture"
