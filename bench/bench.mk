# bench.mk - how fast it is.
#
#     make bench-kernels   each kernel against the machine's peak
#     make bench-count     instructions, the same on any machine (valgrind)
#     sh bench/peers.sh    beside ONNX Runtime, OpenVINO and PyTorch

$B/bench/%: $B/bench/%.o $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lm

bench-kernels: $B/bench/bench_kernels
	$(Q)nice $<

bench-count: $B/$(PROG)
	$(Q)sh bench/count.sh $<

.PHONY: bench-kernels bench-count
