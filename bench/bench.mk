# bench.mk - how fast the kernels are: make bench-kernels

$B/bench/%: $B/bench/%.o $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lm

bench-kernels: $B/bench/bench_kernels
	$(Q)nice $<

.PHONY: bench-kernels
