/* system.h - what the program asks of the machine it runs on: memory, time,
 * environment, standard streams. */
#ifndef APP_SYSTEM_H
#define APP_SYSTEM_H

#include "base/arena.h"
#include "base/error.h"
#include "io/checkpoint.h"

/* A large stretch of address space, as large as the system gives. */
bool memory_open(struct arena *a, struct error *err);

/* Where address space is limited: more of it, for weights, and little, for
 * lists and words. */
bool memory_open_large(struct arena *a, struct error *err);
bool memory_open_little(struct arena *a, struct error *err);

/* So many at once, each of a gigabyte or more; false: all of them or none. */
bool memory_open_many(struct arena *a, int count);

/* Milliseconds that never go back. */
double clock_ms(void);

/* Milliseconds of processor time this process has used, all threads. */
double processor_ms(void);

/* An environment variable; NULL when unset or empty. */
const char *environment(const char *name);

/* Where hub names are looked for. */
struct hub hub_of_environment(void);

/* See that descriptors 0, 1 and 2 are open, so that no file that is opened
 * later is taken for one of them. */
void guard_descriptors(void);

/* Text on standard output, at once; false when it could not be written. */
bool print_out(const char *text, ptrdiff_t size, struct error *err);

/* The sentence on standard error, after the name of the program. */
void complain(const struct error *err);

#endif
