#!/bin/sh
# shrunk.sh - files that another program cuts short while they are read.
#
# A pipe holds the program where it is: opening it for writing waits until the
# program reads from it, and then its model is mapped already.
. test/cli/tap
case=$PWD/test/golden/cases/01-vit-hf
cd "$TMPDIR" || exit 1
mkfifo pipe

# during FILE ARGUMENT...: run it; when it reads from the pipe FILE is emptied,
# then the pipe gets what $give writes.
during()
{
    file=$1
    shift
    rm -rf m && mkdir m && cp "$case"/*.json "$case/model.safetensors" m
    "$VITSCOPE" "$@" >"$out" 2>"$err" </dev/null &
    exec 3>pipe
    : >"$file"
    $give >&3
    exec 3>&-
    wait $!
    status=$?
}
told()
{
    is 1 && silent &&
        said "vitscope: m/model.safetensors: cannot be read to its end: it was cut short meanwhile, or its disk fails"
}

give="echo $case/input.png"
during m/model.safetensors report -m m --from pipe
ok 'weights that are cut short while they are read are a sentence' told
give="cat $case/input.png"
for command in "overlay -o o.png" "trace -o t.safetensors" "trace -o folder/" show report; do
    mkdir -p new
    cd new || exit 1
    rm -rf pipe && mkfifo pipe
    during m/model.safetensors $command -m m pipe
    rm -rf m pipe folder
    ok "so they are, and nothing is left behind: $command" eval 'told && same "$(ls -A)" ""'
    cd ..
done

# A picture: the others are done.
cp "$case/input.png" first.png
cp "$case/input.png" second.png
give='printf second.png\nfirst.png\n'
during second.png report --no-attention --from pipe
ok 'a picture that is cut short meanwhile is one that fails' eval \
    'is 1 && lines 2 "$out" && said "vitscope: second.png: is empty"'
finish
