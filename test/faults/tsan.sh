#!/bin/sh
# tsan.sh - `make tsan`: no suite makes the thread sanitizer say a word, and it
# does see a race where there is one.
: "${B:=build/tsan}" "${SUITES:=unit snapshot terminal faults}"
said=$PWD/$B/race.log
rm -f "$said".*
for what in none pool job; do
    TSAN_OPTIONS=exitcode=66 "$B/test/faults/race" $what >"$B/race.out" 2>&1
    status=$?
    case $what:$status in
    none:0 | pool:66 | job:66) ;;
    *)
        echo "race $what: status $status"
        cat "$B/race.out"
        exit 1
        ;;
    esac
done
echo "races made on purpose are seen"
# Threads that are there when the program gives up are no finding.
TSAN_OPTIONS="log_path=$said exitcode=66 report_thread_leaks=0"
export TSAN_OPTIONS
SUITES=$SUITES sh test/run.sh
status=$?
TMPDIR=$(mktemp -d) || exit 1       # many pictures on many threads at once
export TMPDIR
B=$B sh test/cli/many.sh >"$B/many.out" 2>&1 ||
    { grep -v '^ok' "$B/many.out"; status=1; }
rm -rf "$TMPDIR"
[ $status != 0 ] || echo "many pictures on many threads"
for report in "$said".*; do
    [ ! -e "$report" ] || { cat "$report"; status=1; }
done
exit $status
