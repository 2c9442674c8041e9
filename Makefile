# vitscope - GNU make.  `make` builds ./vitscope, `make test` tries it,
# `make run` opens it on the built-in pictures.  A build directory for each
# configuration: SAN=1 (ASan+UBSan), TSAN=1, DEBUG=1, CC=clang.

VERSION = 0.1.0
PROG    = vitscope
CC      = gcc
CONFIG := $(if $(SAN),san,$(if $(TSAN),tsan,$(if $(DEBUG),debug,release)))$(if $(filter clang%,$(notdir $(CC))),-clang)
B      := build/$(CONFIG)

# --- what is on this machine ------------------------------------------------
PKG       = pkg-config
EDGE_PKG := libpng jansson ncursesw $(if $(shell $(PKG) --exists libjpeg && echo y),libjpeg)
JPEG     := $(if $(filter libjpeg,$(EDGE_PKG)),-DHAVE_JPEG)
EDGE_CFLAGS := $(shell $(PKG) --cflags $(EDGE_PKG) 2>/dev/null)
EDGE_LIBS   := $(shell $(PKG) --libs $(EDGE_PKG) 2>/dev/null)
ARCH     := $(shell $(CC) -dumpmachine)

# --- flags ------------------------------------------------------------------
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
       -Wpointer-arith -Wwrite-strings -Wvla -Wno-unused-parameter
FLAGS.release = -O3 -g
FLAGS.debug   = -O0 -g
FLAGS.san     = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS.tsan    = -O1 -g -fsanitize=thread
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) -Iinclude -MMD -MP \
             -ffp-contract=off -fno-math-errno $(FLAGS.$(firstword $(subst -, ,$(CONFIG)))) \
             -DVERSION='"$(VERSION)"' $(JPEG) $(CFLAGS)
ALL_LDFLAGS = $(filter -fsanitize%,$(FLAGS.$(firstword $(subst -, ,$(CONFIG))))) -pthread $(LDFLAGS)

# Instruction sets: these files alone get flags of their own; fused
# multiply-add is what they are for.
ISA.kernels_baseline   = -ffp-contract=fast
ISA.kernels_avx2       = -ffp-contract=fast -mavx2 -mfma -mf16c
ISA.kernels_avx512     = -ffp-contract=fast -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mf16c -mprefer-vector-width=512
ISA.kernels_avx512bf16 = $(ISA.kernels_avx512) -mavx512bf16
ISA.kernels_amx        = $(ISA.kernels_avx512bf16) -mamx-tile -mamx-bf16

# --- what there is to build -------------------------------------------------
CORE  := $(wildcard src/base/*.c src/nn/*.c src/explain/*.c src/view/*.c)
IO    := $(wildcard src/io/*.c)
APP   := $(wildcard src/app/*.c)
DATA  := src/app/builtin.S
core.o = $(CORE:%.c=$B/%.o)
io.o   = $(IO:%.c=$B/%.o)
app.o  = $(APP:%.c=$B/%.o) $(DATA:%.S=$B/%.o)
app.a  = $(filter-out $B/src/app/main.o,$(app.o))
UNIT  := $(wildcard test/unit/*.c)
GOLD  := $(wildcard test/golden/*.c)
TERM_TESTS := $(wildcard test/terminal/*.c)
EX    := $(wildcard examples/*.c)

Q = $(if $(V),,@)

all: $(PROG)

$(PROG): $B/$(PROG)
	$(Q)cp -f $< $@

$B/$(PROG): $(app.o) $(io.o) $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(EDGE_LIBS) -lm

$B/core.a: $(core.o)
	$(Q)rm -f $@ && ar rcs $@ $^

$B/io.a: $(io.o)
	$(Q)rm -f $@ && ar rcs $@ $^

# The program without its main, for tests of keys and terminals.
$B/app.a: $(app.a)
	$(Q)rm -f $@ && ar rcs $@ $^

$B/src/app/builtin.o: src/app/builtin.S $(wildcard models/catdogbird-3x3/*) $(wildcard examples/*.png)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -c -o $@ $<

$B/src/io/%.o: src/io/%.c $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(EDGE_CFLAGS) -c -o $@ $<

$B/src/app/%.o: src/app/%.c $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(EDGE_CFLAGS) -c -o $@ $<

$B/%.o: %.c $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ISA.$(basename $(notdir $<))) -c -o $@ $<

# Rebuild when the flags change.
$B/.flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(CC) $(ALL_CFLAGS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS)' >$@
FORCE:

# --- tests ------------------------------------------------------------------
unit.bin = $(UNIT:%.c=$B/%)
gold.bin = $(GOLD:%.c=$B/%)
term.bin = $(TERM_TESTS:%.c=$B/%)
ex.bin   = $(EX:%.c=$B/%)

$B/test/unit/%: $B/test/unit/%.o $B/app.a $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $B/app.a $B/io.a $B/core.a $(EDGE_LIBS) -lcmocka -lm
$B/test/golden/%: $B/test/golden/%.o $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $B/io.a $B/core.a $(EDGE_LIBS) -lcmocka -lm
$B/test/terminal/%: $B/test/terminal/%.o
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< -lvterm -lutil -lm
$B/examples/%: $B/examples/%.o $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $B/io.a $B/core.a $(EDGE_LIBS) -lm

test: all tests
	$(Q)B=$B sh test/run.sh
tests: $(unit.bin) $(gold.bin) $(term.bin) $(ex.bin)

run: all
	$(Q)./$(PROG)

clean:
	$(Q)rm -rf build $(PROG)

ifneq ($(filter-out clean,$(or $(MAKECMDGOALS),all)),)
-include $(shell find $B -name '*.d' 2>/dev/null)
endif
MAKEFLAGS += $(if $(findstring j,$(firstword -$(MAKEFLAGS))),,-j$(shell nproc 2>/dev/null || echo 2))
.SECONDARY:
.PHONY: all test tests run clean FORCE
