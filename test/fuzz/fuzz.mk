# fuzz.mk - hostile inputs: `make fuzz TIME=60` hunts with libFuzzer for that
# many seconds a target (it needs clang); what is found goes to
# test/fuzz/corpus/<target>/, which `make test` feeds to every build.

TIME   = 60
FUZZ  := $(call sources,test/fuzz/fuzz_*.c)
TARGETS = $(FUZZ:test/fuzz/fuzz_%.c=%)
decode  = test/golden/cases/20-image-decode
SEEDS.jpeg = $(wildcard $(decode)/*.jpg)
SEEDS.png  = $(wildcard $(decode)/*.png)

# What single targets need beside the core and io.
FUZZ_APP    = keyboard keys options
FUZZ_FOLDER = hub keys model phrases vocabulary
beside = $(addprefix $B/test/fuzz/fuzz_,$1) $(patsubst %,$B/test/fuzz/fuzz_%.hunt,$1)
$(call beside,$(FUZZ_APP)): $B/app.a
$(call beside,$(FUZZ_FOLDER)): $B/test/fuzz/folder.o
$(call beside,png): $B/test/fuzz/png_pieces.o

$(FUZZ:%.c=$B/%): %: %.o $B/test/fuzz/replay.o $B/io.a $B/core.a
	$(call link_test,-lz $(if $(filter %/app.a,$^),$(UI_LIBS)))

$B/%.hunt: $B/%.o $B/test/fuzz/mutate.o $B/io.a $B/core.a
	$(call link_test,-fsanitize=fuzzer -lz $(if $(filter %/app.a,$^),$(UI_LIBS)))

tests: $(FUZZ:%.c=$B/%)

fuzz:
	$(Q)$(MAKE) --no-print-directory CC=clang SAN=1 B=build/fuzz \
	    CFLAGS=-fsanitize=fuzzer-no-link $(TARGETS:%=hunt-%)

hunt-%: $B/test/fuzz/fuzz_%.hunt
	$(Q)mkdir -p $B/corpus/$*
	$(Q)nice -n 19 $< -max_total_time=$(TIME) -timeout=60 \
	    -rss_limit_mb=2048 -artifact_prefix=$B/$*- -verbosity=0 \
	    -print_final_stats=1 $B/corpus/$* test/fuzz/corpus/$* $(SEEDS.$*)

.PHONY: fuzz
