#!/bin/sh
# soak.sh - the built-in model and, where it is, a DINOv2 beside each other,
# each played with for $TIME seconds from $SEED (the clock, unless it is set).
set -u
: "${B:=build/san}" "${TIME:=60}" "${SEED:=$(date +%s)}"
B=$PWD/$B
dinov2=$PWD/../shared/models/dinov2-small-saliency
pictures=$PWD/examples
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# What is freed is kept aside by the address sanitizer; little of it, so that
# this is full in the first minutes and what grows later is a leak.
ASAN_OPTIONS=quarantine_size_mb=8:log_path=$work/report
UBSAN_OPTIONS=print_stacktrace=1:log_path=$work/report
export ASAN_OPTIONS UBSAN_OPTIONS

# play NAME KEYS ARGUMENT...: in a folder of its own, with pictures to open.
play()
{
    name=$1 pace=$2
    shift 2
    mkdir "$work/$name"
    cp "$pictures/cat.png" "$work/$name/p1.png"
    cp "$pictures/dog.png" "$work/$name/p2.png"
    head -c 500 "$pictures/bird.png" >"$work/$name/p3.png"
    echo text >"$work/$name/p4.png"
    (
        cd "$work/$name" || exit 1
        "$B/test/soak/soak" -s "$SEED" -t "$TIME" -p "$pace" "$B/vitscope" "$@"
        echo $? >"$work/$name.status"
    ) | while IFS= read -r line; do printf '%s: %s\n' "$name" "$line"; done &
}

play built-in 40
if [ -d "$dinov2" ]; then
    play dinov2 20 -m "$dinov2" "$pictures/cat.png" "$pictures/dog.png"
else
    echo "SKIPPED dinov2: $dinov2 is not here"
fi
wait
cat "$work"/report* 2>/dev/null
! ls "$work"/report* >/dev/null 2>&1 &&
    ! cat "$work"/*.status | grep -qv '^0$'
