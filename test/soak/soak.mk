# soak.mk - long runs: `make soak TIME=3600` plays with the explorer for that
# many seconds under the sanitizers, with keys at random; SEED=7 plays the same
# again.  In the first quarter and the last it must hold the same memory.

$B/test/soak/soak: $B/test/soak/soak.o $B/test/terminal/pty.o \
                   $B/test/terminal/emulator.o $B/core.a
	$(call link_test,$(VTERM))

soak: TIME = 3600
soak:
	$(Q)$(MAKE) --no-print-directory SAN=1 TIME=$(TIME) soak-here

soak-here: $B/$(PROG) $B/test/soak/soak
	$(Q)B=$B TIME=$(TIME) SEED=$(SEED) nice -n 19 sh test/soak/soak.sh

.PHONY: soak soak-here

# A report of COUNT pictures: memory, and going on after kills.
soak-report: COUNT = 20000
soak-report: all $B/test/tools/json
	$(Q)room=$$(mktemp -d) && TMPDIR=$$room B=$B COUNT=$(COUNT) SEED=$(SEED) \
	    VITSCOPE=$(CURDIR)/$B/$(PROG) nice -n 19 sh test/soak/report.sh; \
	    status=$$?; rm -rf "$$room"; exit $$status

.PHONY: soak-report
