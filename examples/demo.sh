#!/bin/sh
# demo.sh - to be played in front of people: how [CLS] comes to its answer.
#
#     sh examples/demo.sh [PICTURE]       default: the built-in cat
#
# Enter goes on, q and Enter leaves.  DEMO_PAUSE=8 goes on by itself every 8
# seconds, DEMO_PAUSE=0 without any pause.  VITSCOPE names the program,
# VITSCOPE_MODEL another model.  Drawings fill the terminal.
set -eu
here=$(dirname "$0")/..
: "${VITSCOPE:=$here/vitscope}"
: "${DEMO_PAUSE=}"
picture=${1-built-in/cat.png}
bold= plain=
[ ! -t 1 ] || bold=$(printf '\033[1m') plain=$(printf '\033[m')

go_on()
{
    case $DEMO_PAUSE in
    '') printf '%s' '[Enter] '; read -r answer || exit 0 ;;
    *) answer=; sleep "$DEMO_PAUSE" ;;
    esac
    [ "$answer" != q ] || exit 0
}

# say TEXT: what the speaker says.
say()
{
    printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"
}

# stage OPTION...: a drawing, and its sentence with this picture's numbers.
stage()
{
    "$VITSCOPE" show "$@" "$picture"
    go_on
}

say 'A picture, as a Vision Transformer sees it: squares in a row.'
stage -s patches
say 'One more vector goes before them. It means nothing yet: [CLS].'
stage -s cls
say 'Squares have no order until each is told where it was.'
stage -s positions
say 'CLS asks, every patch answers: query times key is a score.'
stage -s scores -l 1
say 'The softmax makes shares of it: this is what CLS reads, in layer 1 ...'
stage -s weights -l 1
say '... and this in the last layer.'
stage -s weights
say 'Heads share the work: this is one of them alone.'
stage -s weights -l 2 -H 1
say 'A weight says where it read; this is what arrived.'
stage -s update -l 2
say 'From nothing to an answer: CLS before, after, and what it would have said.'
stage -s final
say 'The answer, and which patch spoke for it.'
stage -s classes
say 'In one sentence each:'
for s in patches cls positions scores weights update final classes; do
    "$VITSCOPE" show --narrate -s $s "$picture"
done
say "Now it is your turn: $VITSCOPE"
