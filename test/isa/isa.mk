# isa.mk - `make isa-check`: the kernels of AVX-512, AVX512-BF16 and AMX in an
# emulated processor that has them.
#
# Bochs 3.0 counts a displacement of one byte in vdpbf16ps by 4 bytes; it is 64
# (Intel SDM volume 2, 2.7.5: full vector).  So for Bochs it has four bytes.

isa.o = $B/test/isa/kernels_avx512bf16.o
$(isa.o): src/nn/kernels_avx512bf16.c test/isa/isa.mk $B/.flags
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(call isa_flags,kernels_avx512bf16) -S -o $@.near.s $<
	$(Q)sed 's/\tvdpbf16ps/\t{disp32} vdpbf16ps/' $@.near.s >$@.s
	$(Q)$(CC) -c -o $@ $@.s
$B/test/isa/vitscope: $(app.o) $(isa.o) $B/io.a $B/core.a
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(IO_LIBS) $(UI_LIBS) -lm
$B/test/isa/test_kernels: $B/test/unit/test_kernels.o $(isa.o) $B/io.a $B/core.a
	$(call link_test,$(CMOCKA))

isa-check: $B/test/isa/vitscope $B/test/isa/test_kernels $B/test/tools/compare
	$(Q)B=$B nice -n 19 sh test/isa/emulated.sh

.PHONY: isa-check
