# vitscope - GNU make.
#
#   make            ./vitscope            make test       every test there is
#   make run        open the explorer     make snapshots  accept new screens
#   make install    PREFIX= DESTDIR=      make uninstall  the same
#   make static     one file that needs nothing; in build/static
#   make dist       a tarball that builds; make dist-check tries it
#   make deb        a Debian package, in build/deb
#   make coverage   lines of the core that no test runs through
#   make mutate     do the tests notice when the core is wrong?
#   make terminals  in xterm, tmux and screen themselves
#   make clean
#
# Each configuration has a build directory of its own, so none costs another a
# rebuild: SAN=1 (address and undefined behaviour), TSAN=1 (threads), DEBUG=1,
# COVER=1 (lines run), STATIC=1, CC=clang.  V=1 shows the commands.

VERSION = 0.1.0
PROG    = vitscope
PREFIX  = /usr/local
STRIP   = -s
PKG_CONFIG = pkg-config
ifeq ($(origin CC),default)
CC := $(if $(shell command -v gcc),gcc,cc)
endif

KIND   := $(if $(SAN),san,$(if $(TSAN),tsan,$(if $(DEBUG),debug,$(if $(COVER),cover,$(if $(STATIC),static,release)))))
CONFIG := $(KIND)$(if $(findstring clang,$(notdir $(firstword $(CC)))),-clang)
B      := build/$(CONFIG)
Q       = $(if $(V),,@)

# Goals that compile nothing, and goals that need the tests' libraries too.
GOALS   := $(or $(MAKECMDGOALS),all)
BUILDS  := $(filter-out clean coverage mutate dist uninstall static deb \
             bare-check,$(GOALS))
TESTING := $(filter test tests snapshots soak soak-report terminals $B/test/% \
             $(addsuffix -check,static dist deb),$(GOALS))

# --- what this machine has ---------------------------------------------------
has     = $(shell $(PKG_CONFIG) --exists $1 2>/dev/null && echo $1)
absent  = $(foreach p,$1,$(if $(call has,$p),,$p))
IO_PKG := libpng jansson $(call has,libjpeg)
UI_PKG := ncursesw
LACKING := $(strip $(if $(shell command -v $(firstword $(CC))),,the compiler $(CC)) \
             $(if $(shell command -v $(PKG_CONFIG)),$(call absent,libpng jansson \
                  $(UI_PKG) $(if $(TESTING),cmocka vterm)),$(PKG_CONFIG)))
ifneq ($(BUILDS),)
ifneq ($(LACKING),)
$(error Not on this machine: $(LACKING).  `sh scripts/setup.sh` installs what vitscope is built from)
endif
endif

pkg_static := $(if $(STATIC),--static)
IO_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(IO_PKG) 2>/dev/null)
UI_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(UI_PKG) 2>/dev/null)
IO_LIBS   := $(shell $(PKG_CONFIG) $(pkg_static) --libs $(IO_PKG) 2>/dev/null)
UI_LIBS   := $(shell $(PKG_CONFIG) $(pkg_static) --libs $(UI_PKG) 2>/dev/null)

# --- flags -------------------------------------------------------------------
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
       -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla \
       -Wno-unused-parameter
FLAGS.release = -O3 -g
FLAGS.static  = -O3 -g
FLAGS.debug   = -O0 -g
FLAGS.cover   = -O0 -g --coverage -fprofile-update=atomic
FLAGS.san     = -O1 -g -fsanitize=address,undefined \
                -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS.tsan    = -O1 -g -fsanitize=thread
LINK.static   = -static -s $(foreach f,wcwidth iswprint wcrtomb mbrtowc mbtowc mblen \
                          nl_langinfo,-Wl,--wrap=$f)
# No folder of the machine it was built on comes into the program.
ANYWHERE   = '-ffile-prefix-map=$(CURDIR)=.'
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) -Iinclude -MMD -MP \
             -ffp-contract=off -fno-math-errno -pthread $(ANYWHERE) \
             $(FLAGS.$(KIND)) -DVERSION='"$(VERSION)"' \
             $(if $(filter libjpeg,$(IO_PKG)),-DHAVE_JPEG) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(filter -fsanitize% --coverage,$(FLAGS.$(KIND))) $(LINK.$(KIND)) -pthread \
              $(LDFLAGS)

