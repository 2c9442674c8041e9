# coverage.mk - `make coverage`: which lines of the core the tests run through.
# A build of its own (COVER=1: gcov's counters, nothing optimised away), the
# suites below, then what coverage.sh makes of the counters.  SUITES=unit asks
# about some of them.

COVERED = unit golden snapshot cli terminal fuzz

coverage:
	$(Q)mkdir -p build/cover && find build/cover -name '*.gcda' -exec rm -f {} +
	$(Q)nice -n 19 $(MAKE) --no-print-directory COVER=1 \
	    SUITES='$(or $(SUITES),$(COVERED))' test
	$(Q)sh test/coverage/coverage.sh build/cover

.PHONY: coverage
