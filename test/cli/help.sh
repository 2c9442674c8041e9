#!/bin/sh
# help.sh - what the program says of itself, and that it says it everywhere.
. test/cli/tap
commands="explore show report trace overlay info preprocess tokenize bench help"

v --help
ok '--help is a result' eval 'is 0 && [ ! -s "$err" ] && head -n 1 "$out" | grep -q "^vitscope - "'
for command in $commands; do
    ok "--help names $command" grep -q "^  $command " "$out"
done
for command in $commands; do
    v $command --help
    ok "$command --help" eval 'is 0 && grep -q "^usage: vitscope .*$command" "$out"'
    ok "$command --help fits a terminal" eval '! grep -E "^.{81}" "$out"'
    cp "$out" "$TMPDIR/first"
    v --help=$command
    ok "--help=$command is the same" cmp "$out" "$TMPDIR/first"
    v help $command
    ok "and help $command" cmp "$out" "$TMPDIR/first"
done
v help
cp "$out" "$TMPDIR/first"
v --help
ok 'help alone is --help' cmp "$out" "$TMPDIR/first"
v report --help
ok 'options stand at the commands that take them' eval 'grep -q -e --top "$out" && ! grep -q -e --only "$out"'
v --help=keys
ok '--help=keys lists the keys' eval 'is 0 && grep -q "^  Space n PgDn " "$out"'
v --help=stages
ok '--help=stages lists the stages' eval 'is 0 && lines 8 "$out" || grep -q "^  8 classes " "$out"'
v --help=methods
ok '--help=methods cites' eval 'is 0 && grep -q "Abnar & Zuidema" "$out"'
v --version
ok '--version names what it is made of' eval 'is 0 && grep -q "^vitscope [0-9]" "$out" && grep -q "^libpng [0-9]" "$out" && grep -q "^built-in model: vit, 4 layers x 3 heads" "$out"'
ok 'and no folder of the machine it was built on' eval '! grep -q / "$out"'

v --help=bash
cp "$out" "$TMPDIR/completion"
if command -v bash >/dev/null; then
    completes()
    {
        bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                 _vitscope; echo "${COMPREPLY[@]}"' "$TMPDIR/completion" "$@"
    }
    ok 'bash completes commands' same "$(completes vitscope re)" report
    ok 'bash completes options of the command' same "$(completes vitscope trace --on)" --only
    ok 'bash completes the words of an option' same "$(completes vitscope show -s pa)" patches
else
    skip 'completion for bash' 'there is no bash'
fi
v --help=fish
ok 'completion for fish names every command' eval 'is 0 && [ "$(grep -c use_subcommand "$out")" = 10 ]'

sh man/update.sh --check "$VITSCOPE" >"$out" 2>"$err"
status=$?
ok 'the manual page says what the tables say (sh man/update.sh ./vitscope)' is 0
v info
ok 'info tells of the built-in model' eval 'is 0 && grep -q "^classes     3: cat, dog, bird$" "$out"'
finish
