#!/bin/sh
# promises.sh - what the program never does, whatever it is asked.
. test/cli/tap
cd "$TMPDIR" || exit 1

# What opens a line to elsewhere or starts a program, by its name in libc.
forbidden='socket|connect|bind|listen|accept4?|getaddrinfo|gethostby[a-z]*
send(to|msg)?|recv(from|msg)?|v?fork|exec[lv]p?e?|execvpe|f?execve|posix_spawnp?
system|popen|dlm?open|mprotect'
asks_for()
{
    nm -uD "$1" | awk '{ sub(/@.*/, "", $NF); print $NF }' |
        grep -xE "$forbidden"
}
case ${B##*/} in
release* | debug*)
    ok 'the program opens no socket and starts no program' eval \
        '[ -x "$VITSCOPE" ] && ! asks_for "$VITSCOPE"'
    ok 'and this would be noticed' eval 'asks_for "$(command -v sh)" | grep -q fork'
    ;;
*) skip 'the program opens no socket and starts no program' 'not of this build' ;;
esac

# Every command, in a folder of its own, where everybody keeps their settings.
mkdir home here tmp
found() { find home here tmp | sort | tr '\n' ' '; }
run()
{
    (cd here && HOME=../home XDG_CONFIG_HOME=../home XDG_CACHE_HOME=../home \
        TMPDIR=../tmp "$VITSCOPE" "$@") >>"$out" 2>>"$err" </dev/null ||
        status=$?
}
status=0
: >"$out" >"$err"
before=$(found)
for command in show report info bench --help --version; do
    case $command in
    show | report) run $command "$cats/cat.png" ;;
    *) run $command ;;
    esac
done
run tokenize -m "$OLDPWD/test/golden/cases/08-clip" cat
run --keys '5 n q' --snapshot - "$cats/cat.png"
ok 'no command leaves anything behind but its output' same "$status $(found)" "0 $before"
run overlay -o o.png "$cats/cat.png"
run trace -o t.safetensors "$cats/cat.png"
run preprocess -o p.safetensors "$cats/cat.png"
run --keys '5 q' --cast c.cast --snapshot s.svg "$cats/cat.png"
ok 'and where -o names a file, that alone' same "$status $(found)" \
    "0 here here/c.cast here/o.png here/p.safetensors here/s.svg here/t.safetensors home tmp "
finish
