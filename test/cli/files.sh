#!/bin/sh
# files.sh - results in files: whole or not at all, none on top of another.
. test/cli/tap
golden=$PWD/test/golden/cases
cd "$TMPDIR" || exit 1

# Pixels across, as the IHDR chunk of a PNG has them.
width() { od -An -tu1 -j16 -N4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'; }

v overlay -o one.png "$cats/cat.png"
ok 'a heat map is a PNG of the size of its picture' eval \
    'is 0 && silent && same "$(width one.png)" "$(width "$cats/cat.png")"'
v overlay -o maps/ "$cats"
ok 'several go into a folder, which is made' eval \
    'is 0 && same "$(ls maps | tr "\n" " ")" "bird.png cat.png dog.png small-bird.png tricky-dog.png tricky-owl.png two-animals.png "'
v trace -o maps "$cats/cat.png" --only '^cls$'
ok 'a folder that is there needs no slash' eval 'is 0 && [ -s maps/cat.safetensors ]'
v preprocess -o "maps/" "$cats/cat.png" "$cats/dog.png"
ok 'preprocess writes several too' eval 'is 0 && [ -s maps/dog.safetensors ]'
"$VITSCOPE" overlay -o maps/ - <"$cats/cat.png" >"$out" 2>"$err"
status=$?
ok 'standard input is called stdin' eval 'is 0 && [ -s maps/stdin.png ]'

v overlay -o one.JPG "$cats/cat.png"
ok 'a name that promises another picture is refused' eval 'is 2 && silent &&
    grep -q "one.JPG: what is written is a .png file" "$err" && no_file one.JPG'
v trace -o one.png --only '^cls$' "$cats/cat.png"
ok 'and a picture that would be numbers' eval 'is 2 && grep -q "a .safetensors file" "$err" && cmp one.png maps/cat.png'
v overlay -o one.map "$cats/cat.png" && v overlay -o ONE.PNG "$cats/cat.png"
ok 'any other name is the user'"'"'s own' eval 'is 0 && cmp one.map ONE.PNG && rm one.map ONE.PNG'
v overlay -o two.png "$cats/cat.png" "$cats/dog.png"
ok 'two pictures and one file are wrong usage' eval 'is 2 && no_file two.png'
mkdir other
cp "$cats/cat.png" other
v overlay -o clash/ "$cats/cat.png" other/cat.png
ok 'stems that clash are refused before work starts' eval \
    'is 2 && no_file clash && head -n 1 "$err" | grep -q "clash/cat.png"'
v overlay -o other/ other/cat.png
ok 'a picture is not written over itself' eval 'is 2 && cmp other/cat.png "$cats/cat.png"'

mkdir linked
ln -s ../other/cat.png linked/dog.png
v overlay -o linked/ "$cats/dog.png" other/cat.png
ok 'nor another picture, where a link leads to it' eval 'is 2 && cmp other/cat.png "$cats/cat.png"'
echo old >linked/kept && ln -sf kept linked/dog.png && ln -s kept linked/cat.png
v overlay -o linked/ "$cats/dog.png" "$cats/cat.png"
ok 'nor two results into one file' eval 'is 2 && same "$(cat linked/kept)" old'
cp "$cats/cat.png" cat.txt
v --keys q --snapshot cat.txt cat.txt
ok 'nor a screen over its picture' eval 'is 2 && cmp cat.txt "$cats/cat.png"'
v --keys q --snapshot one.txt --cast one.txt
ok 'nor two forms of it into one file' eval 'is 2 && no_file one.txt'
rm -r linked cat.txt

# --- nor over what a run reads beside its pictures --------------------------------
mkdir read && cp "$golden"/01-vit-hf/*.json "$golden"/01-vit-hf/model.safetensors read
chmod -R u+w read
cp "$cats/cat.png" read/model.png && printf 'a\nb\nc\n' >read/labels && ln -s model.safetensors read/link
ls -l read >read.before && cat read/* >read.all
buried()
{
    sentence=$1
    shift
    v "$@"
    ok "nor over $sentence" eval 'is 2 && silent && grep -q "would be written over" "$err" &&
        ls -l read | cmp - read.before && cat read/* | cmp - read.all'
}
buried 'the weights' trace -m read -o read/model.safetensors "$cats/cat.png"
buried 'the weights, by a link' overlay -m read -o read/link "$cats/cat.png"
buried 'the weights, in their folder' trace -m read -o read/ read/model.png
buried 'the weights, named by -m' preprocess -m read/model.safetensors -o read/model.safetensors "$cats/cat.png"
buried 'the config' overlay -m read -o read/config.json "$cats/cat.png"
buried 'the config, as a cast' -m read --keys q --cast read/config.json "$cats/cat.png"
buried 'what pictures are prepared by' overlay -m read -o read/preprocessor_config.json "$cats/cat.png"
buried 'the labels' overlay --labels read/labels -o read/labels "$cats/cat.png"
buried '--config' preprocess --config read/preprocessor_config.json -o read/preprocessor_config.json "$cats/cat.png"
v trace -m read -o read/other.safetensors --only '^cls$' "$cats/cat.png"
ok 'but beside them' eval 'is 0 && [ -s read/other.safetensors ]'
rm -r read read.before read.all

v overlay -o half/ "$cats/cat.png" nowhere.png
ok 'what can be done is done' eval 'is 1 && same "$(ls half)" cat.png'
v overlay -o nowhere/one.png "$cats/cat.png"
ok 'a folder that is not there is a failure' eval 'is 1 && lines 1 "$err" && no_file nowhere'
v overlay -o new.png nowhere.png
ok 'a picture that fails leaves no file' eval 'is 1 && no_file new.png'
cp one.png kept.png
v overlay -o kept.png nowhere.png
ok 'and leaves the old one as it was' cmp one.png kept.png
ok 'nothing is left beside them' eval '! ls -A | grep -vx "ended\|half\|kept.png\|maps\|one.png\|other\|out\|err\|tap"'

# A disk that is full: /dev/full for streams, a limit of size for files.
if [ -w /dev/full ]; then
    for command in "report $cats/cat.png" "show $cats/cat.png" info --help --version; do
        "$VITSCOPE" $command >/dev/full 2>"$err" </dev/null
        status=$?
        ok "a full disk is noticed: ${command%% *}" eval \
            'is 1 && said "vitscope: standard output: No space left on device"'
    done
    v trace -o /dev/full "$cats/cat.png"
    ok 'also where -o names it' eval 'is 1 && lines 1 "$err" && [ -c /dev/full ]'
else
    skip 'a full disk is noticed' 'there is no /dev/full'
fi
(ulimit -f 8; trap '' XFSZ; "$VITSCOPE" trace -o big.safetensors "$cats/cat.png") >"$out" 2>"$err"
status=$?
ok 'a file that grows too large is not there at all' eval \
    'is 1 && lines 1 "$err" && no_file big.safetensors && ! ls -A | grep big'

# Every file that is written: nothing of it stays, and what was there stays.
one()
{
    what=$1
    shift
    rm -rf one && mkdir one && echo old >one/old
    "$@" >"$out" 2>"$err" </dev/null
    status=$?
    ok "$what" eval 'is 1 && silent && lines 1 "$err" && grep -q "^vitscope: " "$err" &&
        same "$(ls -A one) $(cat one/old)" "old old"'
}
within_blocks() { (ulimit -f 1; trap '' XFSZ; exec "$VITSCOPE" "$@"); }
on_small_disk()
{
    unshare -m $mapped sh -c 'mount -t tmpfs -o size=16k none one && echo old >one/old &&
        "$@"; status=$?; ls -A one >&3; cat one/old >&3; exit $status' - "$VITSCOPE" "$@"
}
written()
{
    one "$1, overlay" "$2" overlay -o one/old "$cats/cat.png"
    one "$1, trace" "$2" trace -o one/old "$cats/cat.png"
    one "$1, preprocess" "$2" preprocess -o one/old "$cats/cat.png"
    one "$1, snapshot" "$2" --keys 5 --size 200x100 --snapshot one/old.svg "$cats/cat.png"
    one "$1, cast" "$2" --keys '5 n n n n' --size 200x100 --cast one/old.cast "$cats/cat.png"
}
case ${B##*/} in
cover*) skip 'a limit of size leaves nothing' 'the counters of this build meet it too' ;;
*) written 'a limit of size' within_blocks ;;
esac
mapped=
unshare -m true 2>/dev/null || mapped=-r
if mkdir -p one && unshare -m $mapped mount -t tmpfs -o size=16k none one 2>/dev/null; then
    exec 3>disk
    written 'a full disk' on_small_disk
    exec 3>&-
    ok 'and on that disk' same "$(sort -u disk | tr '\n' ' ')" 'old '