# Instruction sets: these files alone get flags of their own; fused
# multiply-add is what they are for.
FUSED  = -ffp-contract=fast
# (For undefined behaviour in 512 bits clang takes minutes; gcc looks there.)
AVX512 = -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mf16c \
         -mprefer-vector-width=512 \
         $(if $(filter san-clang,$(KIND)-$(findstring clang,$(CC))),-fno-sanitize=undefined)
ISA.avx2       = -mavx2 -mfma -mf16c
ISA.avx512     = $(AVX512)
ISA.avx512bf16 = $(AVX512) -mavx512bf16
ISA.amx        = $(AVX512) -mavx512bf16 -mamx-tile -mamx-bf16
ISAS = avx2 avx512 avx512bf16 amx

# Each compiler is asked once which of them it can do; isa.mk remembers.  A
# file whose flags it lacks is compiled without, and then offers no kernels.
ifneq ($(BUILDS),)
include $B/isa.mk
endif
isa_flags = $(if $(filter kernels_%,$1),$(FUSED) $(and $(filter $(ISA),$(1:kernels_%=%)),$(ISA.$(1:kernels_%=%))))

# --- what there is to build --------------------------------------------------
sources = $(sort $(wildcard $1))
objects = $(patsubst %,$B/%.o,$(basename $1))
with_main = $(if $(wildcard $1),$(sort $(shell grep -lE '^int main\>' $1)))

