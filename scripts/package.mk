# package.mk - giving the program away: installed, as one file, as a tarball,
# as a Debian package; and trying each of them.

SHARE         = $(PREFIX)/share
BASH_FOLDER   = $(SHARE)/bash-completion/completions
ZSH_FOLDER    = $(SHARE)/zsh/site-functions
FISH_FOLDER   = $(SHARE)/fish/vendor_completions.d
MAN_FOLDER    = $(SHARE)/man/man1
OWN_FOLDER    = $(SHARE)/$(PROG)
MODEL        := models/catdogbird-3x3
PICTURES     := $(sort $(wildcard examples/*.png)) examples/PICTURES.md

# The program prints its own completions, from its tables.
completions = $(foreach s,bash zsh fish,$B/completion.$s)
$(completions): $B/completion.%: $B/$(PROG)
	$(Q)$< --help=$* >$@

put = $(Q)mkdir -p '$(DESTDIR)$3' && install -m $1 $2 '$(DESTDIR)$3$(if $4,/$4)'
install: $B/$(PROG) $(completions)
	$(call put,755 $(STRIP),$<,$(PREFIX)/bin,$(PROG))
	$(call put,644,man/$(PROG).1,$(MAN_FOLDER),$(PROG).1)
	$(call put,644,$B/completion.bash,$(BASH_FOLDER),$(PROG))
	$(call put,644,$B/completion.zsh,$(ZSH_FOLDER),_$(PROG))
	$(call put,644,$B/completion.fish,$(FISH_FOLDER),$(PROG).fish)
	$(call put,644,$(wildcard $(MODEL)/*),$(OWN_FOLDER)/$(MODEL))
	$(call put,644,$(PICTURES),$(OWN_FOLDER)/examples)

# All that install made; folders that others share stay.
uninstall:
	$(Q)rm -f '$(DESTDIR)$(PREFIX)/bin/$(PROG)' \
	    '$(DESTDIR)$(MAN_FOLDER)/$(PROG).1' \
	    '$(DESTDIR)$(BASH_FOLDER)/$(PROG)' \
	    '$(DESTDIR)$(ZSH_FOLDER)/_$(PROG)' \
	    '$(DESTDIR)$(FISH_FOLDER)/$(PROG).fish'
	$(Q)rm -rf '$(DESTDIR)$(OWN_FOLDER)'

static:
	$(Q)$(MAKE) --no-print-directory STATIC=1 all

dist:
	$(Q)sh scripts/dist.sh $(PROG)-$(VERSION)

deb:
	$(Q)sh scripts/deb.sh $(PROG)-$(VERSION)

# Each installs into, or runs in, a system of its own: root where that takes
# chroot.  What cannot be tried here says so.
static-check dist-check deb-check: %-check: all tests
	$(Q)B=$B SUITES=packages PACKAGES=$* sh test/run.sh
bare-check:
	$(Q)sh scripts/bare.sh $(SUITE)

.PHONY: install uninstall static dist deb static-check dist-check deb-check \
        bare-check