else
    skip 'a full disk leaves nothing' 'no disk can be mounted here'
fi
rm -rf one disk

# ended NAME SIGNAL COMMAND...: a signal as soon as something is in the folder.
ended()
{
    name=$1 signal=$2
    shift 2
    mkdir ended
    "$@" &
    waited=0
    until ls -A ended | grep -q . || [ $waited = 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    kill -$signal $!
    wait $! 2>"$err"
    status=$?
    ok "$name" eval '[ $status -gt 128 ] && [ "$(kill -l $status)" = $signal ] && same "$(ls -A ended)" ""'
    rm -rf ended
}
# In the middle of a large file; by what batch systems send, too.
for signal in TERM USR1 XCPU; do
    ended "a signal in the middle of writing leaves nothing: $signal" $signal \
        "$VITSCOPE" trace -o ended/big.safetensors --resolution 800x800 --only '^attn' "$cats/cat.png"
done
mkdir ended
(ulimit -f 8; exec "$VITSCOPE" trace -o ended/big.safetensors "$cats/cat.png") >"$out" 2>"$err"
status=$?
ok 'nor does a limit of size, where it is a signal' eval '[ $status -gt 128 ] && same "$(ls -A ended)" ""'
rm -rf ended
case ${B##*/} in
san* | tsan*) skip 'nor one while a file is made' 'sanitizers want to be loaded first' ;;
*)
    ended 'nor one while a file is made' TERM \
        env LD_PRELOAD="$B/test/tools/slow_open.so" "$VITSCOPE" overlay -o ended/one.png "$cats/cat.png"
    ended 'nor one while another thread makes one' TERM env LD_PRELOAD="$B/test/tools/slow_open.so" \
        "$VITSCOPE" overlay --threads 4 -o ended/ "$cats"
    ;;
esac

"$VITSCOPE" report "$cats/cat.png" >&- 2>"$err"
status=$?
ok 'closed standard output is noticed' eval 'is 1 && grep -q "standard output" "$err"'
"$VITSCOPE" trace -o closed.safetensors "$cats/cat.png" >&- 2>&- <&-
status=$?
ok 'closed streams harm no file' eval 'is 0 && [ -s closed.safetensors ]'
"$VITSCOPE" report "$cats" 2>"$err" | head -c 10 >/dev/null
ok 'a reader that leaves ends the program without a word' [ ! -s "$err" ]
finish
