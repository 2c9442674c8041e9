# mutate.mk - `make mutate`: do the tests notice when the core is wrong?
# COUNT faults are put into a copy, one at a time, at places drawn from SEED.

COUNT = 50

mutate:
	$(Q)nice -n 19 python3 -B test/mutate/mutate.py --count $(COUNT) \
	    $(if $(SEED),--seed $(SEED))

.PHONY: mutate
