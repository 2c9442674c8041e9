#!/bin/sh
# usage.sh - wrong usage: status 2, one sentence, a hint, nothing on stdout.
. test/cli/tap

# wrong SENTENCE HINT ARGUMENT...
wrong()
{
    sentence=$1 hint=$2
    shift 2
    v "$@"
    printf '%s\n' "vitscope: $sentence" "Try 'vitscope$hint --help'." \
        >"$TMPDIR/want"
    ok "$*" eval 'is 2 && silent && diff "$TMPDIR/want" "$err"'
}

wrong 'there is no option -x' '' -x
wrong 'there is no option --nothing' ' report' report --nothing
wrong 'there is no option --nothing' ' report' report --nothing=3 a.png
wrong 'there is no option --stge; did you mean --stage?' ' show' show --stge 5 a.png
wrong 'there is no option --heda; did you mean --head?' ' show' show --heda=2 a.png
wrong "there is no command and no picture 'reprot'; did you mean report?" '' reprot a.png
wrong "there is no command and no picture 'expolre'; did you mean explore?" '' expolre
wrong '--p could be more than one option' ' report' report --p 3 a.png
wrong '--top needs a value: N' ' report' report a.png --top
wrong '-o needs a value: FILE' ' trace' trace a.png -o
wrong '--quiet takes no value' ' report' report --quiet=3 a.png
wrong 'trace has no option --top' ' trace' trace --top 3 a.png
wrong 'report has no option -o' ' report' -o x.json report a.png
wrong 'explore has no option --only' '' --only x a.png

wrong '-m needs a value: MODEL' ' report' report -m '' a.png
wrong "there is no help on 'reprot'; did you mean report?" ' help' help reprot
wrong 'help tells of one thing at a time' ' help' help show report
wrong "a picture's name is empty" ' report' report ''

wrong 'report needs a picture' ' report' report
wrong 'show needs a picture' ' show' show
wrong 'overlay needs -o: where to write' ' overlay' overlay a.png
wrong 'trace needs -o: where to write' ' trace' trace a.png
wrong 'overlay needs a picture' ' overlay' overlay -o x.png
wrong 'tokenize needs -m: the built-in model reads no text' ' tokenize' tokenize cat
wrong 'tokenize needs a text' ' tokenize' tokenize -m somewhere
wrong 'info tells of one model at a time' ' info' info a b
wrong 'preprocess takes a model or --config, not both' ' preprocess' \
    preprocess -m a --config b -o c d.png
wrong '- stands for standard input, which can be read only once' ' report' report - -
wrong '- stands for standard input, which can be read only once' ' report' \
    report --from - -
wrong '--pixels feeds one tensor: give one picture to show with it, or none' \
    ' report' report --pixels x.safetensors a.png b.png
wrong '--narrate prints lines: with --keys, or as vitscope show --narrate' '' --narrate

wrong '--top many: a number of classes is meant' ' report' report --top many a.png
wrong '--top -1: a number of classes is meant' ' report' report --top -1 a.png
wrong "'0' is no layer: they count from 1" ' show' show -l 0 a.png
wrong "'0' is no head: a number from 1, or mean, max or min" ' show' show -H 0 a.png
wrong '--size 80: columns x rows are meant, as in 100x30, at most 1000 of each' \
    '' --size 80
wrong '--size 0x24: columns x rows are meant, as in 100x30, at most 1000 of each' \
    '' --size 0x24
wrong '--resolution 48: height x width in pixels are meant, as in 224x224, at most 16384 of each' \
    ' report' report --resolution 48 a.png
wrong '--color blue: auto, always, never, 16, 256 or 24bit is meant' \
    ' show' show --color blue a.png
wrong '--theme mauve: dark, light or safe is meant' ' show' show --theme mauve a.png
# What costs an expression memory or stack is refused before it is taken.
many() { printf "%$2s" '' | sed "s/ /$1/g"; }
wrong '--only: an expression of 501 bytes is too long: it may have 500' \
    ' trace' trace --only "$(many '^' 501)" -o x a.png
wrong '--only: more than 100 parentheses' ' trace' \
    trace --only "$(many '(' 101)a$(many ')' 101)" -o x a.png
wrong '--only ((a{1,200}){1,200}){1,200}: repeats too often' ' trace' \
    trace --only '((a{1,200}){1,200}){1,200}' -o x a.png
wrong '--only {-9}((a{200}){200}){200}: repeats too often' ' trace' \
    trace --only '{-9}((a{200}){200}){200}' -o x a.png
wrong '--threads 0: a number from 1 to 1024 is meant' ' report' report --threads 0 a.png
wrong '--precision f64: f32 or bf16 is meant' ' report' report --precision f64 a.png
wrong '--positions mine: original or family is meant' \
    ' report' report --positions mine a.png
wrong '--method lime: there are attention, rollout' \
    ' overlay' overlay -o x.png --method lime a.png
wrong "there is no help on 'cooking': keys, methods, stages, man, bash, zsh and fish are topics" \
    '' --help=cooking

# What only the model can tell, before any picture is read.
wrong 'there is no layer 5: built-in has 4' ' show' show -l 5 a.png
wrong 'there is no head 4: built-in has 3 a layer' ' overlay' overlay -o x.png -H 4 a.png
wrong 'there is no token p10 here: cls, p1 to p9, r1c1 to r3c3' ' show' show -q p10 a.png
wrong 'rollout is not of one head: -H mean, max or min' \
    ' overlay' overlay -o x.png --method rollout -H 2 a.png
ok 'and nothing was written' no_file x.png x.json c

v trace -o "$TMPDIR/x" --only '(' "$cats/cat.png"
ok 'a broken --only is wrong usage' eval 'is 2 && silent && grep -q "^vitscope: --only (: " "$err"'
wrong "'sleeping' is no stage: 1 to 8, or a name: patches cls positions scores weights update final classes" \
    ' show' show -s sleeping a.png
cp "$cats/cat.png" "$TMPDIR/shw"
v --keys '' --snapshot - "$TMPDIR/shw"
ok 'a picture may be called nearly as a command is' eval 'is 0 && grep -q shw "$out"'
(cd "$TMPDIR" && "$VITSCOPE" --keys '' --snapshot - shw >there)
ok 'also here' grep -q 'shw' "$TMPDIR/there"

VITSCOPE_ISA=mmx
export VITSCOPE_ISA
wrong 'VITSCOPE_ISA=mmx: baseline, avx2, avx512, avx512bf16 or amx is meant' \
    ' report' report a.png
VITSCOPE_ISA=baseline
v report --no-attention "$cats/cat.png"
ok 'VITSCOPE_ISA=baseline runs everywhere' is 0
finish
