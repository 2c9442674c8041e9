# terminals.mk - `make terminals`: the program in real terminals, as far as they
# are installed: xterm (under Xvfb), tmux, GNU screen; and with the entry of
# the Linux console.

$B/test/terminals/same: $B/test/terminals/same.o $B/test/terminal/alike.o \
                        $B/test/terminal/emulator.o
	$(call link_test,$(VTERM))

terminals: all $B/test/terminals/same
	$(Q)B=$B VITSCOPE=$(CURDIR)/$B/$(PROG) SUITES=terminals sh test/run.sh

.PHONY: terminals
