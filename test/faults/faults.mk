# faults.mk - bad luck: a program in which any call of the system can fail, and
# what only a checker sees.
#
#     make faults     every single fault of every command (takes a quarter of
#                     an hour; `make test` takes some of them)
#     make tsan       the suites under the thread sanitizer
#     make valgrind   commands and tests of formats under valgrind

# What test/faults/fault.c stands in front of.
FAULTY := arena_raw arena_alloc arena_copy arena_string arena_carve arena_room \
          arena_open arena_reserve pthread_create fopen fdopen fwrite fflush \
          read stat fstat rename mkdir opendir readdir pipe getline realpath \
          mmap open fclose regcomp setlocale

$B/test/faults/vitscope: $(app.o) $B/test/faults/fault.o $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) $(FAULTY:%=-Wl,--wrap=%) -o $@ $^ $(IO_LIBS) \
	    $(UI_LIBS) -lm
$B/test/faults/race: $B/test/faults/race.o $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lm

# The thread sanitizer asks for memory before it is ready to look at who asks.
$B/test/faults/fault.o: FLAGS.tsan = -O1 -g -DHEAP_OF_SANITIZER

tests: $B/test/faults/vitscope $B/test/faults/race

faults: $B/test/faults/vitscope
	$(Q)B=$B STEPS=all SUITES=faults LIMIT=7200 nice sh test/run.sh

tsan:
	$(Q)$(MAKE) --no-print-directory TSAN=1 all tests
	$(Q)B=build/tsan VITSCOPE=$(CURDIR)/build/tsan/$(PROG) nice sh test/faults/tsan.sh

valgrind: all tests
	$(Q)B=$B VITSCOPE=$(CURDIR)/$B/$(PROG) nice sh test/faults/valgrind.sh

.PHONY: faults tsan valgrind
