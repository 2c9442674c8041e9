#!/bin/sh
# run.sh - every test, one line a suite, failures in full, totals at the end.
#
#     make test                       all suites
#     make test SUITES='unit cli'     some of them; build and packages if asked for
#
# A test is a program or a script.  It may speak TAP (cmocka does); one that
# does not is a single test: status 0 passes, 77 is skipped with the reason on
# its output, anything else fails.  Lines that begin with SKIPPED are always
# shown.  Tests are run from the project's root and find the program in
# $VITSCOPE, the build in $B, the compiler in $CC and an empty folder of their
# own in $TMPDIR.
set -u
: "${B:=build/release}" "${CC:=cc}"
: "${VITSCOPE:=$PWD/$B/vitscope}"
: "${LIMIT:=900}"                   # seconds one test program may take
CMOCKA_MESSAGE_OUTPUT=TAP
UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1}
LC_ALL=C.UTF-8                      # where it is not set, `show` is ASCII
export B CC VITSCOPE LIMIT CMOCKA_MESSAGE_OUTPUT UBSAN_OPTIONS LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL VITSCOPE_MODEL VITSCOPE_ISA NO_COLOR COLORTERM

# run.sh --one FOLDER TEST: its output and status as files in FOLDER.
if [ "${1-}" = --one ]; then
    out=$2/$(printf '%s' "$3" | tr / _)
    TMPDIR=$out.d
    export TMPDIR
    mkdir "$TMPDIR"
    case $3 in
    *.sh) timeout -k 9 "$LIMIT" sh "$3" ;;
    *) timeout -k 9 "$LIMIT" "$3" ;;
    esac >"$out.out" 2>&1 </dev/null
    echo $? >"$out.status"
    exit 0
fi

work=$(mktemp -d) && chmod a+x "$work" || exit 1   # a test may act as another user
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
all_passed=0 all_failed=0 all_skipped=0

# Counts of one output with this exit status: "passed failed skipped".  Tests
# that TAP planned and a crash kept from running count as failed.
counts()
{
    awk -v status="$2" '
        /^1\.\.[0-9]+/ { plan += substr($0, 4) }
        /^(not )?ok .*# *SKIP/ { skip++; next }
        /^ok / { ok++ }
        /^not ok / { bad++ }
        /^SKIPPED/ { loud++ }
        END {
            if (loud > skip && ok >= loud - skip) {
                ok -= loud - skip; skip = loud
            }
            seen = ok + bad + skip
            if (!seen && !plan) {
                ok = status == 0; skip = status == 77; bad = !ok && !skip
            } else if (plan > seen)
                bad += plan - seen
            else if (status && !bad)
                bad++
            print ok + 0, bad + 0, skip + 0
        }' "$1"
}

# What a failed test said, without the lines of what passed.
tell()
{
    printf '\n--- %s: status %s\n' "$1" "$2"
    grep -aEv '^(ok |1\.\.[0-9]+$|# ok)' "$3"
    echo
}

# suite NAME TEST...: run them beside one another, then report in order.
suite()
{
    suite=$1 p=0 f=0 s=0
    shift
    case " ${SUITES-$suite} " in *" $suite "*) ;; *) return ;; esac
    mkdir "$work/$suite"
    if [ -e "${1-}" ]; then
        printf '%s\n' "$@" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I@ \
            sh "$0" --one "$work/$suite" @
    else
        set --
    fi
    for t; do
        out=$work/$suite/$(printf '%s' "$t" | tr / _)
        status=$(cat "$out.status" 2>/dev/null || echo 99)
        read -r ok bad skip <<EOT
$(counts "$out.out" "$status")
EOT
        p=$((p + ok)) f=$((f + bad)) s=$((s + skip))
        if [ "$bad" -gt 0 ]; then
            tell "$t" "$status" "$out.out"
        elif [ "$skip" -gt 0 ]; then
            grep -E '^(SKIPPED|[Ss]kipped)|# *SKIP' "$out.out" ||
                echo "SKIPPED $t: $(tail -n 1 "$out.out")"
        else
            grep '^SKIPPED' "$out.out"
        fi
    done
    line="$p passed"
    [ $f = 0 ] || line="$line, $f FAILED"
    [ $s = 0 ] || line="$line, $s skipped"
    [ $((p + f + s)) -gt 0 ] || line="no tests"
    printf '%-10s %s\n' "$suite" "$line"
    all_passed=$((all_passed + p)) all_failed=$((all_failed + f))
    all_skipped=$((all_skipped + s))
}

# The programs among the sources of a folder, where they were built.
built()
{
    grep -lE '^int main\>' "$1"/*.c 2>/dev/null | sed "s|^|$B/|; s|\.c\$||"
}

suite unit $(built test/unit)
suite golden $(built test/golden) test/golden/*.sh
suite snapshot test/snapshots.sh
suite cli test/cli/*.sh
suite terminal $(built test/terminal)
suite examples test/examples.sh
suite docs test/docs.sh
suite fuzz test/fuzz.sh
suite faults test/faults/faults.sh
case $B in                  # of the sources, not of what runs
build/release*)
    suite layers test/layers.sh
    suite style test/style.sh
    ;;
esac
case " ${SUITES-} " in      # take long: only when asked for
*" build "*) suite build test/build.sh ;;
esac
case " ${SUITES-} " in
*" terminals "*) suite terminals test/terminals/*.sh ;;
esac
case " ${SUITES-} " in
*" packages "*)
    LIMIT=3600
    # shellcheck disable=SC2086
    suite packages $(printf 'test/packages/%s.sh ' ${PACKAGES:-static dist deb})
    ;;
esac

[ $all_skipped = 0 ] || skips=", $all_skipped skipped"
echo "$all_passed passed, $all_failed failed${skips-}"
[ $all_failed = 0 ] && [ $all_passed -gt 0 ]
