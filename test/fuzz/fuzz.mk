# fuzz.mk - hostile inputs: `make fuzz TIME=60` hunts with libFuzzer for that
# many seconds a target (it needs clang); what is found goes to
# test/fuzz/corpus/<target>/, which `make test` feeds to every build.

TIME   = 60
FUZZ  := $(call sources,test/fuzz/fuzz_*.c)
TARGETS = $(FUZZ:test/fuzz/fuzz_%.c=%)
SEEDS.image = test/golden/cases/20-image-decode

$(FUZZ:%.c=$B/%): %: %.o $B/test/fuzz/replay.o $B/io.a $B/core.a
	$(call link_test)

$B/%.hunt: $B/%.o $B/io.a $B/core.a
	$(call link_test,-fsanitize=fuzzer)

tests: $(FUZZ:%.c=$B/%)

fuzz:
	$(Q)$(MAKE) --no-print-directory CC=clang SAN=1 B=build/fuzz \
	    CFLAGS=-fsanitize=fuzzer-no-link $(TARGETS:%=hunt-%)

hunt-%: $B/test/fuzz/fuzz_%.hunt
	$(Q)mkdir -p $B/corpus/$*
	$(Q)nice $< -max_total_time=$(TIME) -timeout=20 -rss_limit_mb=1024 \
	    -artifact_prefix=$B/$*- -verbosity=0 -print_final_stats=1 \
	    $B/corpus/$* test/fuzz/corpus/$* $(SEEDS.$*)

.PHONY: fuzz
