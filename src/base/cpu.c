/* cpu.c - what this processor can do.
 *
 * A feature counts only when the processor has it and the kernel saves its
 * registers (XCR0).  Linux gives AMX's tiles only to processes that ask.
 * Bits: Intel SDM volume 2, CPUID leaves 1 and 7. */
#define _GNU_SOURCE
#include "base/cpu.h"

#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#include <sys/syscall.h>
#endif

static const char *const names[] = {
    [ISA_BASELINE] = "baseline",     [ISA_AVX2] = "avx2",
    [ISA_AVX512] = "avx512",         [ISA_AVX512BF16] = "avx512bf16",
    [ISA_AMX] = "amx",
};

const char *isa_name(enum isa isa)
{
    return names[isa];
}

bool isa_parse(enum isa *out, const char *name)
{
    for (int i = ISA_BASELINE; i <= ISA_AMX; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum isa)i;
            return true;
        }
    }
    return false;
}

#if defined(__x86_64__)
#include <cpuid.h>

#define BIT(n) (1u << (n))

static unsigned enabled_state(void)
{
    unsigned low, high;

    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static bool has(unsigned value, unsigned bits)
{
    return (value & bits) == bits;
}

/* Ask for the tile registers, state component 18. */
static bool amx_permitted(void)
{
#if defined(__linux__) && defined(SYS_arch_prctl)
    return syscall(SYS_arch_prctl, 0x1023 /* ARCH_REQ_XCOMP_PERM */, 18) == 0;
#else
    return false;
#endif
}

enum isa cpu_best_isa(void)
{
    unsigned a, b, c, d, state, a1 = 0, unused;
    enum isa best = ISA_BASELINE;

    if (!__get_cpuid(1, &a, &b, &c, &d) ||
        !has(c, BIT(12) | BIT(27) | BIT(28) | BIT(29)))  /* FMA AVX F16C */
        return best;
    state = enabled_state();
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !has(b, BIT(5)) ||
        !has(state, 0x6))
        return best;
    best = ISA_AVX2;
    if (!has(b, BIT(16) | BIT(17) | BIT(30) | BIT(31)) || !has(state, 0xe6))
        return best;                                     /* F DQ BW VL */
    best = ISA_AVX512;
    __get_cpuid_count(7, 1, &a1, &unused, &unused, &unused);
    if (!has(a1, BIT(5)))
        return best;
    best = ISA_AVX512BF16;
    if (has(d, BIT(22) | BIT(24)) && has(state, 0x60000) && amx_permitted())
        best = ISA_AMX;
    return best;
}
#else
enum isa cpu_best_isa(void)
{
    return ISA_BASELINE;
}
#endif

int cpu_count(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef __linux__
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        n = CPU_COUNT(&set);
#endif
    return n < 1 ? 1 : (int)n;
}

#ifdef __linux__
int cpu_here(void)
{
    return sched_getcpu();
}

/* What the process may use is what its first thread may, which never calls
 * this. */
void cpu_avoid(const int *cores, int count)
{
    cpu_set_t set;

    if (sched_getaffinity(getpid(), sizeof set, &set) != 0)
        return;
    for (int i = 0; i < count; i++)
        CPU_CLR(cores[i], &set);
    if (CPU_COUNT(&set) > 0)
        sched_setaffinity(0, sizeof set, &set);
}
#else
int cpu_here(void)
{
    return -1;
}

void cpu_avoid(const int *cores, int count)
{
}
#endif
