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

/* The core this thread is on; -1 where the system does not say. */
int cpu_here(void);

/* Move this thread away from `count` cores, to the others the process may use;
 * does nothing when there are none. */
void cpu_avoid(const int *cores, int count);

#endif
