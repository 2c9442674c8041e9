/* cpu.h - what this processor can do, and what the user allows it to do. */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdbool.h>

/* Ordered: each level may use what the levels before it use. */
enum isa { ISA_BASELINE, ISA_AVX2, ISA_AVX512, ISA_AVX512BF16, ISA_AMX };

enum isa cpu_best_isa(void);          /* asks the processor and the kernel */
const char *isa_name(enum isa isa);   /* "baseline" "avx2" ... */

/* Parse a name as VITSCOPE_ISA gives it; false when there is none such. */
bool isa_parse(enum isa *out, const char *name);

int cpu_count(void);                  /* cores this process may run on */

#endif