CORE := $(call sources,src/base/*.c src/nn/*.c src/explain/*.c src/view/*.c)
IO   := $(call sources,src/io/*.c)
APP  := $(filter-out $(if $(STATIC),,src/app/own_utf8.c),$(call sources,src/app/*.c))
DATA := src/app/builtin.S
core.o := $(call objects,$(CORE))
io.o   := $(call objects,$(IO))
app.o  := $(call objects,$(APP) $(DATA))

# A file with a main() is a program; the others beside it are its helpers.
# Unit tests that include a header of app/ link the program too, without main.
UNIT     := $(call with_main,test/unit/*.c)
UI_UNIT  := $(if $(UNIT),$(shell grep -l '^.include "app/' $(UNIT)))
GOLDEN   := $(call with_main,test/golden/*.c)
TERMINAL := $(call with_main,test/terminal/*.c)
EXAMPLES := $(call with_main,examples/*.c)
TOOLS    := $(call with_main,test/tools/*.c)
helpers   = $(call objects,$(filter-out $2,$(sort $(wildcard $1/*.c))))

all: $(if $(filter release,$(KIND)),$(PROG),$B/$(PROG))

$(PROG): $B/$(PROG) FORCE
	$(Q)cmp -s $< $@ || cp -f $< $@

$B/$(PROG): $(app.o) $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(IO_LIBS) $(UI_LIBS) -lm

# An archive is made anew when its list changes: a source that is gone leaves
# no object behind.
$B/core.a: $(core.o) $B/.core
	$(Q)rm -f $@ && $(AR) rcs $@ $(core.o)
$B/io.a: $(io.o) $B/.io
	$(Q)rm -f $@ && $(AR) rcs $@ $(io.o)
# The program without its main, for tests of keys and terminals.
$B/app.a: $(app.o) $B/.app
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter-out %/main.o,$(app.o))

$B/src/app/builtin.o: $(wildcard models/catdogbird-3x3/*) \
                      $(wildcard examples/*.png)

$B/src/io/%.o: EDGE = $(IO_CFLAGS)
$B/src/app/%.o: EDGE = $(UI_CFLAGS)
$B/%.o: %.c $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(call isa_flags,$(*F)) $(EDGE) -c -o $@ $<
$B/%.o: %.S $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ANYWHERE) -c -o $@ $<

# Stamps: files that change when what they say changes.
stamp = $(Q)mkdir -p $(@D); printf '%s\n' '$1' | cmp -s - $@ || printf '%s\n' '$1' >$@
$B/.flags: FORCE
	$(call stamp,$(COMPILER) $(ALL_CFLAGS) $(ISA) $(IO_CFLAGS) $(UI_CFLAGS))
$B/.core: FORCE
	$(call stamp,$(CORE))
$B/.io: FORCE
	$(call stamp,$(IO))
$B/.app: FORCE
	$(call stamp,$(APP))
$B/.compiler: FORCE
	$(call stamp,$(COMPILER))
COMPILER := $(CC) $(if $(BUILDS),$(shell $(CC) -dumpmachine) $(shell $(CC) -dumpversion))

can = $(CC) $(ISA.$1) -Werror -x c -c -o $B/.probe.o /dev/null
$B/isa.mk: $B/.compiler
	$(Q)echo ISA = $(foreach i,$(ISAS),$$($(call can,$i) 2>/dev/null && echo $i)) >$@
	$(Q)rm -f $B/.probe.o

# --- tests -------------------------------------------------------------------
CMOCKA = $(shell $(PKG_CONFIG) --libs cmocka)
VTERM  = $(shell $(PKG_CONFIG) --libs vterm) -lutil
link_test = $(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) \
            $(filter %/app.a,$^) $(filter-out %/app.a,$(filter %.a,$^)) $(IO_LIBS) $1 -lm

$(UI_UNIT:%.c=$B/%): $B/app.a
$B/test/unit/%: $B/test/unit/%.o $(call helpers,test/unit,$(UNIT)) $B/io.a $B/core.a
	$(call link_test,$(if $(filter %/app.a,$^),$(UI_LIBS)) $(CMOCKA))
$B/test/golden/%: $B/test/golden/%.o $(call helpers,test/golden,$(GOLDEN)) $B/io.a $B/core.a
	$(call link_test,$(CMOCKA))
$B/test/terminal/%: $B/test/terminal/%.o $(call helpers,test/terminal,$(TERMINAL)) $B/io.a $B/core.a
	$(call link_test,$(CMOCKA) $(VTERM))
$B/examples/%: $B/examples/%.o $B/io.a $B/core.a
	$(call link_test)
$B/test/tools/%: $B/test/tools/%.o $B/io.a $B/core.a
	$(call link_test)

# What is preloaded into the program.
PRELOAD := crash slow_open
$B/test/tools/%.so: test/tools/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=c11 $(WARN) -shared -fPIC -o $@ $< -ldl

tests: $(PRELOAD:%=$B/test/tools/%.so) $(patsubst %.c,$B/%,$(UNIT) $(GOLDEN) $(TERMINAL) $(EXAMPLES) $(TOOLS))

test: all tests
	$(Q)B=$B VITSCOPE=$(CURDIR)/$B/$(PROG) CC='$(CC)' sh test/run.sh

snapshots: $B/$(PROG)
	$(Q)VITSCOPE=$(CURDIR)/$B/$(PROG) sh test/snapshots.sh write

include bench/bench.mk
include test/fuzz/fuzz.mk
include test/coverage/coverage.mk
include test/mutate/mutate.mk
include test/faults/faults.mk
include scripts/package.mk
include test/soak/soak.mk
include test/terminals/terminals.mk
include test/isa/isa.mk

# --- beside building ---------------------------------------------------------
run: all
	$(Q)./$(PROG)

clean:
	$(Q)rm -rf build $(PROG)

ifneq ($(BUILDS),)
-include $(shell find $B -name '*.d' 2>/dev/null)
endif

# As many jobs as cores unless -j says; the messages of one file stay together
# (not while something speaks to a person).
ifeq ($(MAKELEVEL),0)
JOBS := -j$(shell nproc 2>/dev/null || echo 2) $(if $(filter run test mutate soak soak-report terminals,$(GOALS)),,-Otarget)
MAKEFLAGS += $(JOBS)
endif
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all test tests snapshots run clean FORCE
