#!/bin/sh
# bench.sh - the measurement says what it measured.
. test/cli/tap

v bench --threads 1 --seconds 1
ok 'a table of kernels' eval 'is 0 && grep -q "^built-in: 10 tokens, 1 thread" "$out" && grep -q "^attention  *4 " "$out"'
v bench --threads 1 --json --seconds 1
ok 'one line of JSON' eval 'is 0 && lines 1 "$out"'
for key in model threads precision isa forward_ms trace_ms batch images_per_s \
    load_ms peak_rss_mb kernels share of_peak; do
    ok "with $key" grep -q "\"$key\":" "$out"
done
VITSCOPE_ISA=baseline v bench --threads 1 --json --seconds 1
ok 'VITSCOPE_ISA chooses the kernels' grep -q '"isa":"baseline"' "$out"
v bench --json --only '^forward$' --seconds 1
ok 'what is not asked for is not measured' eval 'is 0 && grep -q "\"forward_ms\":" "$out" && ! grep -q "trace_ms\|batch\|kernels\|peak_gflops" "$out"'
v bench --only '('
ok 'an expression that makes no sense' eval 'is 2 && silent'
v bench --seconds 0
ok 'no time at all' eval 'is 2 && grep -q "^vitscope: --seconds 0: a number from 1 to 3600 is meant$" "$err"'
v bench picture.png
ok 'pictures are not taken' is 2

# In bf16 the numbers move a little, what the model says does not.
for precision in f32 bf16; do
    v report --precision $precision --top 1 examples/cat.png examples/dog.png examples/bird.png
    grep -o '"top":\[{"label":"[a-z]*"' "$out" >"$TMPDIR/$precision"
done
ok 'three pictures in bf16' lines 3 "$TMPDIR/bf16"
ok 'are what they are in f32' cmp "$TMPDIR/f32" "$TMPDIR/bf16"
finish
